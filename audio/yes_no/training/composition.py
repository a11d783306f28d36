"""Composes clean training clips: a word as it is, or parts of words that are not an answer.

People's own voices make the hardest negatives: "no" without its "n", half a "yes", "yes" and "no"
in one breath, a word backwards, the onset of one word on the vowel of another.
"""

from collections.abc import Callable

import numpy as np

from audio.frames import SAMPLE_RATE, Frames
from audio.yes_no.activity import islands
from audio.yes_no.features import WINDOW
from audio.yes_no.training.corpus import Sounds

OTHER, YES, NO, BACKGROUND = range(4)
"""The network's classes, in the order of its scores."""

Random = np.random.Generator


def compose(rng: Random, sounds: Sounds) -> tuple[Frames, int]:
    """Draw one clean clip, not louder or longer than a window, and its class."""
    kind = _KINDS[rng.choice(len(_KINDS), p=_SHARES)]
    clip, label = kind(rng, sounds)
    return clip[:WINDOW], label


def _yes(rng: Random, sounds: Sounds) -> tuple[Frames, int]:
    return _answer(rng, sounds.yes, sounds.synthesized_yes), YES


def _no(rng: Random, sounds: Sounds) -> tuple[Frames, int]:
    return _answer(rng, sounds.no, sounds.synthesized_no), NO


def _answer(rng: Random, people: list[Frames], synthesized: list[Frames]) -> Frames:
    draw = rng.random()
    if draw < 0.04:  # enough that synthesis alone is no sign of another word
        return _warped(rng, _pick(rng, synthesized), 0.25)
    clip = _warped(rng, _pick(rng, people), 0.15)
    if draw < 0.07:  # "no, no" is a no
        again = _core(clip)
        return np.concatenate([again, _gap(rng, 0.0, 0.25), again])
    return _cropped(rng, clip)


def _up_down(rng: Random, sounds: Sounds) -> tuple[Frames, int]:
    pool = sounds.up if rng.random() < 0.35 else sounds.down
    return _cropped(rng, _warped(rng, _pick(rng, pool), 0.25)), OTHER


def _word(rng: Random, sounds: Sounds) -> tuple[Frames, int]:
    near = sounds.near and rng.random() < 0.6
    pool = sounds.near if near else (sounds.words or sounds.down)
    return _cropped(rng, _warped(rng, _pick(rng, pool), 0.3)), OTHER


def _synthesized(rng: Random, sounds: Sounds) -> tuple[Frames, int]:
    return _warped(rng, _pick(rng, sounds.synthesized), 0.35), OTHER


def _talk(rng: Random, sounds: Sounds) -> tuple[Frames, int]:
    clip = _pick(rng, sounds.talk) if sounds.talk else _pick(rng, sounds.down)
    length = WINDOW if rng.random() < 0.5 else int(rng.uniform(0.3, 1.6) * SAMPLE_RATE)
    start = int(rng.integers(0, max(len(clip) - length, 1)))
    return _warped(rng, clip[start : start + length], 0.2), OTHER


def _two_words(rng: Random, sounds: Sounds) -> tuple[Frames, int]:
    """Give an answer with another answer or word before or after it."""
    first, second = (sounds.yes, sounds.no) if rng.random() < 0.5 else (sounds.no, sounds.yes)
    draw = rng.random()
    if draw < 0.5:
        second = [sounds.words or sounds.down, sounds.synthesized, sounds.up][rng.integers(0, 3)]
    warp = 0.15
    pair = [_core(_warped(rng, _pick(rng, pool), warp)) for pool in (first, second)]
    pair = [clip * (0.1 / (np.sqrt(np.mean(clip**2)) + 1e-4)) for clip in pair]
    if draw < 0.25:
        pair.reverse()
    joined = np.concatenate([pair[0], _gap(rng, 0.0, 0.3), pair[1]])
    if len(joined) > WINDOW:  # lose the outer ends, keep both words recognizable
        excess = (len(joined) - WINDOW) // 2
        joined = joined[excess:-excess]
    return joined.astype(np.float32), OTHER


def _part(rng: Random, sounds: Sounds) -> tuple[Frames, int]:
    """Give half an answer: its beginning alone or its end alone."""
    core = _core(_pick(rng, sounds.yes if rng.random() < 0.5 else sounds.no))
    if rng.random() < 0.5:
        piece = core[: int(len(core) * rng.uniform(0.1, 0.33))]
    else:
        piece = core[int(len(core) * rng.uniform(0.55, 0.85)) :]
    return _faded(_warped(rng, piece, 0.15)), OTHER


