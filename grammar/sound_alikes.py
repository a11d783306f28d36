"""Finds topics in words that only sound like their names: "surge airy" for "surgery".

A recognizer that has not met a medical word writes it in common ones. So both are brought to what
is heard of them, roughly: one vowel for all, no gaps, no silent letters.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

LONGEST = 5
"""Words of an utterance that may be a misheard name."""

SHORTEST = 4
"""Sounds of a name that may be misheard: shorter ones are like too many words."""

EVEN = 6
"""A shorter one has to sound the same."""

TAKEN_FOR_ANSWERS = {"sometimes": "symptoms"}
"""Answers that a recognizer hears in place of a name: that "p" is hardly spoken."""

_NO_NAMES = re.compile(
    r"\b(?:what|why|how|which|who|where|when|is|are|do|did|can|could|will|i|you|we|they|it|she|me|my"
    r"|your|her|have|get|got|not|that|this|there|to|about|tell|for)\b"
)
"""Phrases with such words are sentences, and no names."""

APART = 0.15
"""Most share of a name's sounds that may differ. Of 455 clips of talk and noise none has a sentence
that is nearer to a name than it is to what the network finds."""

ASKED_APART = 0.17
"""The same for what is asked about: one of six sounds."""

_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"chem|kem|key ?m", "kem"),
        (r"ph", "f"),
        (r"mpt", "mt"),
        (r"(?:t|s|ss|c|sh)(?:i?on|ian|un)\b", "Sn"),
        (r"tch|ch|sh|dge?|j|g(?=[eiy])", "S"),
        (r"c(?=[eiy])|z", "s"),
        (r"ck|c|q", "k"),
        (r"x", "ks"),
        (r"th", "t"),
        (r"\b(?:kn|gn)|gn(?=s?\b)", "n"),
        (r"\bwr", "r"),
        (r"gh|h|w(?=r)", ""),
        (r"v", "f"),
        (r"mb\b", "m"),
        (r"[ '\-]", ""),
        (r"[aeiouy]+", "a"),
        (r"(.)\1+", r"\1"),
        (r"(?<=.)a$", ""),
    )
)


@lru_cache(4096)
def sounds_of(words: str) -> str:
    """Give roughly what is heard of words."""
    for pattern, sound in _SOUNDS:
        words = pattern.sub(sound, words)
    return words


def is_name(phrase: str) -> bool:
    """Tell whether a phrase of a topic is a name, and no sentence."""
    return _NO_NAMES.search(phrase) is None


def sounds_like(words: str, names: Mapping[str, str], apart: float = APART) -> str | None:
    """Give the meaning of the name that words sound like most; None where none is near, or two are.

    Args:
        words: what was said, without fillers.
        names: meanings by names.
        apart: most share of a name's sounds that may differ.
    """
    heard = sounds_of(words)
    if len(words.split()) > LONGEST or len(heard) < SHORTEST:
        return None
    near: dict[str, float] = {}
    for name, meaning in names.items():
        sounds = sounds_of(name)
        most = apart * len(sounds) if len(sounds) >= EVEN else 0.0
        if abs(len(sounds) - len(heard)) <= most and sounds[0] == heard[0]:
            steps = _steps(heard, sounds)
            if steps <= most:
                near[meaning] = min(steps / len(sounds), near.get(meaning, 1.0))
    best = sorted(near, key=lambda meaning: near[meaning])[:2]
    return best[0] if len(best) == 1 or (best and near[best[0]] < near[best[1]]) else None


def _steps(one: str, other: str) -> int:
    """Give how many sounds have to be changed, added or left out to make one of the other."""
    row: Iterable[int] = range(len(other) + 1)
    for at, sound in enumerate(one, 1):
        last, row = list(row), [at]
        for place, second in enumerate(other):
            row.append(min(last[place] + (sound != second), last[place + 1] + 1, row[place] + 1))
    return list(row)[-1]
