"""Noise mixed into a clip: at the ratio asked for, the same each time, never clipped."""

import numpy as np
import pytest

from audio.errors import RecordingError
from audio.frames import Frames
from audio.signals.noise import mixed

pytestmark = pytest.mark.unit


def noise(seed: int, count: int, level: float) -> Frames:
    return (np.random.default_rng(seed).standard_normal(count) * level).astype(np.float32)


CLIP = noise(1, 16_000, 0.05)


@pytest.mark.parametrize(("snr_db", "ratio"), [(0.0, 1.0), (5.0, 3.1623), (20.0, 100.0)])
def test_the_noise_has_the_power_that_was_asked_for(snr_db: float, ratio: float) -> None:
    added = mixed(CLIP, noise(2, 40_000, 0.3), snr_db, seed=0) - CLIP
    assert np.mean(CLIP**2) / np.mean(added**2) == pytest.approx(ratio, rel=1e-3)


def test_the_seed_chooses_the_place_and_nothing_else_does() -> None:
    sound = noise(2, 40_000, 0.3)
    assert np.array_equal(mixed(CLIP, sound, 10.0, seed=4), mixed(CLIP, sound, 10.0, seed=4))
    assert not np.array_equal(mixed(CLIP, sound, 10.0, seed=4), mixed(CLIP, sound, 10.0, seed=5))


def test_noise_shorter_than_the_clip_goes_round() -> None:
    added = mixed(CLIP, noise(2, 1_000, 0.3), 0.0, seed=0) - CLIP
    assert np.allclose(added[:1_000], added[1_000:2_000], atol=1e-6)
    assert np.std(added[-500:]) == pytest.approx(0.05, rel=0.2)


def test_a_loud_sum_is_made_quieter_and_not_clipped() -> None:
    loud = np.sign(CLIP) * np.float32(0.9)
    result = mixed(loud, noise(2, 40_000, 0.3), 0.0, seed=0)
    assert np.abs(result).max() == pytest.approx(1.0)
    assert np.count_nonzero(np.abs(result) > 0.999) < 10
    assert result.dtype == np.float32


def test_there_is_no_ratio_to_a_silent_clip() -> None:
    silent = np.zeros(1_000, np.float32)
    assert np.array_equal(mixed(silent, CLIP, 5.0, seed=0), silent)
    assert mixed(np.zeros(0, np.float32), CLIP, 5.0, seed=0).size == 0


@pytest.mark.parametrize("nothing", [np.zeros(0, np.float32), np.zeros(50, np.float32)])
def test_silent_noise_is_an_error_in_one_line(nothing: Frames) -> None:
    with pytest.raises(RecordingError, match="empty or silent; name another recording"):
        mixed(CLIP, nothing, 5.0, seed=0)
