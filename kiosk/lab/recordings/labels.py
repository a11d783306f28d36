"""Finds what labels of recordings mean, by the grammar; capitals and punctuation do not matter."""

import re
from collections.abc import Callable
from typing import TypeAlias

from grammar.intents import Intent
from grammar.normalization import normalize

OUT_OF_VOCABULARY = "oov_"
"""Prefix of the label of a recording in which nothing may be understood."""

Meaning: TypeAlias = Callable[[str], str | None]
"""Gives the intent of words; see `grammar.grammar.Grammar.meaning`."""

_TAKE = re.compile(r"-[0-9]+$")
_ONE_WORD = re.compile(r"(?:[^\W\d]|')+")
_ANSWERS = {Intent.YES: "yes", Intent.NO: "no"}


def nothing(_: str) -> None:
    """Give no words a meaning."""


def is_foreign(label: str) -> bool:
    """Whether nothing is to be understood in a recording of this label."""
    return label.lower().startswith(OUT_OF_VOCABULARY)


def words_of(label: str) -> str:
    """Give the words that a label, or a recording's name without its ending, says."""
    words = _TAKE.sub("", label).replace("_", " ")
    return words[len(OUT_OF_VOCABULARY) :].strip() if is_foreign(label) else words


def answer_of(label: str, meaning: Meaning) -> str:
    """Give "yes" or "no" where a label's words mean it; else ""."""
    intent = None if is_foreign(label) else meaning(words_of(label))
    return next((answer for meant, answer in _ANSWERS.items() if meant == intent), "")


def one_word(label: str) -> str:
    """Give a label that is one word, in small letters and without punctuation; else "".

    One word is letters, apostrophes and underscores only: "don't" and "_unknown_" are words; "not
    sure", "size=large" and "2" are none.
    """
    for spelling in (label.lower(), normalize(label)):
        if _ONE_WORD.fullmatch(spelling):
            return spelling
    return ""
