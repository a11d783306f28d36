"""The red-flag questions as states: answers come in, the set says what follows.

The rule that turns hearing into an answer is in `kiosk.visit.dialogue.red_flags.evidence`; this
only acts on it.
"""

from grammar.intents import Intent
from kiosk.visit.content.tier import Tier
from kiosk.visit.dialogue.events import Reading
from kiosk.visit.dialogue.help import Guidance
from kiosk.visit.dialogue.red_flags.answers import (
    Answer,
    ByHand,
    ConfirmedNo,
    Declined,
    No,
    NotAnswered,
    Unsure,
    Yes,
)
from kiosk.visit.dialogue.red_flags.evidence import (
    AskBack,
    Unclear,
    confirms,
    judge,
    names_a_concern,
)
from kiosk.visit.dialogue.red_flags.question_set import Next, QuestionSet
from kiosk.visit.dialogue.table import ASKING, State

ANSWERS = frozenset({Intent.YES, Intent.NO, Intent.NOT_SURE})
"""Intents that answer a yes/no question."""


class Asking(Guidance):
    """Moves through preamble, questions, "did you say no?", read-back and outcome."""

    def start_questions(self) -> None:
        """Begin the set at its first question."""
        if self.abilities.refusal is not None:
            self.refuse_questions()
            return
        self.questions = QuestionSet(self.content.questions)
        self.staff_told.discard("unanswered")
        self.asked_again = False
        self.go("ask")

    def answered(self, readings: tuple[Reading, ...], clear_db: float) -> None:
        """Take an utterance for the answer to what was asked; `clear_db` as in `Heard`."""
        assert self.questions is not None
        if self.state == State.QUESTION:
            verdict = judge(readings, emergency=self.questions.emergency, clear_db=clear_db)
            if isinstance(verdict, Unclear):
                self.no_answer()
            elif isinstance(verdict, AskBack):
                self.earcon("heard")
                self.go("ask_back")
            else:
                self.earcon("heard")
                self.record(verdict)
        elif self.about_emergencies and names_a_concern(readings):
            self.earcon("heard")
            self.symptom_named()
        elif confirms(readings):
            self.earcon("heard")
            self._confirmed(" and ".join(r.recognizer for r in readings if r.intent))
        else:
            self.no_answer()

    def answered_by_hand(self, intent: Intent, key: str) -> None:
        """Take a key for the answer to what was asked: it is its own evidence."""
        if self.state == State.QUESTION:
            by_key: dict[Intent, Answer] = {
                Intent.YES: Yes(),
                Intent.NO: No(ByHand(key)),
                Intent.NOT_SURE: Unsure(),
            }
            self.record(by_key[intent])
        elif intent == Intent.YES:
            self._confirmed(f"key {key}")
        else:
            self.no_answer()

    def _confirmed(self, confirmed_by: str) -> None:
        """An explicit yes to "Did you say no?" or to the read-back."""
        assert self.questions is not None
        if self.state == State.CONFIRM_NO:
            self.record(No(ConfirmedNo(confirmed_by)))
        else:
            self._follow(self.questions.confirm_block())

    def no_answer(self) -> None:
        """Silence, noise or anything unclear: ask once more, then leave it unanswered."""
        assert self.questions is not None
        self.earcon("not_heard")
        if self.state == State.READ_BACK:
            following = self.questions.deny_block()
            if following is Next.ASK:
                self.announcement = self.prompt("read_back_again")
            self._follow(following)
        elif self.asked_again:
            self.record(NotAnswered())
        else:
            self.asked_again = True
            self.go("ask")

    @property
    def about_emergencies(self) -> bool:
        """Whether what is asked concerns an emergency question, the read-back of them included."""
        if self.questions is None or self.state not in ASKING:
            return False
        return self.state == State.READ_BACK or self.questions.emergency

    def symptom_named(self) -> None:
        """A symptom's words instead of an answer are taken for "not sure" (rule 6)."""
        if self.state == State.READ_BACK:
            self.go("latch")
        else:
            self.record(Unsure())

    def skip_question(self) -> None:
        """Leave the question unanswered because the visitor wants to."""
        if self.state == State.READ_BACK:
            self.no_answer()
        else:
            self.record(Declined())

    def record(self, answer: Answer) -> None:
        """Keep the answer and do what follows from it."""
        assert self.questions is not None
        self.asked_again = False
        self._follow(self.questions.record(answer))

    def _follow(self, following: Next) -> None:
        assert self.questions is not None
        match following:
            case Next.EMERGENCY:
                self.go("latch")
            case Next.ASK:
                self.go("ask")
            case Next.READ_BACK:
                self.go("read_back")
            case Next.END:
                self._end_questions()

    def _end_questions(self) -> None:
        assert self.questions is not None
        result = self.questions.outcome()
        match result.worst:
            case Tier.SAME_DAY:
                self.go("end_same_day")
            case Tier.VISIT:
                self.go("end_visit")
            case _:
                self.go("end_all_no" if result.all_no else "end_unclear")

    def reopen_questions(self) -> None:
        """Ask the last question again after the outcome: a changed answer gives another one."""
        assert self.questions is not None
        if self.abilities.refusal is not None:
            self.refuse_questions()
            return
        self.questions.reopen()
        self.asked_again = False
        self.go("ask")

    def refuse_questions(self) -> None:
        """The questions may not be asked: say why, and end the set if one is under way."""
        if self.within in ASKING:
            self.announcement = self.refusal_words()
            self._end_questions()
        elif self.within == State.PREAMBLE or self.state == State.CONFIRM_CHOICE:
            self.refusal_said = False
            self.go("to_main_menu")
        else:
            self.say_again(before=self.refusal_words(), continued=True)

    def leave_questions(self, trigger: str) -> None:
        """Leave by `trigger`; inside the set its outcome is said first, open items unanswered."""
        if self.within in ASKING:
            self._end_questions()
        else:
            self.go(trigger)
