"""The level of a microphone's last second."""

import numpy as np
import pytest

from audio.frames import SAMPLE_RATE, Frames
from audio.signals.loudness import LevelMeter

pytestmark = pytest.mark.unit


def even(amplitude: float, seconds: float) -> Frames:
    return np.full(round(seconds * SAMPLE_RATE), amplitude, np.float32)


def told(meter: LevelMeter, frames: Frames) -> float:
    for block in np.split(frames, range(320, len(frames), 320)):
        meter.take(block)
    assert meter.dbfs is not None
    return meter.dbfs


def test_it_is_that_of_the_last_second_however_loud_it_was_before() -> None:
    meter = LevelMeter()
    assert meter.dbfs is None
    assert told(meter, even(0.1, 0.5)) == pytest.approx(-20, abs=0.01)
    told(meter, even(1.0, 60))
    assert told(meter, even(1e-5, 1)) == pytest.approx(-100, abs=0.01)
    assert told(meter, even(0.0, 1)) == -120


@pytest.mark.parametrize("sample", [float("nan"), float("inf"), 100.0])
def test_no_sample_is_louder_than_full_scale(sample: float) -> None:
    meter = LevelMeter()
    assert told(meter, even(sample, 1)) == pytest.approx(0)
    assert told(meter, even(0.1, 1)) == pytest.approx(-20, abs=0.01)