def _backwards(rng: Random, sounds: Sounds) -> tuple[Frames, int]:
    pool = [sounds.yes, sounds.no, sounds.up, sounds.down][rng.integers(0, 4)]
    return _warped(rng, _pick(rng, pool), 0.2)[::-1].copy(), OTHER


def _grafted(rng: Random, sounds: Sounds) -> tuple[Frames, int]:
    """Join part of an answer and part of another word: "go" or "dough" or "nine" by any voice."""

    def core(pool: list[Frames], *instead: list[Frames]) -> Frames:
        clip = _core(_warped(rng, _pick(rng, pool or instead[0]), 0.2))
        return clip * np.float32(0.1 / (np.sqrt(np.mean(clip**2)) + 1e-4))

    no, yes = core(sounds.no), core(sounds.yes)
    draw = rng.random()
    if draw < 0.35:
        onset = core(sounds.onsets, sounds.down)[: int(rng.uniform(0.04, 0.1) * SAMPLE_RATE)]
        rest = no[int(len(no) * rng.uniform(0.4, 0.55)) :]
    elif draw < 0.5:
        onset = core(sounds.onsets, sounds.down)[: int(rng.uniform(0.05, 0.12) * SAMPLE_RATE)]
        rest = yes[int(len(yes) * rng.uniform(0.25, 0.4)) :]
    elif draw < 0.7:
        other = core(sounds.no_ends, sounds.down)
        onset = no[: int(len(no) * rng.uniform(0.25, 0.5))]
        rest = other[int(len(other) * rng.uniform(0.35, 0.55)) :]
    elif draw < 0.9:
        other = core(sounds.yes_ends, sounds.up)
        onset = yes[: int(len(yes) * rng.uniform(0.35, 0.55))]
        rest = other[int(len(other) * rng.uniform(0.5, 0.7)) :]
    else:
        onset = no[:0]
        rest = no[int(len(no) * rng.uniform(0.45, 0.6)) :]
    return _faded(_joined(onset, rest)), OTHER


def _background(_rng: Random, _sounds: Sounds) -> tuple[Frames, int]:
    return np.zeros(WINDOW, np.float32), BACKGROUND


_Kind = Callable[[Random, Sounds], tuple[Frames, int]]
_MIX: tuple[tuple[_Kind, float], ...] = (
    (_yes, 0.21),
    (_no, 0.24),
    (_up_down, 0.04),
    (_word, 0.12),
    (_synthesized, 0.13),
    (_talk, 0.05),
    (_two_words, 0.03),
    (_part, 0.02),
    (_backwards, 0.01),
    (_grafted, 0.07),
    (_background, 0.08),
)
_KINDS = [kind for kind, _ in _MIX]
_SHARES = np.array([share for _, share in _MIX])


def _pick(rng: Random, pool: list[Frames]) -> Frames:
    return pool[int(rng.integers(0, len(pool)))]


def _gap(rng: Random, least: float, most: float) -> Frames:
    return np.zeros(int(rng.uniform(least, most) * SAMPLE_RATE), np.float32)


def _warped(rng: Random, clip: Frames, most: float) -> Frames:
    """Play faster or slower: another vocal tract, pitch and tempo from the same recording."""
    factor = 1 + rng.uniform(-most, most)
    places = np.arange(0, len(clip) - 1, factor)
    return np.asarray(np.interp(places, np.arange(len(clip)), clip), np.float32)


def _core(clip: Frames) -> Frames:
    """Give the part that sounds, from first island to last."""
    found = islands(clip)
    return clip[found[0].start : found[-1].end] if found else clip


def _cropped(rng: Random, clip: Frames) -> Frames:
    """Cut some of what is before and after the word, half of the time."""
    found = islands(clip)
    if not found or rng.random() < 0.5:
        return clip
    before, after = rng.uniform(0.0, 0.35, 2) * SAMPLE_RATE
    return clip[max(found[0].start - int(before), 0) : found[-1].end + int(after)]


def _joined(first: Frames, second: Frames) -> Frames:
    """Join with a cross-fade of 10 ms, so that no click marks the seam."""
    fade = min(SAMPLE_RATE // 100, len(first), len(second))
    if fade == 0:
        return np.concatenate([first, second])
    ramp = np.linspace(0, 1, fade, dtype=np.float32)
    seam = first[-fade:] * (1 - ramp) + second[:fade] * ramp
    return np.concatenate([first[:-fade], seam, second[fade:]])


def _faded(clip: Frames) -> Frames:
    fade = min(SAMPLE_RATE // 200, len(clip) // 2)
    if fade == 0:
        return clip
    ramp = np.linspace(0, 1, fade, dtype=np.float32)
    clip = clip.copy()
    clip[:fade] *= ramp
    clip[-fade:] *= ramp[::-1]
    return clip
