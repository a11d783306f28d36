"""Sounds for the tests of the ear."""

import numpy as np

from audio.frames import SAMPLE_RATE, Frames
from audio.signals.recording import read_recording
from tests import OWN_RECORDINGS
from tests.people import RECORDINGS


def clips(folder: str, count: int) -> list[Frames]:
    """The first recordings of a shared folder, in the order of their names."""
    paths = sorted((RECORDINGS / folder).glob("*.flac"))[:count]
    assert len(paths) == count
    return [read_recording(path) for path in paths]


def one_who_says(word: str) -> Frames:
    """A person who says "yes" or "no"; the project's own recording where there is no person's."""
    people = sorted((RECORDINGS / "speech_commands" / word).glob("*.flac"))
    return read_recording(people[0] if people else OWN_RECORDINGS / f"{word}.flac")


def silence(seconds: float) -> Frames:
    """A quiet room: what a microphone gives when nobody speaks, -80 dBFS."""
    noise = np.random.default_rng(0).standard_normal(round(seconds * SAMPLE_RATE))
    return (noise * 1e-4).astype(np.float32)


def joined(*parts: Frames) -> Frames:
    """One after the other."""
    return np.concatenate(parts)


def in_blocks(frames: Frames, sizes: list[int]) -> list[Frames]:
    """Frames cut into blocks of these sizes, again and again."""
    blocks, at, i = [], 0, 0
    while at < len(frames):
        blocks.append(frames[at : at + sizes[i % len(sizes)]])
        at += sizes[i % len(sizes)]
        i += 1
    return blocks
