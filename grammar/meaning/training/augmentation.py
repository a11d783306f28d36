"""Varies a sentence differently in each epoch: fillers and politeness around it, lost words."""

import numpy as np

BEFORE = (
    "um", "er", "uh", "well", "so", "oh", "okay", "right", "hello", "hi", "excuse me", "sorry",
    "please", "look", "listen", "hey", "ah", "oh dear", "er um", "yeah", "i said", "actually",
    "i mean", "now then", "and", "but", "just", "like",
)  # fmt: skip
"""Said before what is meant; none of them changes it."""
AFTER = (
    "please", "then", "love", "dear", "mate", "thanks", "thank you", "you know", "if you can",
    "um", "er", "or something", "isn't it", "doctor", "i think", "now", "sir", "for me", "really",
)  # fmt: skip
"""Said after it."""
ADDED = 0.2
"""Share of sentences with something before them, and of those with something after."""
LOST = 0.15
"""Share of sentences of four words and more that lose one: a recognizer misses short words."""
KEPT = frozenset(("no", "not", "yes", "can't", "cannot", "won't", "don't", "never", "nothing"))
"""Words that stay as they are: without them the sentence would mean something else."""
LETTERS = 0.05
"""Share of sentences with a letter lost or doubled in one word."""


def varied(text: str, rng: np.random.Generator) -> str:
    """Give the sentence, perhaps with a filler, without a word, or with a slip of a letter."""
    words = text.split()
    if len(words) >= 4 and rng.random() < LOST:
        place = int(rng.integers(len(words)))
        if words[place] not in KEPT:
            del words[place]
    if rng.random() < LETTERS:
        place = int(rng.integers(len(words)))
        word = words[place]
        if len(word) >= 5 and word not in KEPT:
            at = int(rng.integers(1, len(word) - 1))
            words[place] = word[:at] + (word[at] * 2 if rng.random() < 0.5 else "") + word[at + 1 :]
    if rng.random() < ADDED:
        words.insert(0, BEFORE[int(rng.integers(len(BEFORE)))])
    if rng.random() < ADDED:
        words.append(AFTER[int(rng.integers(len(AFTER)))])
    return " ".join(words)
