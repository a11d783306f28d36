"""Offers staff at once when a visitor's words are near a cry for help.

In a visit staff are told quietly first. Then anything but a no that counts, within `ANSWER_WITHIN`
seconds, makes it an emergency, whatever else is heard meanwhile. A no needs the evidence of an
emergency question: the measured pair of recognizers, an explicit yes to "I heard no", or a
key. The quiet call stands in any case.

At rest such words may be talk in the room. They wake the kiosk with the same question, without a
call, and without an answer it goes back to rest.

Source: clinical-safety.md §2 rule 12.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from grammar.intents import Intent
from kiosk.visit.dialogue.actions import BeginSession
from kiosk.visit.dialogue.events import Reading
from kiosk.visit.dialogue.part import Part
from kiosk.visit.dialogue.red_flags.answers import No
from kiosk.visit.dialogue.red_flags.evidence import confirms, judge
from kiosk.visit.dialogue.staff_calls import StaffCalls
from kiosk.visit.dialogue.table import State

ANSWER_WITHIN = 10.0
"""Seconds from the end of the question within which a no counts; twice as many for a visitor who
asked for more time."""

SAID_WITHIN = 20.0
"""Seconds after which the question counts as said, however often a key begins it again."""

SWITCH_WITHIN = 40.0
"""The same for one switch, which is offered yes and no one after the other; a round without a press
ends it sooner."""

AGREEING = frozenset(
    {Intent.YES, Intent.NOT_SURE, Intent.HELP, Intent.STAFF, Intent.DISTRESS, Intent.SAID_YES}
)
"""Intents that fetch staff in reply to the question."""

_DENYING = frozenset({Intent.NO, Intent.HEDGED_NO})


@dataclass(eq=False, repr=False)
class StaffOffer(Part):
    """Asks whether to call staff, and takes the answer."""

    staff: StaffCalls

    def begin(self) -> None:
        """Ask, and tell staff first unless the kiosk was at rest."""
        self.talk.earcon("heard")
        at_rest = self.state == State.ATTRACT
        self.visit.tentative = at_rest
        if at_rest:
            self.talk.act(BeginSession())
            self.visit.origin = State.GREETING
            self.visit.interrupted = None
            self.go("offer_staff")
        else:
            self.visit.staff_told.discard("near_cry")
            self.staff.tell("near_cry")
            self.position.begin_aside("offer_staff")

    def enter(self) -> None:
        """Ask in the first sentence."""
        self.visit.confirming_no = False
        self.visit.offered_at = self.talk.now + SAID_WITHIN
        self._ask()

    def _ask(self, attempt: int = 0) -> None:
        self.talk.say(self.talk.prompt("offer_staff_now", attempt))

    def keep_limit(self) -> None:
        """Let time run while the kiosk speaks, and whatever is heard."""
        if self.state != State.OFFER_STAFF:
            return
        visit = self.visit
        if visit.scanning:
            self.talk.deadline = min(self._limit, self.talk.deadline or inf)
        else:
            if not self.talk.speaking:
                visit.offered_at = min(visit.offered_at, self.talk.now)
            self.talk.deadline = self._limit

    @property
    def is_over(self) -> bool:
        """Whether the time to answer has passed."""
        return self.state == State.OFFER_STAFF and self.talk.now >= self._limit

    @property
    def _limit(self) -> float:
        within = SWITCH_WITHIN if self.visit.scanning else ANSWER_WITHIN
        return self.visit.offered_at + within * self.visit.pace.patience

    def hear(self, readings: Sequence[Reading], clear_db: float) -> bool:
        """Take an utterance as the answer; tell whether it is one."""
        meanings = {reading.intent for reading in readings if reading.intent}
        if self.visit.confirming_no and confirms(readings):
            self.talk.earcon("heard")
            self.said_no()
        elif meanings & AGREEING:
            self._agree()
        elif isinstance(judge(readings, emergency=True, clear_db=clear_db), No):
            self.talk.earcon("heard")
            self.said_no()
        elif meanings & _DENYING:
            self._ask_back()
        else:
            return False
        return True

    def hear_over_speech(self, readings: Sequence[Reading]) -> bool:
        """Take a yes while the question is still being said; a no counts after it.

        "Help" does not count here, since the kiosk may hear itself.
        """
        agrees = bool({reading.intent for reading in readings} & (AGREEING - {Intent.HELP}))
        if agrees and not self.visit.confirming_no:
            self._agree()
            return True
        return False

    def _agree(self) -> None:
        self.talk.earcon("heard")
        self.go("latch")

    def _ask_back(self) -> None:
        """Ask whether a lone no was meant; at rest nobody was told, so it is taken."""
        self.talk.earcon("heard")
        if self.visit.tentative:
            self.said_no()
        elif self.visit.confirming_no:
            self.visit.confirming_no = False
            self._ask(1)
        else:
            self.visit.confirming_no = True
            self.talk.say(self.talk.prompt("heard_no"))

    def agreed_by_hand(self) -> None:
        """Take a key for yes: it fetches staff, or confirms the no that was asked back."""
        if self.visit.confirming_no:
            self.said_no()
        else:
            self.go("latch")

    def said_no_by_hand(self) -> None:
        """Take a key for no: it counts, or denies the no that was asked back."""
        if self.visit.confirming_no:
            self.visit.confirming_no = False
            self._ask(1)
        else:
            self.said_no()

    def said_no(self) -> None:
        """Go on where the visitor was; the call of staff stands.

        What was said in headphones that are out goes on only once the visitor agrees.
        """
        if self.visit.unplugged:
            self.visit.unplugged, self.visit.muted = False, True
            self.position.begin_aside("pause")
        else:
            self.position.end_aside()

    def nothing_came(self) -> None:
        """Fetch staff; at rest, where it may have been talk in the room, go back to rest."""
        if self.visit.tentative:
            self.position.end_session()
        else:
            self.go("latch")
