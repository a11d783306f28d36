"""The choices that one switch is offered in each state, with their order and their names.

The kiosk offers one choice after the other in words, each for the dwell time after its words.
"""

from dataclasses import dataclass
from math import inf

from grammar.intents import Intent
from kiosk.visit.dialogue.part import Part
from kiosk.visit.dialogue.proposals import Proposals
from kiosk.visit.dialogue.speech import Offer, Scan, Sentences
from kiosk.visit.dialogue.table import ASKING, MENUS, State
from kiosk.visit.dialogue.visit import FAILURES_BEFORE_KEYS

OTHER = "other"
"""The offer that leads to the commands that work everywhere."""

_YES_NO = (Intent.YES, Intent.NO)
ASKED: dict[State, tuple[Intent, ...]] = {
    State.QUESTION: (*_YES_NO, Intent.NOT_SURE, Intent.STAFF),
    State.CONFIRM_NO: (*_YES_NO, Intent.STAFF),
    State.READ_BACK: (*_YES_NO, Intent.STAFF),
    State.PREAMBLE: _YES_NO,
    State.CONFIRM_CHOICE: _YES_NO,
    State.HELP: _YES_NO,
    State.OFFER_STAFF: _YES_NO,
}
"""Answers offered in states that ask a question; yes comes first, so that staff come soonest."""

_PACE = (Intent.LOUDER, Intent.QUIETER, Intent.SLOWER, Intent.FASTER)
_LOOK = (Intent.LARGER, Intent.SMALLER, Intent.DARK, Intent.LIGHT)
_SKIPPABLE = (State.GREETING, State.READING, State.QUESTION)
_READ = (State.READING, State.AFTER_TOPIC)

SPOKEN = 5.0
"""Least seconds that an offer still lasts after somebody begins to speak; once for each offer."""


@dataclass(eq=False, repr=False)
class Offers(Part):
    """Begins a list of offers, says the offer that a press takes, and keeps its time."""

    proposals: Proposals

    def begin_own(self) -> None:
        """Offer the state's own choices."""
        commands = self.state not in {*MENUS, *ASKED}
        self._begin(Scan(self._own(), self.visit.speech, commands))

    def begin_commands(self) -> None:
        """Offer the commands that work everywhere."""
        self._begin(Scan(self._commands(), self.visit.speech))

    def begin_preferences(self, offer: Offer | None = None, before: Sentences = ()) -> None:
        """Offer the ways to change how the kiosk speaks and looks, from `offer` on."""
        offers = self._preferences()
        index = offers.index(offer) if offer else 0
        self._begin(Scan(offers, self.visit.speech, preferences=True, index=index), before)

    def _begin(self, scan: Scan, before: Sentences = ()) -> None:
        self.visit.scan = scan
        self.say(before)

    def say(self, before: Sentences = ()) -> None:
        """Say the current offer; its time starts again."""
        scan = self.scan
        scan.began = scan.until = inf
        scan.spoken = False
        self.talk.say(self.talk.prompt("scan_offer", name=scan.offer.name), before=before)

    @property
    def scan(self) -> Scan:
        """The list that is being offered; only while there is one."""
        assert self.visit.scan is not None
        return self.visit.scan

    def sentence_began(self, say: int, index: int) -> None:
        """Note when an offer's own words begin."""
        scan, speech = self.visit.scan, self.visit.speech
        if scan and speech and speech.id == say and index == len(speech.lead):
            scan.began, scan.until = self.talk.now, inf

    def wait(self) -> None:
        """Keep the offer open for the dwell time after its words."""
        scan, talk = self.scan, self.talk
        if scan.until == inf:
            scan.until = talk.now + talk.access.dwell * self.visit.pace.patience
        talk.deadline = scan.until

    def speech_began(self) -> None:
        """Let one person finish for each offer: talk in the room must not keep it open."""
        scan, talk = self.scan, self.talk
        if talk.listening and not scan.spoken:
            scan.spoken = True
            talk.deadline = max(scan.until, talk.now + SPOKEN * self.visit.pace.patience)

    def _own(self) -> tuple[Offer, ...]:
        """Give the state's own choices, and the offer that leads to the commands."""
        if self.state in MENUS:
            chosen = [Offer(o.intent, self._name(o.intent, o.name)) for o in self.visit.menu.offers]
        elif self.state == State.OFFER_STAFF:
            return tuple(map(self._named, ASKED[self.state]))
        elif self.visit.chooses(self.state):
            numbers = (Intent.CHOOSE_1, Intent.CHOOSE_2)
            chosen = list(map(Offer, numbers, self.proposals.names()))
            chosen.append(self._named(Intent.NO))
        elif self.state in ASKED:
            chosen = [self._named(intent) for intent in ASKED[self.state]]
        else:
            return self._commands()
        if self.visit.failures >= FAILURES_BEFORE_KEYS - 1 and self.state not in ASKING:
            staff = self._named(Intent.STAFF)
            chosen = [staff, *(offer for offer in chosen if offer.intent != Intent.STAFF)]
        return (*chosen, self._named(OTHER))

    def _commands(self) -> tuple[Offer, ...]:
        """Give the commands that work everywhere; continue and repeat come first."""
        fuller_or_plain = Intent.SIMPLER if self.visit.fuller else Intent.MORE
        names = (
            *(Intent.CONTINUE, Intent.REPEAT),
            *((Intent.SKIP,) if self.state in _SKIPPABLE else ()),
            *((fuller_or_plain,) if self.state in _READ else ()),
            *(Intent.BACK, Intent.MAIN_MENU, Intent.PREFERENCES, Intent.MORE_TIME),
            *(Intent.PAUSE, Intent.HELP, Intent.STAFF, Intent.GOODBYE),
        )
        return tuple(map(self._named, names))

    def _preferences(self) -> tuple[Offer, ...]:
        """Give the ways to change how the kiosk speaks and looks, and the way back."""
        look = _LOOK if self.talk.abilities.touch else ()
        return tuple(map(self._named, (*_PACE, *look, Intent.CONTINUE)))

    def _named(self, intent: str) -> Offer:
        return Offer(intent, self._name(intent, self.talk.content.labels.get(intent, "")))

    def _name(self, intent: str, name: str) -> str:
        """Give the name that fits "For {name}"; a choice with its own name keeps that name."""
        labels = self.talk.content.labels
        own = name != labels.get(intent, "")
        return name if own else labels.get(f"scan.{intent}", name)
