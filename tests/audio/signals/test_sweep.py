"""The test sound is found in any room, and nothing else is taken for it."""

import numpy as np
import pytest

from audio.frames import SAMPLE_RATE, Frames
from audio.recordings import recording
from audio.signals.earcons import every_earcon
from audio.signals.sweep import HEARD, likeness, sweep
from tests.every_row import every_row

pytestmark = pytest.mark.sound

NOISE = np.random.default_rng(3).normal(0.0, 0.05, 3 * SAMPLE_RATE)
TIMES = np.arange(2 * SAMPLE_RATE) / SAMPLE_RATE


def in_a_room(sound: Frames, noise_db: float) -> Frames:
    """Give a sound with what walls give back, in noise of so many dB above it."""
    echoes = np.random.default_rng(4).normal(0.0, 1.0, SAMPLE_RATE // 2)
    echoes *= np.exp(-np.arange(len(echoes)) / (0.05 * SAMPLE_RATE))
    room = np.concatenate([[3.0], echoes])
    reverberant = np.convolve(sound, room)
    level = np.sqrt(np.mean(reverberant**2) / np.mean(NOISE**2)) * 10 ** (noise_db / 20)
    heard = NOISE * level
    heard[SAMPLE_RATE // 2 :][: len(reverberant)] += reverberant
    return np.asarray(heard, np.float32)


@pytest.mark.parametrize("noise_db", [-30, 0, 6])
@pytest.mark.parametrize("loudness", [1.0, 0.01])
def test_it_is_heard_however_quiet_it_is_and_in_noise_twice_as_loud(
    noise_db: float, loudness: float
) -> None:
    assert likeness(in_a_room(sweep(), noise_db) * np.float32(loudness)) > HEARD


OTHERS = {
    **{f"the earcon {name}": np.tile(frames, 8) for name, frames in every_earcon().items()},
    "yes": recording("yes"),
    "a name": recording("radiation_therapy"),
    "noise": NOISE,
    "a bang": np.eye(1, 2 * SAMPLE_RATE, SAMPLE_RATE)[0],
    "a hum": np.sin(2 * np.pi * 1000 * TIMES),
    "one long sweep": np.sin(2 * np.pi * (300 + 400 * TIMES) * TIMES),
    "silence": np.zeros(2 * SAMPLE_RATE),
    "the last bit": np.random.default_rng(5).integers(-1, 2, 2 * SAMPLE_RATE) / 32768,
    "nothing": np.zeros(0),
}


@every_row("name", OTHERS)
def test_nothing_else_is_taken_for_it(name: str) -> None:
    assert likeness(np.asarray(OTHERS[name], np.float32)) < HEARD
