"""Leads through the red-flag questions: records each answer and goes to what follows it.

The rules that turn an utterance into an answer are in `kiosk.visit.dialogue.red_flags.evidence`;
this module only acts on them.
"""

from grammar.intents import Intent
from kiosk.visit.content.tier import Tier
from kiosk.visit.dialogue.conversation import Conversation
from kiosk.visit.dialogue.events import Reading, Refusal
from kiosk.visit.dialogue.part import Part
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
    Aside,
    AskBack,
    Unclear,
    Verdict,
    confirms,
    denies,
    judge,
    names_a_concern,
    names_a_lesser_concern,
    near_a_cry,
)
from kiosk.visit.dialogue.red_flags.question_set import Next, QuestionSet
from kiosk.visit.dialogue.speech import Sentences
from kiosk.visit.dialogue.table import ASKING, State

MOST_EXPLAINED = 2
"""Times that a question is explained before a further wish for it counts as no answer, so that
nobody goes in circles."""


def refusal_words(talk: Conversation) -> Sentences:
    """Say why the questions are not asked, and whom to tell instead."""
    refusal = talk.abilities.refusal
    assert refusal is not None
    if refusal == Refusal.SIGN_OFF_UNREADABLE:
        refusal = Refusal.NOT_SIGNED_OFF  # a visitor need not know the difference
    return (*talk.prompt(f"refused_{refusal}"), *talk.prompt("questions_refused"))


