"""How clearly a word stands out from all other sound."""

import numpy as np
import pytest

from audio.frames import SAMPLE_RATE, Frames
from audio.recognition.clearness import NOISE_NEARER, above_bystander, clearness, loudness
from audio.signals.noise import mixed
from audio.signals.recording import read_recording
from kiosk.visit.dialogue.red_flags.evidence import CLEAR_OF_NOISE
from tests import OWN_RECORDINGS
from tests.audio.sounds import joined, silence

pytestmark = pytest.mark.unit

NO = read_recording(OWN_RECORDINGS / "no.flac")
HUSH = np.random.default_rng(7).normal(0, 1e-3, SAMPLE_RATE).astype(np.float32)


def tone(seconds: float, amplitude: float) -> Frames:
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return (amplitude * np.sin(2 * np.pi * 300 * time)).astype(np.float32)


@pytest.mark.parametrize(("rest", "expected"), [(0.1, 20.0), (0.05, 26.0), (1.0, 0.0)])
def test_it_is_the_power_of_the_loudest_stretch_over_the_rest(rest: float, expected: float) -> None:
    heard = joined(tone(0.9, rest), tone(0.6, 1.0), tone(0.9, rest))
    assert clearness(heard) == pytest.approx(expected, abs=0.5)


def test_a_word_in_a_quiet_room_stands_out() -> None:
    assert clearness(joined(HUSH, NO, HUSH)) > CLEAR_OF_NOISE


def test_loudness_is_that_of_the_loudest_stretch() -> None:
    assert loudness(joined(silence(1), tone(0.6, 1.0), silence(2))) == pytest.approx(-3.0, abs=0.1)
    assert loudness(tone(0.3, 1.0)) == pytest.approx(-6.0, abs=0.1)
    assert loudness(silence(0)) == pytest.approx(-95.0)


def test_a_word_from_across_the_room_does_not_stand_out_of_bystanders() -> None:
    far = (0.1 * NO / np.abs(NO).max()).astype(np.float32)
    assert above_bystander(loudness(NO), None) >= CLEAR_OF_NOISE
    assert above_bystander(loudness(joined(silence(1.0), far, silence(1.0))), None) < CLEAR_OF_NOISE


@pytest.mark.parametrize("voice_db", [-5.0, -20.0, -39.0])
def test_a_bystander_is_told_by_the_visitors_own_voice_once_it_was_heard(voice_db: float) -> None:
    assert above_bystander(voice_db - 9.0, voice_db) > CLEAR_OF_NOISE
    assert above_bystander(voice_db - 11.0, voice_db) < CLEAR_OF_NOISE
    assert above_bystander(voice_db - 20.0, voice_db) < 0


def test_a_voice_too_faint_to_be_the_visitors_tells_nothing() -> None:
    assert above_bystander(-41.0, -41.0) == above_bystander(-41.0, None) < CLEAR_OF_NOISE


@pytest.mark.parametrize(("snr_db", "stands_out"), [(10.0, True), (-5.0, False), (-10.0, False)])
def test_a_word_stands_out_of_noise_that_is_softer_than_its_vowel(
    snr_db: float, *, stands_out: bool
) -> None:
    noise = np.random.default_rng(5).normal(0, 0.1, 3 * SAMPLE_RATE).astype(np.float32)
    heard = clearness(mixed(NO, noise, snr_db, seed=1)) + NOISE_NEARER
    assert (heard >= CLEAR_OF_NOISE) == stands_out


def test_it_does_not_stand_out_of_running_talk() -> None:
    assert clearness(joined(HUSH, NO, NO, NO, NO, HUSH)) + NOISE_NEARER < CLEAR_OF_NOISE


def test_sound_without_any_rest_stands_out_of_nothing() -> None:
    assert clearness(tone(0.3, 1.0)) == 0.0
    assert clearness(silence(0)) == 0.0


@pytest.mark.parametrize("around", [0.0, 0.05, 1.0])
def test_a_recording_that_is_hardly_longer_than_its_word_can_be_clear(around: float) -> None:
    hush = HUSH[: round(around * SAMPLE_RATE)]
    word = joined(tone(0.1, 0.01), tone(0.3, 0.5), tone(0.1, 0.01))
    assert clearness(joined(hush, word, hush)) > CLEAR_OF_NOISE


def test_digital_silence_around_a_noisy_word_does_not_make_it_clear() -> None:
    noisy = tone(0.9, 0.3)
    assert clearness(joined(silence(0.5), noisy, silence(2))) < 5
    assert clearness(silence(3)) < 5
