"""The commands that every state answers, and what the table of intents is made of."""

from collections.abc import Callable, Iterable

from grammar.intents import Intent
from kiosk.visit.dialogue.look import LOOK
from kiosk.visit.dialogue.pace import PACE
from kiosk.visit.dialogue.red_flags.interruption import FETCHING

UNIVERSAL = frozenset(
    {
        *(Intent.REPEAT, Intent.PREFERENCES, *PACE, *LOOK),
        *(Intent.PAUSE, Intent.CONTINUE, Intent.BACK, Intent.MAIN_MENU, Intent.SKIP),
        *(Intent.MORE, Intent.MORE_TIME, Intent.HELP, Intent.STAFF, Intent.STOP, Intent.GOODBYE),
    }
)
"""Intents that every state answers, by voice, key and page."""

FROM_ANYWHERE = frozenset({*FETCHING, Intent.MAIN_MENU, Intent.GOODBYE})
"""Commands that leave an aside for another state, whatever it interrupted."""

ANYTHING = "anything"
"""Key of a row under which all intents stand that the row does not name."""

Row = dict[str, Callable[[], bool | None]]
"""The function for each intent in a state; it returns False when the intent does not fit."""


def each(intents: Iterable[str], do: Callable[[], bool | None]) -> Row:
    """Give a row in which all of these intents do the same."""
    return dict.fromkeys(intents, do)
