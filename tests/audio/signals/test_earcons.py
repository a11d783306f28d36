"""Earcons are short, told apart, not louder than speech, and begin and end without a click."""

import numpy as np
import pytest

from audio.frames import SAMPLE_RATE
from audio.signals.earcons import EarconName, earcon, names
from tests.every_row import every_row

pytestmark = pytest.mark.unit


@every_row("name", names())
def test_an_earcon_is_short_and_soft_edged(name: EarconName) -> None:
    sound = earcon(name)
    assert len(sound) / SAMPLE_RATE < (2.0 if name in ("alert", "doorbell") else 0.4)
    assert 0.1 < np.abs(sound).max() <= 0.5
    assert np.abs(np.diff(sound, prepend=0.0, append=0.0)).max() < 0.15


def test_no_two_earcons_sound_alike() -> None:
    sounds = [earcon(name).tobytes() for name in names()]
    assert len(set(sounds)) == len(sounds)
