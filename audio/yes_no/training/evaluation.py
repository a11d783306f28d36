"""Measures a listener on recordings: what it understands for each kind of sound."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from audio.frames import SAMPLE_RATE, Frames
from audio.yes_no.activity import islands
from audio.yes_no.decision import Decision
from audio.yes_no.training.corpus import Recording

Decide = Callable[[Frames], Decision]
Outcome = Counter[str]
"""How many clips were taken for "yes", "no" and "reject"."""
BEFORE, AFTER = (0.5, 1.0), 1.0
"""Seconds of noise before and after an answer: people take a moment to begin, and a window ends a
while after they have."""


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


def surrounded(
    recordings: Iterable[Recording], noises: Sequence[Frames], snr: float, seed: int
) -> Iterator[Recording]:
    """Add noise to each clip that begins before it and goes on after it.

    This is what a listening window holds in a room that is not quiet. `snr` is in dB, power of the
    speech alone to power of the noise.
    """
    rng = np.random.default_rng(seed)
    for recording in recordings:
        clip = recording.clip
        before, after = rng.uniform(*BEFORE), AFTER
        whole = np.pad(clip, [int(seconds * SAMPLE_RATE) for seconds in (before, after)])
        source = noises[int(rng.integers(0, len(noises)))]
        noise = np.resize(np.roll(source, -int(rng.integers(0, len(source)))), len(whole))
        ratio = _speech_power(clip) / (float(np.mean(noise**2)) + 1e-12)
        noisy = whole + noise * np.float32(np.sqrt(ratio * 10 ** (-snr / 10)))
        yield replace(recording, clip=np.asarray(noisy, np.float32))


def _speech_power(clip: Frames) -> float:
    """Give the mean power of a clean clip where it sounds."""
    sounding = [clip[island.start : island.end] for island in islands(clip)] or [clip]
    return float(np.mean(np.concatenate(sounding) ** 2))


def pieces(
    recordings: Iterable[Recording], seconds: float, every: float = 0.5
) -> Iterator[Recording]:
    """Cut recordings into overlapping pieces, as a listener that wakes anywhere would hear them."""
    length, step = int(seconds * SAMPLE_RATE), int(every * SAMPLE_RATE)
    for recording in recordings:
        for start in range(0, max(len(recording.clip) - length, 1), step):
            yield replace(recording, clip=recording.clip[start : start + length])
