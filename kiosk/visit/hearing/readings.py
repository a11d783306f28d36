"""Finds what a recognizer's words mean: the readings of one utterance."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audio.recognition.recognizer import Hypothesis
from grammar.grammar import Grammar
from grammar.intents import Intent
from grammar.normalization import normalize
from grammar.proposing import ANSWERS
from kiosk.visit.dialogue.events import Reading

if TYPE_CHECKING:
    from grammar.understanding import Understanding

NEARLY_FITS = -5.8
"""Least log probability of a cry of two words or more, relative to the free reading, by which it
may have been said: voices of machines whose "help me" was read as "tell me" have -3.1 to -5.5, and
below -12 where they said "tell me". Other people's words, talk and coughs have less than -6."""


@dataclass(frozen=True, slots=True)
class Sounding:
    """What the kiosk itself was saying while an utterance was heard.

    Attributes:
        sentences: its sentences.
        intents: of the phrases in them.
    """

    sentences: tuple[str, ...] = ()
    intents: frozenset[str] = frozenset()

    def has(self, words: str) -> bool:
        """Whether the words, in their order, are a piece of what the kiosk was saying."""
        said = " ".join(map(normalize, self.sentences))
        return f" {normalize(words)} " in f" {said} "

    def resembles(self, words: str) -> bool:
        """Whether at least half of the words are among those that the kiosk was saying."""
        spoken = normalize(words).split()
        said = {word for sentence in self.sentences for word in normalize(sentence).split()}
        return 2 * sum(word in said for word in spoken) >= len(spoken)


SILENT = Sounding()
"""The kiosk was saying nothing."""


def named(recognizer: str, *, is_open: bool) -> str:
    """Give the name under which a reading is shown: which recognizer, and whether freely."""
    return f"{recognizer} freely" if is_open else recognizer


class Reader:
    """Gives the readings of hypotheses.

    A hypothesis has one reading by its phrase and one by what was read freely, where they differ.
    Both have the recognizer's name: two readings by one recognizer are one opinion.
    """

    def __init__(self, grammar: Grammar, understanding: "Understanding | None") -> None:
        """Read by these.

        Args:
            grammar: what phrases mean.
            understanding: what other words mean; None: nothing, as where only answers are heard.
        """
        self._grammar = grammar
        self._understanding = understanding

    def read(
        self,
        hypothesis: Hypothesis,
        expects: Collection[str],
        sounding: Sounding = SILENT,
        *,
        asked: bool = True,
    ) -> tuple[Reading, ...]:
        """Give the readings, at least one.

        Args:
            hypothesis: of one recognizer.
            expects: intents that have a meaning here; other readings of a phrase count among them.
            sounding: what the kiosk was saying; it does not count as a visitor's words.
            asked: whether a yes/no question was asked.
        """
        held = hypothesis.words or hypothesis.alternatives
        phrase = self._phrase(hypothesis, expects, sounding.intents) if held else None
        if phrase is not None and phrase.intent in ANSWERS and not asked:
            phrase = self._name_instead(phrase, hypothesis.text)
        free = None
        if hypothesis.free and self._understanding is not None:
            free = self._free(hypothesis, sounding, self._understanding)
        if phrase is not None and free is not None and _adds_nothing(free, phrase):
            free = None
        read = tuple(reading for reading in (phrase, free) if reading is not None)
        return read or (Reading(hypothesis.recognizer, None),)

    def _phrase(
        self, hypothesis: Hypothesis, expects: Collection[str], own: frozenset[str]
    ) -> Reading:
        intent = self._grammar.meaning(hypothesis.text)
        mentions = self._mentions(hypothesis.text) if intent is None else frozenset[str]()
        others: dict[str, None] = {}
        for alternative in hypothesis.alternatives if intent is None else ():
            meaning = self._grammar.meaning(alternative)
            if meaning is not None and meaning in expects and meaning not in own:
                others[meaning] = None
        return Reading(
            hypothesis.recognizer,
            None if intent in own else intent,
            mentions - own,
            tuple(others),
        )

    def _name_instead(self, answer: Reading, words: str) -> Reading:
        """Ask about a name that sounds the same as an answer which nobody asked for."""
        name = None if self._understanding is None else self._understanding.name_instead(words)
        return answer if name is None else Reading(answer.recognizer, None, alternatives=(name,))

    def _mentions(self, words: str) -> frozenset[str]:
        """Give what is among words that are no whole phrase."""
        if self._understanding is None:
            return frozenset()
        meant = self._understanding.read(words)
        return meant.mentions if meant.intent is None else frozenset({meant.intent})

    def _free(
        self, hypothesis: Hypothesis, sounding: Sounding, understanding: "Understanding"
    ) -> Reading | None:
        if sounding.has(hypothesis.free):
            return None
        own, meant = sounding.intents, understanding.read(hypothesis.free)
        unknown = meant.intent is None and not meant.mentions and sounding == SILENT
        near_cry = meant.near_cry and not (
            sounding.resembles(hypothesis.free) and _has_a_cry(sounding, understanding)
        )
        return Reading(
            hypothesis.recognizer,
            None if meant.intent in own else meant.intent,
            meant.mentions - own,
            tuple(intent for intent in meant.proposals if intent not in own),
            open=True,
            near_cry=near_cry or (unknown and self._nearly_fits_a_cry(hypothesis)),
            asks_about_question=meant.asks_about_question,
        )

    def _nearly_fits_a_cry(self, hypothesis: Hypothesis) -> bool:
        """Whether a phrase that was not heard, but may have been said, is a cry for help."""
        return not hypothesis.words and any(
            fit.relative >= NEARLY_FITS
            and " " in fit.text
            and self._grammar.meaning(fit.text) == Intent.DISTRESS
            for fit in hypothesis.fits
        )


def _has_a_cry(sounding: Sounding, understanding: "Understanding") -> bool:
    """Whether what the kiosk was saying is near a cry, so that what is left of it may be too."""
    return Intent.DISTRESS in sounding.intents or any(
        understanding.read(sentence).near_cry for sentence in sounding.sentences
    )


def _adds_nothing(free: Reading, phrase: Reading) -> bool:
    """Whether the free reading means no more than the phrase that was heard."""
    return (
        free.intent in (None, phrase.intent)
        and not free.mentions
        and not (free.alternatives and phrase.intent is None)
        and not free.near_cry
        and not free.asks_about_question
    )
