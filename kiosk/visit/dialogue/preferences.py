"""How a visitor likes it: how the kiosk speaks, how long it waits, and how its page looks.

All of it can be changed by a word, a key, a touch or one switch, and holds until the visit ends.
The page shows it in one place, "How I like it", while that is open.
"""

from dataclasses import dataclass
from functools import partial

from grammar.intents import Intent
from kiosk.visit.dialogue.commands import Row
from kiosk.visit.dialogue.look import LOOK
from kiosk.visit.dialogue.pace import PACE, SLOW
from kiosk.visit.dialogue.part import Part
from kiosk.visit.dialogue.speech import Sentences

CHANGING = PACE | LOOK
"""Intents that change one step of how the kiosk speaks or looks."""

_IN_VIEW = CHANGING | {Intent.PREFERENCES, Intent.MORE_TIME, Intent.REPEAT}
"""Intents after which the page still shows what can be changed."""


@dataclass(eq=False, repr=False)
class Preferences(Part):
    """Changes how the kiosk speaks and looks, and confirms it in words."""

    def __post_init__(self) -> None:
        self.changes: Row = {intent: partial(self._change, intent) for intent in CHANGING}

    def change(self, intent: str) -> Sentences:
        """Change one step; give the words that confirm it."""
        if intent in PACE:
            return self.talk.prompt(self.visit.pace.change(intent))
        can = self.talk.abilities.touch
        return self.talk.prompt(self.visit.look.change(intent) if can else "look_stays")

    def give_more_time(self) -> None:
        """Wait longer from now on."""
        self.visit.pace.patience = SLOW
        self.talk.say_again(before=self.talk.prompt("more_time"), continued=True)

    def open_or_close(self) -> None:
        """Say and show what can be changed, or show the visit again."""
        visit = self.visit
        opens = not visit.shows_preferences
        visit.shows_preferences = opens and self.talk.abilities.touch
        told = self.talk.prompt("preferences") if opens else ()
        self.talk.say_again(before=told, continued=True)

    def closed_by(self, intent: str) -> bool:
        """Close them for an intent that has nothing to do with them; tell whether that was all."""
        if not self.visit.shows_preferences or intent in _IN_VIEW:
            return False
        self.visit.shows_preferences = False
        if intent != Intent.BACK:
            return False
        self.talk.say_again(continued=True)
        return True

    def _change(self, intent: str) -> None:
        self.talk.say_again(before=self.change(intent), continued=True)
