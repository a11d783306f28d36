"""H2. Silence or noise becomes a word

Cause: a recognizer finds a word where nobody spoke
Effect: a false NO
Mitigation: speech is detected before anything is recognized; a no by one recognizer is asked back
Severity: catastrophic
Likelihood: improbable
Residual risk: other people who speak into the microphone
Owner: the clinical safety officer, who is not yet named
"""

import numpy as np
import pytest

from audio.frames import SAMPLE_RATE, Frames
from kiosk.lab.evaluation.answer_path import Outcome
from tests.kiosk.lab.evaluation.korean_vosk import (
    IN_SERVICE,
    RecognizerSet,
    answer_path,
)
from tests.system.hazards.sounds import noises

pytestmark = pytest.mark.sound

SECONDS = 4


def made() -> dict[str, Frames]:
    """Sounds of a room, by formula."""
    rng = np.random.default_rng(2)
    time = np.arange(SECONDS * SAMPLE_RATE) / SAMPLE_RATE
    white = rng.normal(0, 0.05, time.size)
    clicks = np.zeros(time.size)
    clicks[:: SAMPLE_RATE // 3] = 0.8
    fan = np.convolve(white, np.ones(64) / 8, mode="same") * (1 + 0.3 * np.sin(8 * time))
    sounds = {
        "silence": np.zeros(time.size),
        "hiss": white,
        "fan": fan,
        "hum": 0.2 * np.sin(2 * np.pi * 50 * time) + 0.1 * np.sin(2 * np.pi * 150 * time),
        "clicks": clicks,
        "ring": 0.3 * np.sin(2 * np.pi * 880 * time) * (np.sin(6 * time) > 0),
    }
    return {name: frames.astype(np.float32) for name, frames in sounds.items()}


def twice(chosen: RecognizerSet, sound: Frames) -> list[Outcome]:
    """Let the sound answer, and answer the ask-back too if it comes to that."""
    visit = answer_path(chosen).visit()
    return [visit.says(sound), visit.says(sound)]


@pytest.mark.parametrize("chosen", IN_SERVICE)
@pytest.mark.parametrize("sound", made())
def test_sounds_of_a_room_are_no_answer(sound: str, chosen: RecognizerSet) -> None:
    assert twice(chosen, made()[sound]) == [Outcome.UNCLEAR, Outcome.UNCLEAR]


@pytest.mark.slow
@pytest.mark.parametrize("chosen", IN_SERVICE)
def test_recorded_noise_never_becomes_a_no(chosen: RecognizerSet) -> None:
    for noise in noises(12):
        assert Outcome.NO not in twice(chosen, noise[: SECONDS * SAMPLE_RATE])
