"""Asks again where nothing was understood or heard, step by step, and never in circles.

Words that mean nothing here, in a row: first what to do in one sentence, then another way (one
choice at a time, the keys), then the offer of staff, then the keys once more, and at last a quiet
call: from then on the kiosk says nothing more until it understands something. Silence is counted by
itself and leads to the warning, and the end of the visit.
"""

from dataclasses import dataclass

from grammar.intents import Intent
from kiosk.visit.dialogue.menu_prompts import MenuPrompts
from kiosk.visit.dialogue.part import Part
from kiosk.visit.dialogue.proposals import Proposals
from kiosk.visit.dialogue.questions import Questions
from kiosk.visit.dialogue.speech import Sentences
from kiosk.visit.dialogue.staff_calls import StaffCalls
from kiosk.visit.dialogue.staff_offer import StaffOffer
from kiosk.visit.dialogue.table import ASKING, MENUS, PROPOSED_IN, State
from kiosk.visit.dialogue.visit import FAILURES_BEFORE_KEYS, MISUNDERSTOOD_BEFORE_SILENCE
from kiosk.visit.dialogue.windows import Windows

_ANOTHER_WAY = 2
"""Utterances in a row without a meaning after which menus are asked one choice at a time."""

_STAFF = 3
"""Those after which staff are offered."""

_ASKED_BY_HAND = (*MENUS, State.CONFIRM_CHOICE, State.HELP)
"""States whose question is said as a question after the keys were named."""


