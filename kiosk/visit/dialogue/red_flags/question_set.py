"""Progress through the red-flag questions: which comes next, and when the set ends.

Source of the order, the read-back and the end after two questions in a row without an answer:
clinical-safety.md §2 rules 1, 4, 7.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

from kiosk.visit.content.model import Question
from kiosk.visit.content.tier import Tier
from kiosk.visit.dialogue.red_flags.answers import (
    Answer,
    No,
    NotAnswered,
    Outcome,
    Unsure,
    Yes,
    outcome,
)


class Next(StrEnum):
    """What follows an answer: a move of the dialogue's table, or the end of the set."""

    ASK = "ask"
    READ_BACK = "read_back"
    EMERGENCY = "latch"
    END = "end"


class QuestionSet:
    """One run through the questions, in their order."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self._questions = tuple(questions)
        self._index = 0
        self._answers: dict[str, Answer] = {}
        self._block_asked_again = False
        self._block_confirmed = False
        self._noted: frozenset[Tier] = frozenset()

    @property
    def current(self) -> Question:
        """The question that is being asked."""
        return self._questions[self._index]

    @property
    def number(self) -> int:
        """Place of the current question, from one."""
        return self._index + 1

    @property
    def emergency(self) -> bool:
        """Whether a yes to the current question needs staff at once."""
        return self.current.tier is Tier.EMERGENCY

    @property
    def answers(self) -> Mapping[str, Answer]:
        """The answers so far, by question."""
        return MappingProxyType(self._answers)

    def note(self, tier: Tier) -> None:
        """Note that the visitor named something of this tier that was not asked about."""
        self._noted |= {tier}

    def record(self, answer: Answer) -> Next:
        """Record the answer to the current question, and say what follows."""
        self._answers[self.current.id] = answer
        if self.emergency and isinstance(answer, Yes | Unsure):
            return Next.EMERGENCY
        if isinstance(answer, NotAnswered) and self._previous_not_answered():
            return Next.END
        self._index += 1
        if self._block_is_done():
            return Next.READ_BACK
        return Next.ASK if self._index < len(self._questions) else Next.END

    def confirm_block(self) -> Next:
        """Record a yes to the read-back of the emergency questions, and say what follows."""
        self._block_confirmed = True
        return Next.ASK if self._index < len(self._questions) else Next.END

    def deny_block(self) -> Next:
        """Handle any reply but yes to the read-back: ask the block once more, then end the set."""
        for question in self._block:
            self._answers[question.id] = NotAnswered()
        if self._block_asked_again:
            return Next.END
        self._block_asked_again = True
        self._index = 0
        return Next.ASK

    def step_back(self) -> bool:
        """Go to the previous question and forget its answer; False at the first one."""
        if self._index == 0:
            return False
        self._index -= 1
        self._answers.pop(self.current.id, None)
        if self.emergency:
            self._block_confirmed = False
        return True

    def reopen(self) -> None:
        """Go to the last question that was reached, and forget its answer."""
        self._index = min(self._index, len(self._questions) - 1)
        self._answers.pop(self.current.id, None)
        if self.emergency:
            self._block_confirmed = False

    def outcome(self) -> Outcome:
        """Give the outcome of the answers so far."""
        asked = ((question.id, question.tier) for question in self._questions)
        return outcome(asked, self._answers, self._noted)

    @property
    def _block(self) -> tuple[Question, ...]:
        return tuple(q for q in self._questions if q.tier is Tier.EMERGENCY)

    def _block_is_done(self) -> bool:
        return (
            not self._block_confirmed
            and self._index == len(self._block)
            and all(isinstance(self._answers.get(q.id), No) for q in self._block)
        )

    def _previous_not_answered(self) -> bool:
        if self._index == 0:
            return False
        before = self._questions[self._index - 1]
        return isinstance(self._answers.get(before.id), NotAnswered)
