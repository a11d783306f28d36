"""The key map: one character a key, no chords and nothing to hold.

A numeric keypad is enough for everything; letters serve a full keyboard. One key alone is enough,
too: see `kiosk.visit.dialogue.access.one_switch`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from grammar.intents import Intent

KEYS: Mapping[str, Intent] = MappingProxyType(
    {
        "y": Intent.YES,
        " ": Intent.YES,
        "\r": Intent.YES,
        "\n": Intent.YES,
        "n": Intent.NO,
        "u": Intent.NOT_SURE,
        "r": Intent.REPEAT,
        ",": Intent.SLOWER,
        "<": Intent.SLOWER,
        ".": Intent.FASTER,
        ">": Intent.FASTER,
        "+": Intent.LOUDER,
        "=": Intent.LOUDER,
        "-": Intent.QUIETER,
        "p": Intent.PAUSE,
        "c": Intent.CONTINUE,
        "b": Intent.BACK,
        "m": Intent.MAIN_MENU,
        "k": Intent.SKIP,
        "e": Intent.MORE,
        "t": Intent.MORE_TIME,
        "o": Intent.ONE_AT_A_TIME,
        "h": Intent.HELP,
        "0": Intent.HELP,
        "s": Intent.STAFF,
        "*": Intent.STAFF,
        "x": Intent.STOP,
        "q": Intent.GOODBYE,
    }
)
"""What each key means wherever it is pressed."""

CHOICE_KEYS: Mapping[str, Intent] = MappingProxyType(
    {"1": Intent.CHOOSE_1, "2": Intent.CHOOSE_2, "3": Intent.CHOOSE_3}
)
"""Numbers choose from a menu's page."""

ANSWER_KEYS: Mapping[str, Intent] = MappingProxyType(
    {"1": Intent.YES, "2": Intent.NO, "3": Intent.NOT_SURE}
)
"""Where there is no menu but a question, the same numbers answer it."""


SWITCH = "w"
"""The key of a single switch: from its first press on, choices are offered one at a time."""

SWITCHES = frozenset({SWITCH, " ", "\r", "\n"})
"""Keys that take what is offered, wherever choices are offered one at a time."""


@dataclass(frozen=True, slots=True)
class KeyContext:
    """What the dialogue makes of keys this moment.

    Attributes:
        asking: number of the asking of a question whose yes fetches staff, another one each time;
            0: no such question is asked.
        scanning: the keys of the one switch take what is offered.
        emergency: an emergency is on, and digits are the staff code's.
    """

    asking: int = 0
    scanning: bool = False
    emergency: bool = False


def key_for(intent: str) -> str:
    """Give the first key that means this intent, or "" when none does."""
    return next((key for key, meant in KEYS.items() if meant == intent), "")
