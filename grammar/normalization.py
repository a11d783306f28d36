"""Normalizes words for comparison with phrases."""

import re

_PLAIN = re.compile(r"[a-z ]*")
_NOT_WORDS = re.compile(r"[^\w'\[\] ]+|_")
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2019\u2018\u02bc`", "'"))
_SPELLED = {
    "cant": "can't",
    "dont": "don't",
    "doesnt": "doesn't",
    "havent": "haven't",
    "isnt": "isn't",
    "wont": "won't",
    "im": "i'm",
    "ive": "i've",
    "thats": "that's",
    "whats": "what's",
    "kemo": "chemo",
    "keemo": "chemo",
    "kimo": "chemo",
}
"""Typed without its apostrophe, which recognizers write; or written by one that has not met it."""


def normalize(text: str) -> str:
    """Give lower-case words with single spaces, without punctuation except apostrophes.

    A recognizer's "[unk]" (a word outside the grammar) stays, so it matches no phrase.
    """
    words = text.split()
    if not _PLAIN.fullmatch(text):  # nearly all phrases are plain, and there are many
        spaced = _NOT_WORDS.sub(" ", text.translate(_APOSTROPHES).lower()).split()
        words = [bare for word in spaced if (bare := _bare(word))]
    return " ".join(_SPELLED.get(word, word) for word in words)


def _bare(word: str) -> str:
    return word if word == "[unk]" else word.strip("'[]")
