"""The kiosk's own words, so that what remains of its voice in the microphone does not count.

Echo cancelling needs some seconds of speech to learn a room, and what it lets through until then
can be understood: prompts contain "yes", "no" and "help" (clinical-safety.md §2 rule 16). So an
intent that occurs in a sentence does not count while that sentence sounds.
"""

from collections import deque
from math import inf

from grammar.grammar import Grammar
from kiosk.visit.hearing.readings import Sounding

DELAY = 0.5
"""Seconds for which a sentence counts as sounding after the next one has begun: what leaves the
speaker comes back through the sound server's buffers and the room."""

_REMEMBERED = 8
"""Sentences kept: no utterance is as long as so many."""


class OwnWords:
    """The sentences said recently, on the time of the frames that were heard, in seconds."""

    def __init__(self) -> None:
        """Nothing was said yet."""
        self._said: deque[tuple[float, str]] = deque(maxlen=_REMEMBERED)

    def say(self, at: float, sentence: str) -> None:
        """A sentence begins to sound."""
        self._said.append((at, sentence))

    def between(self, start: float, end: float, grammar: Grammar) -> Sounding:
        """Give all that the kiosk said from `start` to `end`, with what it means by the grammar."""
        ends = [*[at + DELAY for at, _ in self._said][1:], inf]
        sounding = tuple(
            sentence
            for (began, sentence), ended in zip(self._said, ends, strict=False)
            if began <= end and ended >= start
        )
        whole = frozenset(filter(None, map(grammar.meaning, sounding)))
        return Sounding(sounding, whole.union(*map(grammar.mentions, sounding)))

    def forget(self) -> None:
        """Drop all of it."""
        self._said.clear()
