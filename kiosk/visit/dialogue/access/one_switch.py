"""One-switch access: choices are offered one at a time, and a press takes the offered choice.

The kiosk first says its text. Then it offers the choices in words, in rounds, each for the dwell
time after its words. A press while the kiosk says something else stops that speech and offers the
commands that work everywhere. The microphone, if there is one, stays open: words count as usual,
and words without a meaning do not delay the offers.

The rules for a press (clinical-safety.md §2):

- A press takes the offered choice, so a NO is a press while "no" is offered. Time that passes is
  never an answer: rounds without a press are no-input.
- A press in the first `SETTLE` seconds of an offer may have been meant for the offer before, which
  is then offered again. Such a press never counts.
- A press within `BOUNCE` seconds of another comes from a shaking hand or a held key. It is ignored.

When nobody presses or speaks any more, the usual warning follows, and then the time-out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from grammar.intents import Intent
from kiosk.visit.dialogue.access.switch_choices import OTHER, Offers
from kiosk.visit.dialogue.bounce import Bounce
from kiosk.visit.dialogue.escalation import Escalation
from kiosk.visit.dialogue.events import Reading
from kiosk.visit.dialogue.heard_question import HeardQuestion
from kiosk.visit.dialogue.intents import Intents
from kiosk.visit.dialogue.keys import SWITCH
from kiosk.visit.dialogue.part import Part
from kiosk.visit.dialogue.preferences import CHANGING
from kiosk.visit.dialogue.questions import Questions
from kiosk.visit.dialogue.red_flags.evidence import names_a_concern, near_a_cry
from kiosk.visit.dialogue.red_flags.interruption import ANSWERS
from kiosk.visit.dialogue.speech import Offer, Scan
from kiosk.visit.dialogue.table import ASKING, MENUS, OUTCOMES, RESTS, State
from kiosk.visit.dialogue.visit import FAILURES_BEFORE_KEYS
from kiosk.visit.dialogue.windows import Windows

SETTLE = 0.7
"""Seconds from an offer's first sound in which a press may be meant for the offer before."""

ROUNDS = 2
"""Rounds without a press after which a question, or a list of commands, is no longer offered."""


@dataclass(eq=False, repr=False)
class OneSwitch(Part):
    """Handles presses, words and the end of the dwell time while choices are offered."""

    offers: Offers
    questions: Questions
    heard: HeardQuestion
    windows: Windows
    escalation: Escalation
    intents: Intents
    bounce: Bounce = field(default_factory=Bounce)

    def dwell_passed(self) -> None:
        """Offer the next choice; after the last one, begin again or handle a no-input."""
        scan = self.offers.scan
        scan.stepped_back = False
        scan.index = (scan.index + 1) % len(scan.offers)
        scan.rounds += scan.index == 0
        in_rounds = scan.commands or self.state in ASKING
        if scan.index or (in_rounds and scan.rounds < ROUNDS):
            self.offers.say()
            return
        self.talk.stop_offering()
        if scan.commands:
            self.talk.say_again(continued=True)
        elif self.state in ASKING:
            self.questions.no_answer()
        elif self.state == State.OFFER_STAFF:
            self.escalation.nothing_came()
        elif self.visit.failures >= FAILURES_BEFORE_KEYS - 1:
            self.position.begin_aside("warn")
        else:
            self.escalation.ask_after_silence()

    def is_talk_beside(self, readings: Sequence[Reading]) -> bool:
        """Whether these words mean nothing while a choice is offered, so the offers continue."""
        return (
            self.visit.scan is not None
            and not any(reading.intent for reading in readings)
            and not names_a_concern(readings)
            and not near_a_cry(readings)
            and not any(reading.asks_about_question for reading in readings)
        )

    def go_on_offering(self) -> None:
        """Keep the offer open for the rest of its time."""
        if self.talk.now < self.offers.scan.until:
            self.windows.listen()
        else:
            self.dwell_passed()

    def do(self, intent: str) -> None:
        """Carry out an intent; a spoken yes takes the offered choice, a no offers the next one."""
        left, self.visit.left = self.visit.left, None
        own = left is not None and not left.commands and self.state in MENUS
        if own and left and intent == Intent.YES:
            self._take(left.offer)
        elif own and intent in (Intent.NO, Intent.NOT_SURE, Intent.SKIP):
            self.visit.scan = left
            self.dwell_passed()
        elif self.visit.scanning and intent == Intent.PREFERENCES and self.state not in RESTS:
            self.offers.begin_preferences()
        else:
            self.intents.do(intent)

    def press(self) -> None:
        """Handle a press of the one switch, in any state."""
        bounced = self.bounce.pressed(SWITCH, self.talk.now)
        scan = self.visit.scan
        if bounced or self.talk.must_be_heard:
            return
        if scan is None:
            self.talk.hush()
            self.talk.earcon("heard")
            self._press_between()
        elif self._comes_too_soon(scan):
            self.talk.earcon("not_heard")
            self._step_back()
        else:
            self.talk.stop_offering()
            self.talk.earcon("heard")
            self._take(scan.offer, commands=scan.commands)

    def _comes_too_soon(self, scan: Scan) -> bool:
        """Whether a press may be meant for the offer before, or answers an unheard question."""
        settled = self.talk.now >= scan.began + SETTLE * self.visit.pace.patience
        return not settled or self.heard.comes_too_soon(scan.offer.intent)

    def _press_between(self) -> None:
        """Handle a press while no choice is offered."""
        if self.state in RESTS:
            scanning = self.visit.scanning or self.state != State.OUT_OF_SERVICE
            self.visit.scanning = scanning  # the first words of a visit are already for a switch
            self.intents.do(Intent.YES)  # may begin a visit, which resets `scanning`
            self.visit.scanning = scanning
            self.visit.one_at_a_time = self.visit.one_at_a_time or scanning
        elif self.visit.scanning:
            self.offers.begin_commands()
        else:
            self.visit.scanning = self.visit.one_at_a_time = True
            if self.state in MENUS and self.state not in OUTCOMES:
                self.position.enter()
            else:
                self.talk.say_again(before=self.talk.explained("scan_begins"), continued=True)

    def _step_back(self) -> None:
        scan = self.offers.scan
        if not scan.stepped_back and (scan.index or scan.rounds):
            scan.stepped_back = True
            scan.rounds -= scan.index == 0
            scan.index = (scan.index - 1) % len(scan.offers)
        self.offers.say()

    def _take(self, offer: Offer, *, commands: bool = False) -> None:
        """Carry out the offered choice."""
        intent = offer.intent
        if intent == OTHER:
            self.offers.begin_commands()
        elif intent == Intent.PREFERENCES:
            self.offers.begin_preferences()
        elif intent in CHANGING:
            told = self.intents.preferences.change(intent)
            self.offers.begin_preferences(offer, before=told)
        elif commands and intent == Intent.CONTINUE:
            self.talk.say_again(continued=True)
        elif self.state in ASKING and intent in ANSWERS:
            self.questions.answered_by_hand(Intent(intent), "switch")
        else:
            self.intents.do(intent)
