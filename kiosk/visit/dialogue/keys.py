"""The key map: one character for each key; no chords, and no key has to be held.

A numeric keypad is enough for everything; the letters are for a full keyboard. A single key is also
enough: see `kiosk.visit.dialogue.access.one_switch`.
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
        "i": Intent.PREFERENCES,
        "g": Intent.LARGER,
        "z": Intent.SMALLER,
        "d": Intent.DARK,
        "l": Intent.LIGHT,
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
        "!": Intent.DISTRESS,
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
"""In states that ask a question instead of offering a menu, the same numbers answer it."""


SWITCH = "w"
"""The key of a single switch: from its first press on, choices are offered one at a time."""

SWITCHES = frozenset({SWITCH, " ", "\r", "\n"})
"""Keys that take the offered choice while choices are offered one at a time."""


@dataclass(frozen=True, slots=True)
class KeyContext:
    """What keys mean to the dialogue at this moment.

    Attributes:
        asking: while the kiosk asks a question whose yes fetches staff, a number that differs each
            time one is asked; else 0.
        scanning: the keys in `SWITCHES` take the offered choice.
        staff_code: digits belong to the staff code: in an emergency, and during a visitor's call
            once an entry has begun.
    """

    asking: int = 0
    scanning: bool = False
    staff_code: bool = False


_FIRST_KEYS: Mapping[str, str] = {intent: key for key, intent in reversed([*KEYS.items()])}


def key_for(intent: str) -> str:
    """Give the first key that means this intent, or "" when none does."""
    return _FIRST_KEYS.get(intent, "")
