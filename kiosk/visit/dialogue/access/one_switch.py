"""One switch alone: choices are offered one at a time, and a press takes the one that is offered.

What the kiosk says is said first; then its choices are offered in words, round and round, each for
the dwell time after its words. A press while the kiosk says something else holds it and offers the
commands that work everywhere. The microphone stays open where there is one: words count as ever,
and what means nothing does not hold the offers up.

What a press can mean (clinical-safety.md §2):

- It takes the choice that is offered, so a NO is a press while "no" is offered, and no lapse of
  time is ever an answer: rounds without a press are no-input.
- A press in the first `SETTLE` seconds of an offer may have been meant for the one before, which is
  then offered again. It never counts.
- A press that follows another within `BOUNCE` seconds is a hand that shakes or a key that is held.

A lapse of time ends in the warning and the time-out that every visitor gets.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from grammar.intents import Intent
from kiosk.visit.content.model import Content
from kiosk.visit.dialogue.abilities import Abilities
from kiosk.visit.dialogue.access.access import Access
from kiosk.visit.dialogue.access.switch_choices import ASKED, HOW_I_SPEAK, OTHER, Offer, Offering
from kiosk.visit.dialogue.actions import Choice
from kiosk.visit.dialogue.conversation import Sentences, Speech
from kiosk.visit.dialogue.escalation import FAILURES_BEFORE_KEYS
from kiosk.visit.dialogue.events import Reading
from kiosk.visit.dialogue.intents import PACE
from kiosk.visit.dialogue.pace import SLOW
from kiosk.visit.dialogue.questions import ANSWERS
from kiosk.visit.dialogue.red_flags.evidence import names_a_concern
from kiosk.visit.dialogue.table import ASKING, MENUS, OUTCOMES, State

SETTLE = 0.7
"""Seconds from the first sound of an offer in which a press may still be meant for the last one."""

BOUNCE = 0.5
"""Seconds after a press in which another of the same key is none: shaking hands, a key that is
held."""

ROUNDS = 2
"""Rounds without a press until a question, or a list of commands, counts as left alone."""

SPOKEN = 5.0
"""Seconds by which one who begins to speak while a choice is offered prolongs it, once."""

_RESTS = (
    State.ATTRACT,
    State.EMERGENCY,
    State.PAUSED,
    State.STILL_THERE,
    State.GOODBYE,
    State.OUT_OF_SERVICE,
)
"""States in which nothing is offered: one press means the one thing that can be wanted there."""


@dataclass(slots=True)
class Scan:
    """A list that is being offered.

    Attributes:
        offers: what is offered, in order.
        under: what was being said, to be gone on with or repeated.
        commands: they are the commands that work everywhere, not the state's own choices.
        index: the one that is offered.
        rounds: how often all have been offered without a press.
        began: when the words of the offer began to sound; infinite before.
        until: when the offer ends; infinite before its words have ended.
        spoken: somebody has spoken during this offer.
        stepped_back: it is offered again because of a press that may have been meant for it.
    """

    offers: tuple[Offer, ...]
    under: Speech | None
    commands: bool = False
    index: int = 0
    rounds: int = 0
    began: float = inf
    until: float = inf
    spoken: bool = False
    stepped_back: bool = False

    @property
    def offer(self) -> Offer:
        """What a press takes."""
        return self.offers[self.index]


class Scanning(Offering):
    """Offers what the state asks for, and takes presses."""

    def __init__(self, content: Content, abilities: Abilities, notice: str, access: Access) -> None:
        self.access = access
        self.scan: Scan | None = None
        self._left: Scan | None = None
        self._pressed_at = -inf
        super().__init__(content, abilities, notice)

    def begin_visit(self) -> None:
        """Begin as the settings say."""
        super().begin_visit()
        self.scan = self._left = None
        self.scanning = self.access.one_switch
        self.one_at_a_time = self.one_at_a_time or self.scanning
        if self.access.slow_answers:
            self.pace.patience = SLOW

    def entered(self, event: object = None) -> None:
        """What was offered belonged to the state before."""
        self.scan = None
        super().entered(event)

    def aside(self, trigger: str) -> None:
        """An aside ends where the offers began, not in one of them."""
        self.stop_scan()
        super().aside(trigger)

    # What is offered

    def enter_paused(self) -> None:
        """Hold everything; here a press goes on."""
        if not self.scanning:
            super().enter_paused()
            return
        self.earcon("paused")
        self.say(self.prompt("paused_by_switch"))

    def ask_menu(self, attempt: int = 0, before: Sentences = ()) -> None:
        """Ask only; the choices are offered after it."""
        if not self.scanning:
            super().ask_menu(attempt, before)
            return
        self.say(self.prompt("menu_ask"), before=(*before, *self._explained()))

    def ask_again(self, reason: str) -> None:
        """Say what was missed: a press."""
        if self.scanning and reason == "no_input":
            reason = "no_press"
        super().ask_again(reason)

    def listen(self) -> None:
        """Offer what can be chosen, once the kiosk has said what it had to say."""
        if not self.scanning or self.state in _RESTS or self.spoken_over:
            super().listen()
        elif self.scan is None:
            self._begin_scan(self.choices_offered(), commands=self.state not in {*MENUS, *ASKED})
        else:
            super().listen()
            if self.scan.until == inf:
                self.scan.until = self.now + self.access.dwell * self.pace.patience
            self.deadline = self.scan.until

    def listen_over_speech(self) -> None:
        """Words count while a choice waits, not over the words that offer it."""
        if self.scan is None:
            super().listen_over_speech()

    def choices_shown(self) -> tuple[Choice, ...]:
        """Show the one thing that a press would do."""
        if not self.scanning or self.state in _RESTS:
            return super().choices_shown()
        label = self.scan.offer.name if self.scan else self.content.labels["scan.hold"]
        return (Choice(" ", label),)

    def _explained(self) -> Sentences:
        """Say once a visit how it is done."""
        if self.offers_explained:
            return ()
        self.offers_explained = True
        return self.prompt("scan_begins")

    # Offering

    def _begin_scan(self, offers: Sequence[Offer], *, commands: bool) -> None:
        self.scan = Scan(tuple(offers), self.speech, commands)
        self._offer()

    def _offer(self, before: Sentences = ()) -> None:
        scan = self.scan
        assert scan is not None
        scan.began = scan.until = inf
        scan.spoken = False
        self.say(self.prompt("scan_offer", name=scan.offer.name), before=before)

    def sentence_began(self, say: int, index: int) -> None:
        """Keep the place, and when an offer's own words began."""
        super().sentence_began(say, index)
        if self.scan and self.speech and self.speech.id == say and index == len(self.speech.lead):
            self.scan.began, self.scan.until = self.now, inf

    def dwell_passed(self) -> None:
        """Nobody pressed: offer the next, and after the last begin again or count it no-input."""
        scan = self.scan
        assert scan is not None
        scan.stepped_back = False
        scan.index = (scan.index + 1) % len(scan.offers)
        scan.rounds += scan.index == 0
        in_rounds = scan.commands or self.state in ASKING
        if scan.index or (in_rounds and scan.rounds < ROUNDS):
            self._offer()
        elif scan.commands:
            self.stop_scan()
            self.say_again(continued=True)
        else:
            self._nobody_pressed()

    def _nobody_pressed(self) -> None:
        self.stop_scan()
        if self.state in ASKING:
            self.no_answer()
        elif self.failures >= FAILURES_BEFORE_KEYS - 1:
            self.aside("warn")
        else:
            self.ask_again("no_input")

    def stop_scan(self) -> None:
        """End the offers; what they came after is what can be repeated or gone on with."""
        self._left, self.scan = self.scan, None
        if self._left is None:
            return
        self.hush()
        self.close_ear()
        self.deadline = None
        self.speech = self._left.under

    # Words while something is offered

    def speech_began(self) -> None:
        """Let somebody finish, but not everybody: talk in the room must not hold an offer."""
        if self.scan is None:
            super().speech_began()
        elif self.listening and not self.scan.spoken:
            self.scan.spoken = True
            self.deadline = max(self.scan.until, self.now + SPOKEN * self.pace.patience)

    def is_talk_beside(self, readings: Sequence[Reading]) -> bool:
        """Whether something is offered and these words mean nothing: then the offers go on."""
        return (
            self.scan is not None
            and not any(reading.intent for reading in readings)
            and not names_a_concern(readings)
        )

    def go_on_offering(self) -> None:
        """Give the offer what is left of its time."""
        assert self.scan is not None
        if self.now < self.scan.until:
            self.listen()
        else:
            self.dwell_passed()

    def do(self, intent: str) -> None:
        """Do what an intent asks for; a spoken yes takes what is offered, a no the next."""
        left, self._left = self._left, None
        if left is not None and self.state in MENUS and not left.commands:
            if intent == Intent.YES:
                self._take_offer(left.offer)
                return
            if intent in (Intent.NO, Intent.NOT_SURE, Intent.SKIP):
                self.scan = left
                self.dwell_passed()
                return
        super().do(intent)

    def done(self, intent: str) -> bool:
        """Do what fits; a yes or no to a menu fits only while a choice is offered."""
        if self.scanning and self.state in MENUS and intent in ANSWERS:
            return False
        return super().done(intent)

    # Presses

    def press_switch(self) -> None:
        """Take a press of the one switch, wherever the visitor is."""
        bounced = self.now < self._pressed_at + BOUNCE
        self._pressed_at = self.now
        must_be_heard = self.speaking and self.speech and not self.speech.interruptible
        if bounced or must_be_heard:
            return
        if self.scan is None:
            self.hush()
            self.earcon("heard")
            self._press_between()
        elif self.now < self.scan.began + SETTLE * self.pace.patience:
            self.earcon("not_heard")
            self._step_back()
        else:
            offer, commands = self.scan.offer, self.scan.commands
            self.stop_scan()
            self.earcon("heard")
            self._take_offer(offer, commands=commands)

    def _press_between(self) -> None:
        """Take a press while nothing is offered."""
        if self.state in _RESTS:
            scanning = self.scanning or self.state != State.OUT_OF_SERVICE
            super().do(Intent.YES)  # may begin a visit, which would forget how it began
            self.scanning = scanning
            self.one_at_a_time = self.one_at_a_time or scanning
        elif self.scanning:
            self._begin_scan(self.commands_offered(), commands=True)
        else:
            self.scanning = self.one_at_a_time = True
            if self.state in MENUS and self.state not in OUTCOMES:
                self.entered()
            else:
                self.say_again(before=self._explained(), continued=True)

    def _step_back(self) -> None:
        scan = self.scan
        assert scan is not None
        if not scan.stepped_back and (scan.index or scan.rounds):
            scan.stepped_back = True
            scan.rounds -= scan.index == 0
            scan.index = (scan.index - 1) % len(scan.offers)
        self._offer()

    def _take_offer(self, offer: Offer, *, commands: bool = False) -> None:
        """Do what was offered."""
        intent = offer.intent
        if intent == OTHER:
            self._begin_scan(self.commands_offered(), commands=True)
        elif intent == HOW_I_SPEAK:
            self._begin_scan(self.pace_offered(), commands=True)
        elif intent in PACE:
            said = self.change_pace(intent)
            offers = self.pace_offered()
            self.scan = Scan(offers, self.speech, commands=True, index=offers.index(offer))
            self._offer(before=said)
        elif commands and intent == Intent.CONTINUE:
            self.say_again(continued=True)
        elif self.state in ASKING and intent in ANSWERS:
            self.answered_by_hand(Intent(intent), "switch")
        else:
            super().do(intent)
