"""Messages between the kiosk and the process that runs Vosk (`audio.vosk.worker`).

A message is its kind (one byte) and what it holds; an answer is JSON.
"""

from typing import Any

from audio.errors import ModelError, VocabularyError
from audio.recognition.recognizer import Hypothesis, Word

HEAR, FINISH, RESET, FORGET = b"h", b"f", b"r", b"n"

ERRORS = {"model": ModelError, "vocabulary": VocabularyError}
"""Errors of the loading, by what an answer calls their kind."""


def written(hypothesis: Hypothesis) -> dict[str, object]:
    """Give a hypothesis as the content of an answer."""
    words = [(word.text, word.start, word.end) for word in hypothesis.words]
    named = {"recognizer": hypothesis.recognizer}
    return {**named, "words": words, "alternatives": hypothesis.alternatives}


def hypothesis_of(answer: dict[str, Any]) -> Hypothesis:
    """Give the hypothesis that was `written`."""
    words = tuple(Word(str(text), float(start), float(end)) for text, start, end in answer["words"])
    return Hypothesis(answer["recognizer"], words, tuple(answer["alternatives"]))
