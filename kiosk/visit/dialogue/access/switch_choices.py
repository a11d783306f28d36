"""What one switch is offered in each state, in which order, and under which name."""

from dataclasses import dataclass

from grammar.intents import Intent
from kiosk.visit.dialogue.escalation import FAILURES_BEFORE_KEYS, Escalation
from kiosk.visit.dialogue.table import ASKING, MENUS, State

OTHER = "other"
"""The offer that leads to the commands that work everywhere."""

HOW_I_SPEAK = "how_i_speak"
"""The offer that leads to rate and volume."""

_YES_NO = (Intent.YES, Intent.NO)
ASKED: dict[State, tuple[Intent, ...]] = {
    State.QUESTION: (*_YES_NO, Intent.NOT_SURE, Intent.STAFF),
    State.CONFIRM_NO: (*_YES_NO, Intent.STAFF),
    State.READ_BACK: (*_YES_NO, Intent.STAFF),
    State.PREAMBLE: _YES_NO,
    State.CONFIRM_CHOICE: _YES_NO,
    State.HELP: _YES_NO,
}
"""Answers that are offered where something is asked; yes first, so that staff come soonest."""

_PACE = (Intent.LOUDER, Intent.QUIETER, Intent.SLOWER, Intent.FASTER)
_SKIPPABLE = (State.GREETING, State.READING, State.QUESTION)
_READ = (State.READING, State.AFTER_TOPIC)


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that a press takes: an intent, or a further list, and its spoken name."""

    intent: str
    name: str


class Offering(Escalation):
    """Lists what a press could take."""

    def choices_offered(self) -> tuple[Offer, ...]:
        """Give what the state itself asks for, and the way to the commands."""
        if self.state in MENUS:
            chosen = [Offer(o.intent, self._name(o.intent, o.name)) for o in self.menu.options]
        elif self.state in ASKED:
            chosen = [self._named(intent) for intent in ASKED[State(self.state)]]
        else:
            return self.commands_offered()
        if self.failures >= FAILURES_BEFORE_KEYS - 1 and self.state not in ASKING:
            staff = self._named(Intent.STAFF)
            chosen = [staff, *(offer for offer in chosen if offer.intent != Intent.STAFF)]
        return (*chosen, self._named(OTHER))

    def commands_offered(self) -> tuple[Offer, ...]:
        """Give the commands that work everywhere, those that go on and repeat first."""
        fuller_or_plain = Intent.SIMPLER if self.fuller else Intent.MORE
        names = (
            Intent.CONTINUE,
            Intent.REPEAT,
            *((Intent.SKIP,) if self.state in _SKIPPABLE else ()),
            *((fuller_or_plain,) if self.state in _READ else ()),
            Intent.BACK,
            Intent.MAIN_MENU,
            HOW_I_SPEAK,
            Intent.MORE_TIME,
            Intent.PAUSE,
            Intent.HELP,
            Intent.STAFF,
            Intent.GOODBYE,
        )
        return tuple(map(self._named, names))

    def pace_offered(self) -> tuple[Offer, ...]:
        """Give the ways to change how the kiosk speaks, and the way back."""
        return (*(self._named(intent) for intent in _PACE), self._named(Intent.CONTINUE))

    def _named(self, intent: str) -> Offer:
        return Offer(intent, self._name(intent, self.content.labels.get(intent, "")))

    def _name(self, intent: str, name: str) -> str:
        """Give the name that fits "For {name}"; a choice that has its own, such as a topic's."""
        labels = self.content.labels
        own = name != labels.get(intent, "")
        return name if own else labels.get(f"scan.{intent}", name)