@dataclass(eq=False, repr=False)
class Escalation(Part):
    """Asks again in other words, then one choice at a time, then by keys, then calls staff."""

    menus: MenuPrompts
    questions: Questions
    staff: StaffCalls
    windows: Windows
    proposals: Proposals
    offer: StaffOffer

    def not_understood(self) -> None:
        """Handle a no-match: an utterance that means nothing here."""
        if self.state in (State.ATTRACT, State.EMERGENCY, State.OFFER_STAFF):
            self.windows.listen()
        elif self.state == State.STILL_THERE:
            self.position.end_aside()
        elif self.state in ASKING:
            self.questions.no_answer()
        else:
            self._ask_in_other_words(self.visit.misunderstood + 1)

    def nothing_came(self) -> None:
        """Handle a no-input: silence that has lasted too long."""
        if self.state == State.EMERGENCY:
            self.talk.earcon("alert")
            self.staff.say_emergency()
        elif self.state == State.OFFER_STAFF:
            self.offer.nothing_came()
        elif self.visit.tentative:
            self.position.end_session()  # what woke the kiosk may have been talk in the room
        elif self.state == State.STILL_THERE:
            if self.visit.wants_help:
                self.staff.tell("help")
            self.visit.timed_out = self.visit.leaving = True
            self.questions.leave("leave")
        elif self.state in ASKING:
            self.questions.no_answer()
        elif (
            self.state == State.PAUSED
            or self.visit.failures >= FAILURES_BEFORE_KEYS
            or self.visit.keeps_silent
        ):
            self.position.begin_aside("warn")
        else:
            self.ask_after_silence()

    def said_again(self) -> bool:
        """Handle the wish to hear the same once more; tell whether another way is taken instead."""
        self.visit.repeats += 1
        count = self.visit.repeats
        if count == _ANOTHER_WAY and self.state in MENUS and self._can_be_asked_singly:
            self.talk.earcon("heard")
            self.menus.ask_one_at_a_time()
        elif count == _STAFF and self.state in PROPOSED_IN and self.proposals.may_be_staff:
            self.talk.earcon("heard")
            self._offer_staff(())
        elif count == MISUNDERSTOOD_BEFORE_SILENCE:
            self.talk.earcon("heard")
            self.talk.say_again(before=self._by_hand())
        elif count > MISUNDERSTOOD_BEFORE_SILENCE:
            self._fall_silent(first=not self.visit.keeps_silent)
        else:
            return False
        return True

    def _fall_silent(self, *, first: bool) -> None:
        """Tell staff quietly, and say no more until something is understood."""
        if first:
            self.staff.tell("not_understood")
            self.talk.say_again(before=self.talk.prompt("no_match_silent"), beside=True)
        else:
            self.windows.listen()
        self.visit.misunderstood = max(self.visit.misunderstood, MISUNDERSTOOD_BEFORE_SILENCE)

    def _ask_in_other_words(self, count: int) -> None:
        """Take the step that follows the utterance of this number, in a row, without a meaning."""
        visit = self.visit
        visit.failures = 0  # somebody is there
        self.talk.earcon("not_heard")
        if self.proposals.is_guess and count >= _ANOTHER_WAY:
            if visit.tentative:
                self.position.end_session()
                return
            self.position.end_aside()
        visit.misunderstood = count
        if self.state == State.HELP:
            self.staff.tell("help")
        if count >= MISUNDERSTOOD_BEFORE_SILENCE:
            self._fall_silent(first=count == MISUNDERSTOOD_BEFORE_SILENCE)
        elif count == _ANOTHER_WAY and self.state in MENUS and self._can_be_asked_singly:
            self.menus.ask_one_at_a_time()
        elif count == _ANOTHER_WAY:
            self._reword(1, ())
        elif count == _STAFF and self.state in PROPOSED_IN and self.proposals.may_be_staff:
            self._offer_staff(self.talk.prompt("no_match_again"))
        elif count == 1:
            asked = visit.asks_yes_or_no(self.state)
            self.talk.say_again(
                before=self.talk.prompt("no_match_yes_no" if asked else "no_match"), beside=True
            )
        else:
            self._reword(1 if self.state in _ASKED_BY_HAND else 2, self._by_hand())

    def _by_hand(self) -> Sentences:
        """Say how to answer or choose by hand, whichever is asked for here."""
        asked = self.visit.asks_yes_or_no(self.state)
        return self.talk.prompt("by_hand_yes_no" if asked else "by_hand_choice")

    @property
    def _can_be_asked_singly(self) -> bool:
        return self.talk.abilities.voice and not self.visit.one_at_a_time

    def _offer_staff(self, before: Sentences) -> None:
        count, self.visit.announcement = self.visit.misunderstood, before
        self.proposals.propose((Intent.STAFF,))
        self.visit.misunderstood = count

    def ask_after_silence(self) -> None:
        """Go one step further: other words, one choice at a time, keys; never the end."""
        visit = self.visit
        before = self.talk.prompt("no_press" if visit.scanning else "no_input", visit.failures)
        if self.state == State.HELP:
            self.staff.tell("help")
        visit.failures += 1
        self.talk.earcon("not_heard")
        if self.state == State.CONFIRM_CHOICE and visit.failures > 1:
            self.position.end_aside()
            visit.failures = 1
            self.ask_after_silence()
        else:
            if self.state in MENUS and visit.failures >= _ANOTHER_WAY and self.talk.abilities.voice:
                visit.one_at_a_time = True
            by_hand = visit.failures == FAILURES_BEFORE_KEYS and not visit.scanning
            attempt = 1 if by_hand and self.state in _ASKED_BY_HAND else visit.failures
            self._reword(attempt, (*before, *(self._by_hand() if by_hand else ())))

    def _reword(self, attempt: int, before: Sentences) -> None:
        """Say the state's text again, in other words where there are some."""
        if self.state in MENUS:
            self.menus.ask(attempt, before)
        elif self.state == State.CONFIRM_CHOICE:
            self.talk.say(self.proposals.words(attempt), before=before)
        elif self.state in (State.PREAMBLE, State.HELP, State.PAUSED):
            self.talk.say(self.talk.prompt(self.state, attempt), before=before)
        else:
            self.talk.say_again(before=before)
