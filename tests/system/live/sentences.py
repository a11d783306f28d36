"""Finds a sentence of the kiosk's voice in what a sound server played."""

from collections.abc import Iterator
from contextlib import closing

import numpy as np

from audio.frames import SAMPLE_RATE, Frames
from audio.voices.plain import Pyttsx3Voice
from kiosk.visit.dialogue.pace import Pace
from kiosk.visit.speech.synthesis import Pronunciations
from tests.shipped import CONTENT

STEP = 320
"""Samples, 20 ms."""

ALIKE = 0.8
"""Least likeness of a sentence with the stretch of the recording in which it is heard; another
sentence of the same voice reaches less than 0.6."""


def spoken(sentences: list[str]) -> Iterator[Frames]:
    """Synthesize sentences as the kiosk does, apart from the kiosk."""
    respelled = Pronunciations(CONTENT.pronunciations)
    with closing(Pyttsx3Voice("en", timeout=30)) as voice:
        for sentence in sentences:
            yield voice.speak(respelled.apply(sentence), Pace().words_per_minute)


def loudness(frames: Frames) -> Frames:
    """Give the loudness of sixteen bands up to 4 kHz every STEP samples, shape (steps, 16).

    The voice never says a sentence twice with the same samples, but with the same sounds.
    """
    steps = frames[: len(frames) // STEP * STEP].reshape(-1, STEP) * np.hanning(STEP)
    power = np.abs(np.fft.rfft(steps)) ** 2
    width = power.shape[1] // 32
    bands = power[:, : 16 * width].reshape(len(steps), 16, width).mean(axis=2)
    return np.asarray(np.log10(bands + 1e-4), dtype=np.float32)


def found_in(recording: Frames, sentence: Frames) -> tuple[float, float]:
    """Give where in a recording a sentence is heard, in seconds, and how alike it sounds.

    The measure is the greatest correlation of the two loudnesses: 1 for the same at any level.
    """
    heard, wanted = loudness(recording), loudness(sentence)
    count = len(wanted)
    alike = [
        float(np.corrcoef(heard[at : at + count].ravel(), wanted.ravel())[0, 1])
        for at in range(len(heard) - count)
    ]
    best = int(np.argmax(alike))
    return best * STEP / SAMPLE_RATE, alike[best]
