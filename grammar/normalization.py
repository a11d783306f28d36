"""Normalizes words for comparison with phrases."""

import re

_NOT_WORDS = re.compile(r"[^\w'\[\] ]+|_")
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2019\u2018\u02bc`", "'"))
_WITHOUT_APOSTROPHE = {
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
}
"""Typed without its apostrophe; recognizers write it."""


def normalize(text: str) -> str:
    """Give lower-case words with single spaces, without punctuation except apostrophes.

    A recognizer's "[unk]" (a word outside the grammar) stays, so it matches no phrase.
    """
    words = _NOT_WORDS.sub(" ", text.translate(_APOSTROPHES).lower()).split()
    bare = (word if word == "[unk]" else word.strip("'[]") for word in words)
    return " ".join(_WITHOUT_APOSTROPHE.get(word, word) for word in bare if word)
