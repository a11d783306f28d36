"""Decides when an utterance has ended: arithmetic on times, speech activity and the words so far.

How long a silence must last depends on what has been said. A complete phrase that nothing can
extend is answered soon; a broken-off one gets time. Endpointing that treats all speech alike cut
off 23.8 % of the utterances of people who stutter (Lea et al., CHI 2023).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Self, TypeAlias


class Completeness(Enum):
    """How complete the words so far are, where the person is being asked."""

    NOTHING = auto()
    """No words, or words that begin no phrase."""
    INCOMPLETE = auto()
    """They begin a phrase; more words must follow."""
    EXTENDABLE = auto()
    """They are a phrase and begin a longer one."""
    CAREFUL = auto()
    """They are a phrase after which much may follow: a no at an emergency question."""
    COMPLETE = auto()
    """They are a phrase that nothing can extend."""

    @classmethod
    def of(cls, is_phrase: bool, may_go_on: bool) -> "Completeness":
        """Give it for words that are a phrase, and that a longer one begins with; or not."""
        if is_phrase:
            return cls.EXTENDABLE if may_go_on else cls.COMPLETE
        return cls.INCOMPLETE if may_go_on else cls.NOTHING


Gauge: TypeAlias = Callable[[str], Completeness]
"""Tells how complete words are; handed in by the app, which knows the grammar."""


@dataclass(frozen=True, slots=True)
class TurnRules:
    """Seconds of silence that end an utterance, by the words so far.

    Attributes:
        complete: after a phrase that nothing can extend, after a yes or no that can be taken back
            before it counts (`Listen.brisk`), and where only answers are heard; so a clear answer
            is answered at once.
        extendable: after a phrase that more words could extend.
        careful_no: after a no at an emergency question.
        incomplete: after the beginning of a phrase, and after a fragment without words: people who
            stutter pause for 1.2 s inside "y... yes" (line E1 of the accessibility checklist).
        nothing: after speech without words that count. It shows neither an end nor a beginning, so
            this lies between the two; a person who has to say it again should not wait for long.
        fragment: speech without words that is shorter may be the beginning of a stuttered word.
        click: sound without words that is shorter is no utterance.
        longest_turn: an utterance that lasts longer is ended, whatever is going on.
    """

    complete: float = 0.35
    extendable: float = 0.6
    careful_no: float = 0.8
    incomplete: float = 1.5
    nothing: float = 0.8
    fragment: float = 0.6
    click: float = 0.25
    longest_turn: float = 12.0

    def slowed(self, factor: float) -> Self:
        """Give rules with every awaited silence `factor` times as long (slow-answer mode: 2)."""
        return replace(
            self,
            complete=self.complete * factor,
            extendable=self.extendable * factor,
            careful_no=self.careful_no * factor,
            incomplete=self.incomplete * factor,
            nothing=self.nothing * factor,
        )


class Endpointer:
    """Follows one utterance and says when it has ended.

    Attributes:
        began: when speech began, in seconds; None while there was none.
        last_speech: when speech was last heard.
        speech_seconds: how much of the time since then was speech.
        cut: it was ended for lasting too long.
    """

    def __init__(self, gauge: Gauge, rules: TurnRules | None = None) -> None:
        self._gauge = gauge
        self._rules = rules or TurnRules()
        self._words = ""
        self._completeness = gauge("")
        self._now = 0.0
        self.began: float | None = None
        self.last_speech = 0.0
        self.speech_seconds = 0.0
        self.cut = False

    def update(self, now: float, speech: bool, words: str) -> bool:
        """Take what was between the last call and `now`; tells whether the utterance has ended.

        Args:
            now: seconds on any clock that starts at 0; never goes back.
            speech: a person was speaking in that time.
            words: the words of the utterance so far.
        """
        if words != self._words:
            self._words = words
            self._completeness = self._gauge(words)
        before, self._now = self._now, now
        if speech:
            self.began = before if self.began is None else self.began
            self.last_speech = now
            self.speech_seconds += now - before
        if self.began is None:
            return False
        if now - self.began >= self._rules.longest_turn:
            self.cut = True
            return True
        return self.silent_for(self._awaited_silence(), now)

    def silent_for(self, seconds: float, now: float) -> bool:
        """Tell whether no speech was heard for so many seconds."""
        return now - self.last_speech >= seconds - _ROUNDING

    def forget(self) -> None:
        """Ignore what was heard, which was no utterance; wait for the next."""
        self._words = ""
        self._completeness = self._gauge("")
        self.began = None
        self.last_speech = 0.0
        self.speech_seconds = 0.0

    def _awaited_silence(self) -> float:
        rules = self._rules
        match self._completeness:
            case Completeness.COMPLETE:
                return rules.complete
            case Completeness.EXTENDABLE:
                return rules.extendable
            case Completeness.CAREFUL:
                return rules.careful_no
            case Completeness.INCOMPLETE:
                return rules.incomplete
            case Completeness.NOTHING:
                fragment = self.speech_seconds < rules.fragment
                return rules.incomplete if fragment else rules.nothing


_ROUNDING = 1e-6
"""Seconds: sums of binary fractions miss a limit by this much."""
