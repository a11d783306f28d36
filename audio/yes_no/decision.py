"""The rule that decides on yes, no or neither for a whole clip.

The network judges one window; what surrounds the window decides too. Speech that lasts longer than
an answer, another word before or after it, or silence that never comes is not an answer.
"""

from dataclasses import dataclass, replace
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from audio.frames import SAMPLE_RATE, Frames
from audio.yes_no.activity import QUIETEST, Island, is_noisy, islands, loudest
from audio.yes_no.features import HOP, WINDOW, normalised, sliding_levels

LONGEST = 1.1
"""Seconds of speech in an answer, drawn out or said twice; more is talk, such as "no, I can't"."""
LONGEST_IN_ALL = 1.5
"""Seconds of sounds far apart: an answer said twice, or after a fragment of it."""
LONGEST_CLIP = 30.0
"""Seconds: no answer is awaited for longer, and a decision stays cheap."""
YES_AT, NO_AT = 0.3, 0.32
"""Least probability of an answer, set on the recordings kept for validation. A clip that could be
both is neither."""
LONGEST_IN_NOISE = 0.7
"""Seconds for which one answer stands out of a noisy room; longer is talk as loud as that."""
YES_IN_NOISE_AT, NO_IN_NOISE_AT = 0.5, 0.65
"""Least probabilities there, with which noise alone is taken for an answer no more often than where
such clips are all refused. A false no is the worse error."""
FRAGMENT = 0.3
"""Seconds: the beginning of a word that a person who stutters breaks off is shorter."""
OPPOSITE = 0.2
"""A fragment that could be the opposite answer with this probability makes the clip unclear."""
BACKGROUND_AT = 0.5
"""Probability from which a sound beside the answer counts as a knock or cough, not as a word."""
SHIFT = 6
"""Hops, 0.06 s: the windows around a sound, one as much earlier and one as much later, are
averaged for steadier scores."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a whole clip is: one word, or None for anything else, silence or unclear.

    The scores are probabilities of the network, informational only: never a reason to trust an
    answer more or less.
    """

    word: Literal["yes", "no"] | None
    yes: float
    no: float
    other: float


NOTHING = Decision(None, 0.0, 0.0, 1.0)
"""Decision on silence."""


class Scorer(Protocol):
    """The network: features (n, FRAMES, MELS) to probabilities (n, 4).

    The classes are other, yes, no, background.
    """

    def __call__(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Give the probabilities."""
        ...


@dataclass(frozen=True, slots=True)
class Placed:
    """A decision and the stretch of sound it is about."""

    decision: Decision
    island: Island | None


def decide(clip: Frames, scorer: Scorer) -> Placed:
    """Make one decision on a whole clip of any length."""
    found = islands(clip)
    if not found and _level(clip) < QUIETEST:
        return Placed(NOTHING, None)
    if len(clip) <= WINDOW:
        # Short enough to be judged as it is, even where noise hides the word's beginning and end.
        span = Island(found[0].start, found[-1].end) if found else Island(0, len(clip))
        return Placed(_decision(_score(clip, 0, len(clip), scorer)), span)
    if len(clip) > LONGEST_CLIP * SAMPLE_RATE:
        return Placed(NOTHING, None)
    placed = _of_islands(clip, found, scorer) if found else Placed(NOTHING, None)
    if placed.decision.word is None and is_noisy(clip):
        return _standing_out(clip, scorer) or placed
    return placed


def _of_islands(clip: Frames, found: tuple[Island, ...], scorer: Scorer) -> Placed:
    """Decide on what sounds in a quiet room: one stretch of speech, or several."""
    span = Island(found[0].start, found[-1].end)
    if span.seconds <= LONGEST:
        return Placed(_decision(_score(clip, span.start, span.end, scorer)), span)
    lengths = [island.seconds for island in found]
    if max(lengths) > LONGEST or sum(lengths) > LONGEST_IN_ALL:
        return Placed(NOTHING, span)
    return _several(clip, found, scorer)


def _standing_out(clip: Frames, scorer: Scorer) -> Placed | None:
    """Decide on the one word that is louder than a noisy room; None where nothing is."""
    span = loudest(clip)
    if span is None or span.seconds > LONGEST_IN_NOISE:
        return None
    decision = _decision(_score(clip, span.start, span.end, scorer))
    if decision.yes < YES_IN_NOISE_AT and decision.no < NO_IN_NOISE_AT:
        decision = replace(decision, word=None)
    return Placed(decision, span)


def _several(clip: Frames, found: tuple[Island, ...], scorer: Scorer) -> Placed:
    """Decide on sounds far apart: one answer, repeated or after a fragment, and no other word."""
    scores = []
    for i, island in enumerate(found):
        before = (found[i - 1].end + island.start) // 2 if i else 0
        after = (island.end + found[i + 1].start) // 2 if i + 1 < len(found) else len(clip)
        scores.append(
            _score(clip[before:after], island.start - before, island.end - before, scorer)
        )
    decisions = [_decision(score) for score in scores]
    answers = [i for i, decision in enumerate(decisions) if decision.word]
    if not answers:
        return Placed(max(decisions, key=lambda d: d.other), found[0])
    last = answers[-1]
    word = decisions[last].word
    opposite = 2 if word == "yes" else 1
    for i, island in enumerate(found):
        same = decisions[i].word == word
        knock = scores[i][3] >= BACKGROUND_AT
        broken_off = i < last and island.seconds <= FRAGMENT and scores[i][opposite] < OPPOSITE
        if not (same or knock or broken_off):
            mean = np.mean(scores, axis=0)
            return Placed(Decision(None, *_parts(mean)), island)
    return Placed(decisions[last], found[last])


def _score(clip: Frames, start: int, end: int, scorer: Scorer) -> NDArray[np.float32]:
    """Give the mean probabilities of windows around start..end, what is beyond the clip silent."""
    length = WINDOW + 2 * SHIFT * HOP
    first = (start + end) // 2 - length // 2
    left, right = max(first, 0), min(first + length, len(clip))
    around = np.zeros(length, np.float32)
    around[left - first : right - first] = clip[left:right]
    windows = sliding_levels(around, SHIFT)
    return np.asarray(scorer(normalised(windows)).mean(axis=0), np.float32)


def _decision(score: NDArray[np.float32]) -> Decision:
    yes, no, other = _parts(score)
    word: Literal["yes", "no"] | None = None
    if yes >= YES_AT and no < NO_AT:
        word = "yes"
    elif no >= NO_AT and yes < YES_AT:
        word = "no"
    return Decision(word, yes, no, other)


def _parts(score: NDArray[np.float32]) -> tuple[float, float, float]:
    return float(score[1]), float(score[2]), float(score[0] + score[3])


def _level(clip: Frames) -> float:
    return float(10 * np.log10(np.mean(clip**2) + 1e-12)) if clip.size else -np.inf
