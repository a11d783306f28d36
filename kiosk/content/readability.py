"""Measures how hard a text is to read, without any network: syllables come from a dictionary.

The dictionary is CMUdict as the package pocketsphinx ships it.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import sqrt
from pathlib import Path

import pocketsphinx

_WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)?")
_SENTENCE_END = re.compile(r"(?<=[.?!:])\s+")


def words(text: str) -> list[str]:
    """Give the words of a text; a hyphen parts words."""
    return _WORD.findall(text.replace("\u2019", "'"))


def sentences(text: str) -> list[str]:
    """Give the sentences of a text that has no abbreviations."""
    return [part for part in _SENTENCE_END.split(text.strip()) if words(part)]


@lru_cache(maxsize=1)
def _dictionary() -> Mapping[str, int]:
    path = Path(pocketsphinx.get_model_path()) / "en-us" / "cmudict-en-us.dict"
    counted: dict[str, int] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        word, *phones = line.split()
        # Each vowel of the ARPAbet is one syllable's; no consonant's name begins with one.
        counted.setdefault(word, sum(phone[0] in "AEIOU" for phone in phones))
    return counted


def syllables(word: str) -> int | None:
    """Count the syllables of a word; None when the dictionary does not have it."""
    return _dictionary().get(word.lower())


def flesch_kincaid_grade(passage: Sequence[str]) -> float:
    """Give the US school grade that a passage needs.

    0.39 words per sentence + 11.8 syllables per word - 15.59 (Kincaid, Fishburne, Rogers and
    Chissom 1975). A word that is in no dictionary counts two syllables.

    Args:
        passage: its sentences.
    """
    spoken = [word for sentence in passage for word in words(sentence)]
    count = sum(_syllables_or_two(word) for word in spoken)
    return 0.39 * len(spoken) / len(passage) + 11.8 * count / len(spoken) - 15.59


def smog_grade(passage: Sequence[str]) -> float:
    """Give the SMOG grade of a passage: 1.043 sqrt(30 p / sentences) + 3.1291 (McLaughlin 1969).

    p counts the words of three or more syllables. The formula was made for thirty sentences; for
    the short passages here it is a warning sign, no measurement.
    """
    long = sum(_syllables_or_two(word) >= 3 for s in passage for word in words(s))
    return 1.043 * sqrt(30 * long / len(passage)) + 3.1291


def _syllables_or_two(word: str) -> int:
    found = syllables(word)
    return 2 if found is None else found
