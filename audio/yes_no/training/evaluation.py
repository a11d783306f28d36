"""Measures a listener on recordings: what it understands for each kind of sound."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from audio.frames import SAMPLE_RATE, Frames
from audio.yes_no.decision import Decision
from audio.yes_no.training.corpus import Recording

Decide = Callable[[Frames], Decision]
Outcome = Counter[str]
"""How many clips were taken for "yes", "no" and "reject"."""


def confusion(decide: Decide, recordings: Iterable[Recording]) -> dict[str, Outcome]:
    """Count by kind of recording what each clip was taken for."""
    table: dict[str, Outcome] = {}
    for recording in recordings:
        word = decide(recording.clip).word or "reject"
        table.setdefault(recording.kind, Counter())[word] += 1
    return table


def total(table: dict[str, Outcome], kinds: Iterable[str] | None = None) -> Outcome:
    """Add up the outcomes of some kinds, or of all."""
    chosen = table if kinds is None else [kind for kind in kinds if kind in table]
    return sum((table[kind] for kind in chosen), Counter())


def with_noise(
    recordings: Iterable[Recording], noises: Sequence[Frames], snr: float, seed: int
) -> Iterator[Recording]:
    """Add a random piece of a random noise to each clip.

    `snr` is in dB, power of the whole clip to power of the noise.
    """
    rng = np.random.default_rng(seed)
    for recording in recordings:
        clip = recording.clip
        source = noises[int(rng.integers(0, len(noises)))]
        start = int(rng.integers(0, max(len(source) - len(clip), 1)))
        noise = np.resize(source[start : start + len(clip)], len(clip))
        power = float(np.mean(clip**2)) / (float(np.mean(noise**2)) + 1e-12)
        noisy = clip + noise * np.float32(np.sqrt(power * 10 ** (-snr / 10)))
        yield replace(recording, clip=np.asarray(noisy, np.float32))


def pieces(
    recordings: Iterable[Recording], seconds: float, every: float = 0.5
) -> Iterator[Recording]:
    """Cut recordings into overlapping pieces, as a listener that wakes anywhere would hear them."""
    length, step = int(seconds * SAMPLE_RATE), int(every * SAMPLE_RATE)
    for recording in recordings:
        for start in range(0, max(len(recording.clip) - length, 1), step):
            yield replace(recording, clip=recording.clip[start : start + length])
