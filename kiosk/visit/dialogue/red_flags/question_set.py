"""Progress through the red-flag questions: which comes next, and when the set ends.

Source of the order, the read-back and the end after two questions in a row without an answer:
clinical-safety.md §2 rules 1, 4, 7.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

from kiosk.visit.content.model import Question
from kiosk.visit.content.tier import LATER, Tier
from kiosk.visit.dialogue.red_flags.answers import (
    Answer,
    No,
    NotAnswered,
    OneRecognizer,
    Outcome,
    TwoRecognizers,
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
    """One run through the questions, in their order.

    Noes are read back in two groups, each once: those to all emergency questions, and those that
    were only said to the last ones, without a key.
    """

    def __init__(self, questions: Sequence[Question]) -> None:
        self._questions = tuple(questions)
        self._index = 0
        self._answers: dict[str, Answer] = {}
        self._reading_back: tuple[Question, ...] = ()
        self._confirmed: set[str] = set()  # noes that were read back and agreed to
        self._denied: set[str] = set()  # questions whose read-back was denied once
        self._again: set[str] = set()  # of those, the ones that still have to be asked again
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
    def reading_back(self) -> tuple[Question, ...]:
        """The questions whose noes are being read back; none at a question."""
        return self._reading_back

    @property
    def emergency(self) -> bool:
        """Whether a yes to what is being asked or read back needs staff at once."""
        return (*self._reading_back, *self._questions[self._index :])[0].tier is Tier.EMERGENCY

    @property
    def answers(self) -> Mapping[str, Answer]:
        """The answers so far, by question."""
        return MappingProxyType(self._answers)

    def note(self, tier: Tier) -> None:
        """Note that the visitor named something of this tier that was not asked about."""
        self._noted |= {tier}

    def record(self, answer: Answer) -> Next:
        """Record the answer to the current question, and say what follows.

        Raises:
            ValueError: one recognizer's no to an emergency question, which is no evidence there.
        """
        lone = isinstance(answer, No) and isinstance(answer.evidence, OneRecognizer)
        if lone and self.emergency:
            raise ValueError(f"{self.current.id}: one recognizer alone is no evidence for a no")
        self._answers[self.current.id] = answer
        self._again.discard(self.current.id)
        if self.emergency and isinstance(answer, Yes | Unsure):
            return Next.EMERGENCY
        if isinstance(answer, NotAnswered) and self._previous_not_answered():
            return Next.END
        self._index += 1
        return self._following()

    def correct(self) -> Next:
        """Record yes as the answer to the question before, and say what follows."""
        before = self._questions[self._index - 1]
        self._answers[before.id] = Yes()
        return Next.EMERGENCY if before.tier is Tier.EMERGENCY else Next.ASK

    def confirm_block(self) -> Next:
        """Record a yes to the read-back, and say what follows."""
        self._confirmed |= {question.id for question in self._reading_back}
        return self._following()

    def deny_block(self) -> Next:
        """Handle any reply but yes to the read-back: ask once more, then leave them unanswered."""
        names = {question.id for question in self._reading_back}
        for name in names:
            self._answers[name] = NotAnswered()
        if names & self._denied:
            self._reading_back = ()
            return Next.END
        self._denied |= names
        self._again = names
        self._index = self._questions.index(self._reading_back[0])
        self._reading_back = ()
        return Next.ASK

    def step_back(self) -> bool:
        """Go to the previous question and forget its answer; False at the first one."""
        if self._index == 0:
            return False
        self._index -= 1
        self._forget_current()
        return True

    def reopen(self) -> None:
        """Go to the last question that was reached, and forget its answer."""
        self._index = min(self._index, len(self._questions) - 1)
        self._forget_current()

    def _forget_current(self) -> None:
        """Forget the current answer; the noes of its group will be read back again."""
        self._reading_back = ()
        self._answers.pop(self.current.id, None)
        emergency = self.emergency
        group = {q.id for q in self._questions if (q.tier is Tier.EMERGENCY) == emergency}
        self._confirmed -= group

    def outcome(self) -> Outcome:
        """Give the outcome of the answers so far; a no to be read back does not count before."""
        asked = ((question.id, question.tier) for question in self._questions)
        unread = {question.id: NotAnswered() for question in self._said_no}
        return outcome(asked, {**self._answers, **unread}, self._noted)

    def _following(self) -> Next:
        """Say what follows the question before the place: a read-back, a question or the end."""
        self._reading_back = ()
        if self._index == len(self._block) and self._block_is_no:
            self._reading_back = self._block
        while self._again and self._index < len(self._questions) and self._is_settled:
            self._index += 1
        if self._index == len(self._questions) and not self._reading_back:
            self._reading_back = self._said_no
        if self._reading_back:
            return Next.READ_BACK
        return Next.ASK if self._index < len(self._questions) else Next.END

    @property
    def _is_settled(self) -> bool:
        """Whether the current question has its answer while others are asked again."""
        return self.current.id in self._answers and self.current.id not in self._again

    @property
    def _block(self) -> tuple[Question, ...]:
        return tuple(q for q in self._questions if q.tier is Tier.EMERGENCY)

    @property
    def _block_is_no(self) -> bool:
        """Whether all emergency questions were answered no, and nobody agreed to that yet."""
        return all(
            isinstance(self._answers.get(q.id), No) and q.id not in self._confirmed
            for q in self._block
        )

    @property
    def _said_no(self) -> tuple[Question, ...]:
        """The last questions that were answered no by voice, and nobody agreed to that yet."""
        return tuple(
            question
            for question in self._questions
            if question.tier in LATER
            and question.id not in self._confirmed
            and _by_voice(self._answers.get(question.id))
        )

    def _previous_not_answered(self) -> bool:
        if self._index == 0:
            return False
        before = self._questions[self._index - 1]
        return isinstance(self._answers.get(before.id), NotAnswered)


def _by_voice(answer: Answer | None) -> bool:
    return isinstance(answer, No) and isinstance(answer.evidence, OneRecognizer | TwoRecognizers)
