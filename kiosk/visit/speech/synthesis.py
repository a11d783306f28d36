"""Turns sentences into frames for the mouth, in the background if there is an executor."""

import re
from collections.abc import Mapping
from concurrent.futures import Executor, Future
from typing import Protocol

from audio.errors import AudioError
from audio.frames import Frames


class Voice(Protocol):
    """Turns text into speech (see `audio.voices.plain`)."""

    def speak(self, text: str, words_per_minute: int) -> Frames:
        """Give `text` as frames; raises VoiceError."""
        ...


class Pronunciations:
    """Respells words for the voice; captions keep the spelling that people know."""

    def __init__(self, respellings: Mapping[str, str]) -> None:
        """Take respellings by word or phrase; case is ignored, only whole words are replaced."""
        self._respellings = {word.lower(): said for word, said in respellings.items()}
        longest_first = sorted(self._respellings, key=len, reverse=True)
        words = "|".join(re.escape(word) for word in longest_first)
        self._pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) if words else None

    def apply(self, sentence: str) -> str:
        """Give the sentence as it is handed to the voice.

        What is put in for a phrase may hold a word that is respelled itself.
        """
        if self._pattern is None:
            return sentence
        for _ in range(2):
            sentence = self._pattern.sub(lambda m: self._respellings[m[0].lower()], sentence)
        return sentence


class Synthesis:
    """Gives each sentence as a future of its frames."""

    def __init__(
        self, voice: Voice, pronunciations: Mapping[str, str], executor: Executor | None = None
    ) -> None:
        """Join voice and respellings.

        Args:
            voice: speaks, one text at a time.
            pronunciations: respellings by word or phrase.
            executor: has one thread, which owns the voice; None speaks at once, in virtual time.
        """
        self._voice = voice
        self._pronunciations = Pronunciations(pronunciations)
        self._executor = executor

    def request(self, sentence: str, words_per_minute: int) -> Future[Frames]:
        """Ask for a sentence; requests are served in order.

        The future raises AudioError where the voice fails.
        """
        text = self._pronunciations.apply(sentence)
        if self._executor is not None:
            return self._executor.submit(self._voice.speak, text, words_per_minute)
        future: Future[Frames] = Future()
        try:
            future.set_result(self._voice.speak(text, words_per_minute))
        except AudioError as error:
            future.set_exception(error)
        return future
