"""Which part of an utterance is kept, how loud it becomes, and which utterances cannot be used."""

import numpy as np
import pytest

from audio.frames import SAMPLE_RATE, Frames
from audio.signals.takes import Flaw, Take, levelled

pytestmark = pytest.mark.unit


def tone(seconds: float, peak: float) -> Frames:
    """Give a tone whose samples reach `peak`: its level is 3 dB below its peak's."""
    times = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return np.asarray(peak * np.sin(2 * np.pi * 250 * times), np.float32)


def silence(seconds: float) -> Frames:
    return np.zeros(round(seconds * SAMPLE_RATE), np.float32)


def spoken(peak: float, before: float = 1.0) -> Take:
    """Give a second of a tone with silence around it."""
    frames = np.concatenate([silence(before), tone(1.0, peak), silence(2.0)])
    return Take(frames, (before, before + 1.0), longest=12.0)


def test_a_quarter_of_a_second_is_kept_at_both_ends() -> None:
    kept = spoken(0.1).trimmed()
    assert len(kept) == 1.5 * SAMPLE_RATE
    assert np.flatnonzero(kept)[[0, -1]] / SAMPLE_RATE == pytest.approx([0.25, 1.25], abs=0.001)


def test_no_more_than_there_is_is_kept_before_an_early_beginning() -> None:
    assert len(spoken(0.1, before=0.1).trimmed()) == pytest.approx(1.35 * SAMPLE_RATE, abs=1)


@pytest.mark.parametrize("peak", [0.005, 0.1, 0.9])
def test_speech_comes_to_22_db_below_full_scale_pauses_left_out(peak: float) -> None:
    speech = levelled(spoken(peak).trimmed())
    sounding = speech[np.abs(speech) > 0]
    assert 10 * np.log10(np.mean(sounding.astype(float) ** 2)) == pytest.approx(-22, abs=0.2)


def test_a_peak_is_never_brought_above_1_db_below_full_scale() -> None:
    peaked = tone(1.0, 0.01)
    peaked[8000] = 0.5  # a pop of the lips over soft speech
    assert float(np.abs(levelled(peaked)).max()) == pytest.approx(10 ** (-1 / 20), abs=0.001)


def test_silence_is_not_made_loud() -> None:
    assert not levelled(silence(1.0)).any()


@pytest.mark.parametrize(
    ("take", "flaw"),
    [
        (spoken(0.1), None),
        (Take(silence(2.0), None), Flaw.SILENT),
        (Take(tone(2.0, 0.0001), None), Flaw.NO_SPEECH),
        (spoken(0.1, before=0.05), Flaw.EARLY),
        (Take(tone(13.0, 0.1), (0.5, 12.5), longest=12.0), Flaw.LONG),
        (spoken(1.0), Flaw.CLIPPED),
        (spoken(0.001), Flaw.QUIET),
    ],
)
def test_what_is_of_no_use_is_known(take: Take, flaw: Flaw | None) -> None:
    assert take.flaw is flaw
