"""How large the letters of the page are, and its colors, as one visitor likes them."""

from dataclasses import dataclass

from grammar.intents import Intent
from kiosk.visit.dialogue.scene import Colors, Step

LOOK = frozenset({Intent.LARGER, Intent.SMALLER, Intent.DARK, Intent.LIGHT})
"""Intents that change how the page looks."""

SIZES = 4
"""Sizes of the letters; the first is the least that the viewing distance allows."""


@dataclass(slots=True)
class Look:
    """Letters and colors; a new visit begins with a new one, at the defaults."""

    size: int = 1
    colors: Colors = ""

    @property
    def letters_shown(self) -> Step:
        """The step of the letters' size."""
        return Step(self.size, SIZES)

    def change(self, intent: str) -> str:
        """Change size or colors for an intent of `LOOK`; give the id of its prompt."""
        if intent in (Intent.DARK, Intent.LIGHT):
            self.colors = "dark" if intent == Intent.DARK else "light"
            return f"{self.colors}_colors"
        before = self.size
        self.size = min(max(before + (1 if intent == Intent.LARGER else -1), 1), SIZES)
        # The prompt is "larger", for example, or "largest" when the last step was reached before.
        return str(intent) if self.size != before else intent.removesuffix("r") + "st"
