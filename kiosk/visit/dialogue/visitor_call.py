"""A visitor's wish for a member of staff: a call on every channel, which lets the visit go on.

It outlives the visit and ends when staff clear it. The kiosk says that it is calling them only once
a channel has confirmed the call. The call becomes an emergency where nobody has taken it within
`TAKEN_WITHIN`, where the visitor asks again, and where no channel is left that could confirm it.

Source: clinical-safety.md §2 rule 12.
"""

from dataclasses import dataclass
from math import inf

from grammar.intents import Intent
from kiosk.visit.dialogue.actions import AlertStaff, ClearAlert, KeepCall
from kiosk.visit.dialogue.conversation import Call
from kiosk.visit.dialogue.menu_prompts import MenuPrompts
from kiosk.visit.dialogue.part import Part
from kiosk.visit.dialogue.speech import Sentences
from kiosk.visit.dialogue.table import ASKING, MENUS, State

TAKEN_WITHIN = 60.0
"""Seconds for somebody to take the call."""

ASKED_AGAIN_AFTER = 2.0
"""Seconds after which asking again is meant, and no held key or repeated word."""

_ANSWERED = (State.HELP, State.CONFIRM_CHOICE, State.STILL_THERE)
"""Asides that the wish for a person answers, so the visit goes on behind them."""

_QUIET = (State.ATTRACT, State.PAUSED, State.OUT_OF_SERVICE)
"""States in which the kiosk may be silent for long: it says there at once that it is calling."""


@dataclass(eq=False, repr=False)
class VisitorCall(Part):
    """Makes the call, says what is known of it, and ends it."""

    menus: MenuPrompts

    def ask(self) -> None:
        """Call staff for the visitor; an alarm where a call is not enough."""
        call = self.talk.call
        if self.state in (State.EMERGENCY, State.OFFER_STAFF):
            self.go("latch")
        elif call is None and self.talk.abilities.staff_answer:
            self.talk.call = Call(self.talk.now)
            self._keep()
            self.talk.act(AlertStaff("call"))
            self._say()
        elif call is not None and self.talk.now < call.made_at + ASKED_AGAIN_AFTER:
            self._say()
        else:
            self.go("latch")

    def resume(self, age: float, *, taken: bool) -> None:
        """Go on with a call that was made `age` seconds ago, before the process was replaced."""
        self.talk.call = Call(self.talk.now - age, taken)
        self._keep()
        self.talk.act(AlertStaff("call"))
        self.talk.news = self.words()

    @property
    def due(self) -> float | None:
        """When the call becomes an emergency unless somebody takes it; None: it does not."""
        call = self.talk.call
        return None if call is None or call.taken else call.made_at + TAKEN_WITHIN

    @property
    def is_overdue(self) -> bool:
        """Whether nobody has taken the call in time."""
        return self.talk.now >= (inf if self.due is None else self.due)

    def acknowledged(self) -> None:
        """Say that the kiosk is calling staff, now that a channel has confirmed it."""
        call = self.talk.call
        if call is not None and not call.taken:
            call.taken = True
            self._keep()
            self.talk.news = self.words()

    def unreachable(self) -> None:
        """Raise the alarm for a call that nobody has taken: no channel can confirm it any more."""
        if self.due is not None:
            self.go("latch")

    def tell_news(self) -> None:
        """Say what has become of the call, without talking over the visitor."""
        talk = self.talk
        if not talk.news or talk.hears_somebody or talk.must_be_heard:
            return
        if self.state == State.ATTRACT and not talk.speaking:
            talk.say(())
        elif talk.speaking or self.state in _QUIET:
            talk.hush()
            talk.say_again(continued=self.state not in ASKING)

    def words(self) -> Sentences:
        """Say whether staff are being called, and where to stay."""
        call = self.talk.call
        taken = call is not None and call.taken
        return self.talk.prompt("call_taken" if taken else "call_made")

    def clear(self) -> None:
        """End the call: staff have come."""
        if self.talk.call is not None:
            self.talk.act(ClearAlert())
            self.forget()

    def forget(self) -> None:
        """Keep no call any more: it is over, or has become an emergency."""
        self.talk.news = ()
        if self.talk.call is not None:
            self.talk.call = None
            self.talk.act(KeepCall(None))

    def _keep(self) -> None:
        call = self.talk.call
        assert call is not None
        self.talk.act(KeepCall(self.talk.now - call.made_at, call.taken))

    def _say(self) -> None:
        """Say it, and go on where the visitor was."""
        talk, words = self.talk, self.words()
        if self.state in _ANSWERED:
            self.position.end_aside()
        if self.state == State.ATTRACT:
            talk.say(words)
        elif self.state == State.GOODBYE:
            talk.say(words, then=self.position.end_session)
        elif self.state in MENUS:
            menu = self.visit.menu
            if self.visit.one_at_a_time and menu.offered.intent == Intent.STAFF:
                menu.next_offer()
            self.menus.ask(before=words)
        else:
            talk.say_again(before=words, continued=self.state not in ASKING)
