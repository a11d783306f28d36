"""Recordings of people and rooms where they are at hand, else the project's own."""

from functools import cache

import numpy as np

from audio.frames import SAMPLE_RATE, Frames
from audio.recognition.clearness import loudness
from audio.signals.recording import read_recording
from tests import OWN_RECORDINGS
from tests.people import RECORDINGS


@cache
def people_who_say(word: str, most: int) -> tuple[Frames, ...]:
    """Give up to `most` recordings of a word, each of another person; one's own where none are."""
    files = sorted((RECORDINGS / "speech_commands" / word).glob("*.flac"))[:most]
    own = OWN_RECORDINGS / f"{word}.flac"
    if not files and own.exists():
        files = [own]
    return tuple(map(read_recording, files))


@cache
def noises(most: int) -> tuple[Frames, ...]:
    """Give up to `most` recorded noises; a made one where none are at hand."""
    found = sorted((RECORDINGS / "noise").rglob("*.flac"))
    files = [file for file in found if file.parent.name != "rir"][:most]
    if files:
        return tuple(map(read_recording, files))
    return (np.random.default_rng(3).normal(0, 0.1, 5 * SAMPLE_RATE).astype(np.float32),)


@cache
def room() -> Frames:
    """Give the response of a waiting room; a made one where none is at hand."""
    found = sorted((RECORDINGS / "noise" / "rir").glob("*d1.5.flac"))
    if found:
        return read_recording(found[0])
    fade = np.exp(-np.arange(SAMPLE_RATE // 2) / (0.1 * SAMPLE_RATE))
    return (np.random.default_rng(4).normal(0, 1, fade.size) * fade).astype(np.float32)


def as_loud(word: Frames, loudness_db: float) -> Frames:
    """Give a word with a loudness in dBFS."""
    return np.asarray(word * 10 ** ((loudness_db - loudness(word)) / 20), dtype=np.float32)