class Questions(Part):
    """Moves through preamble, questions, "I heard no", read-back and outcome."""

    def start(self) -> None:
        """Begin the set at its first question."""
        if self.talk.abilities.refusal is not None:
            self.refuse()
            return
        self.visit.questions = QuestionSet(self.talk.content.questions)
        self.visit.staff_told.discard("unanswered")
        self.visit.begin_question()
        self.go("ask")

    def answered(self, readings: tuple[Reading, ...], clear_db: float) -> bool:
        """Handle an utterance as an answer to the current question; `clear_db` as in `Heard`.

        Returns:
            False: it is none, but near a cry for help, and staff have to be offered.
        """
        emergency = self.about_emergencies
        verdict = judge(readings, emergency=emergency, clear_db=clear_db)
        if emergency and names_a_lesser_concern(readings):
            self.visit.question_set.note(Tier.VISIT)
        beside = self.state != State.QUESTION and near_a_cry(readings)
        if verdict is Aside.OFFER_STAFF or (beside and not names_a_concern(readings)):
            return False
        if verdict is Aside.EXPLAIN:
            self._explain()
        elif self.state == State.QUESTION:
            self._take(verdict)
        elif emergency and names_a_concern(readings):
            self.talk.earcon("heard")  # naming a symptom counts as "not sure" (rule 6)
            if self.state == State.READ_BACK:
                self.go("latch")
            else:
                self.record(Unsure())
        elif confirms(readings):
            self.talk.earcon("heard")
            self._confirmed(" and ".join(r.recognizer for r in readings if r.intent))
        elif self.state == State.CONFIRM_NO and denies(readings):
            self._misheard()
        else:
            self.no_answer()
        return True

    def _take(self, verdict: Verdict) -> None:
        """Act on what the rules made of an utterance at a question."""
        if isinstance(verdict, AskBack):
            self._ask_back()
        elif isinstance(verdict, Unclear | Aside):
            self.no_answer()
        else:
            self.talk.earcon("heard")
            self.record(verdict)

    def _explain(self) -> None:
        """Ask again with what "new" means, then offer to skip, or staff; later it is no answer."""
        self.visit.explained += 1
        if self.visit.explained > MOST_EXPLAINED:
            self.no_answer()
            return
        self.talk.earcon("heard")
        told = self.talk.prompt("explain_question") if self.about_emergencies else ()
        told = told if self.visit.explained == 1 else self.talk.prompt("explain_again")
        if self.state == State.CONFIRM_NO:
            self.visit.announcement = told
            self.go("ask")
        else:
            self.talk.say_again(before=told)

    def answered_beside(self, prompt_id: str) -> None:
        """Say why something else is not done now, and ask again; this counts as an attempt."""
        self.visit.announcement = self.talk.prompt(prompt_id)
        self.no_answer()

    def _ask_back(self) -> None:
        """Ask whether a no was meant; the question about cancer is only asked again."""
        if self.visit.question_set.current.tier is Tier.CONTEXT:
            self.no_answer()
        else:
            self.talk.earcon("heard")
            self.go("ask_back")

    def _misheard(self) -> None:
        """Handle a no to "I heard no": ask the question again, then record no answer."""
        self.talk.earcon("heard")
        if self.visit.misheard:
            self.record(NotAnswered())
        else:
            self.visit.misheard = True
            self.visit.announcement = self.talk.prompt("misheard")
            self.go("ask")

    def said_yes(self) -> None:
        """Handle "no, I said yes": it is about what was asked or answered last."""
        again = self.visit.asked_again or self.visit.misheard
        if self.state == State.READ_BACK and self.about_emergencies:
            self.go("latch")
        elif self.state == State.READ_BACK:
            self.no_answer()
        elif self.state == State.CONFIRM_NO or again or self.visit.question_set.number == 1:
            self.record(Yes())
        else:
            self._follow(self.visit.question_set.correct())

    def answered_by_hand(self, intent: Intent, key: str) -> None:
        """Handle a key as an answer to the current question: a key needs no other evidence."""
        if self.state == State.QUESTION:
            by_key: dict[Intent, Answer] = {
                Intent.YES: Yes(),
                Intent.NO: No(ByHand(key)),
                Intent.NOT_SURE: Unsure(),
            }
            self.record(by_key[intent])
        elif intent == Intent.YES:
            self._confirmed(f"key {key}")
        elif self.state == State.CONFIRM_NO and intent == Intent.NO:
            self._misheard()
        else:
            self.no_answer()

    def _confirmed(self, confirmed_by: str) -> None:
        """Handle an explicit yes to "I heard no" or to the read-back."""
        if self.state == State.CONFIRM_NO:
            self.record(No(ConfirmedNo(confirmed_by)))
        else:
            self._follow(self.visit.question_set.confirm_block())

    def no_answer(self) -> None:
        """Handle silence, noise or unclear words: ask once more, then record no answer."""
        self.talk.earcon("not_heard")
        if self.state == State.READ_BACK:
            following = self.visit.question_set.deny_block()
            if following is Next.ASK:
                self.visit.announcement = self.talk.prompt("read_back_again")
            self._follow(following)
        elif self.visit.asked_again:
            self.record(NotAnswered())
        else:
            self.visit.asked_again = True
            self.go("ask")

    @property
    def about_emergencies(self) -> bool:
        """Whether the kiosk asks an emergency question, confirms its no, or reads them back."""
        questions = self.visit.questions
        return questions is not None and self.state in ASKING and questions.emergency

    def skip(self) -> None:
        """Record that the visitor declined the question; the read-back counts as unanswered."""
        if self.state == State.READ_BACK:
            self.no_answer()
        else:
            self.record(Declined())

    def change(self) -> bool:
        """Ask again what was answered last, for another answer; False if nothing was asked yet."""
        if self.visit.questions is None:
            return False
        self.visit.announcement = self.talk.prompt("change_answer")
        if self.within in ASKING:
            self.back()
        else:
            self.reopen()
        return True

    def back(self) -> None:
        """Go back to the previous question, or from the first one to the preamble."""
        self.visit.begin_question()
        at_first = self.state != State.CONFIRM_NO and not self.visit.question_set.step_back()
        self.go("introduce_questions" if at_first else "ask")

    def record(self, answer: Answer) -> None:
        """Record the answer and go where it leads."""
        self.visit.begin_question()
        self._follow(self.visit.question_set.record(answer))

    def _follow(self, following: Next) -> None:
        if following is Next.END:
            self._end()
        else:
            self.go(following)

    def _end(self) -> None:
        result = self.visit.question_set.outcome()
        rest = "end_all_no" if result.all_no else "end_unclear"
        ends = {Tier.SAME_DAY: "end_same_day", Tier.VISIT: "end_visit", None: rest}
        self.go(ends.get(result.worst, rest))

    def reopen(self) -> None:
        """Ask the last question again after the outcome; another answer may change the outcome."""
        if self.talk.abilities.refusal is not None:
            self.refuse()
            return
        self.visit.question_set.reopen()
        self.visit.begin_question()
        self.go("ask")

    def refuse(self) -> None:
        """Say why the questions may not be asked, and end the set if it has begun."""
        if self.within in ASKING:
            self.visit.announcement = refusal_words(self.talk)
            self._end()
        elif self.within == State.PREAMBLE or self.state == State.CONFIRM_CHOICE:
            self.visit.announcement = refusal_words(self.talk)
            self.go("to_main_menu")
        else:
            self.talk.say_again(before=refusal_words(self.talk), continued=True)

    def leave(self, trigger: str) -> None:
        """Make the move `trigger`; inside the set, go to its outcome with open items unanswered."""
        self.visit.unwanted &= {Intent.STAFF}  # the main menu begins anew
        if self.within in ASKING:
            self._end()
        else:
            self.go(trigger)
