"""The meaning of each key: from the settings, else from what is printed on it."""

import difflib
from collections.abc import Mapping
from types import MappingProxyType

from kiosk.visit.dialogue.keys import KEYS, SWITCH, key_for
from kiosk.visit.keys.names import MODIFIERS, is_key, name_of_character

FUNCTIONS: Mapping[str, str] = MappingProxyType(
    {
        **{str(intent): key_for(intent) for intent in KEYS.values()},
        "switch": SWITCH,
        **{digit: digit for digit in "0123456789"},
        "code_end": "#",
    }
)
"""What a key can be made to do, and the character by which the dialogue knows it. Digits choose
from a menu, answer, and type the staff code, which `code_end` ends, as Enter does."""

UNKNOWN = "?"
"""The character of a key that means nothing; it still wakes the kiosk."""

_PRINTED: Mapping[str, str] = MappingProxyType(
    {
        **{f"kp{digit}": digit for digit in "0123456789"},
        "space": " ",
        "enter": "\n",
        "kpenter": "\n",
        "kpplus": "+",
        "kpminus": "-",
        "kpasterisk": "*",
        "volumeup": "+",
        "volumedown": "-",
        "playpause": "p",
        "help": "h",
    }
)


class KeyMap:
    """Turns keys into the characters that the dialogue takes."""

    def __init__(self, learned: Mapping[str, str]) -> None:
        """Take what the settings say: key names and `FUNCTIONS`."""
        self._learned = {name: FUNCTIONS[function] for name, function in learned.items()}

    def typed(self, character: str) -> str:
        """Give what a character of a terminal stands for."""
        return self._learned.get(name_of_character(character), character)

    def pressed(self, name: str) -> str | None:
        """Give what a key of an input device means; None if it does nothing by itself."""
        if name in self._learned:
            return self._learned[name]
        if name in MODIFIERS:
            return None
        return _PRINTED.get(name, name if len(name) == 1 else UNKNOWN)


def fault_of(table: Mapping[str, str]) -> str:
    """Say what is wrong with a table of key names and functions, or ""."""
    for name, function in table.items():
        if not is_key(name):
            return f'"{name}" is not a key; learn its name with: run_kiosk.py keys'
        if function not in FUNCTIONS:
            near = difflib.get_close_matches(function, FUNCTIONS, n=1)
            advice = f'did you mean "{near[0]}"?' if near else f"there are: {', '.join(FUNCTIONS)}"
            return f'"{name}" cannot mean "{function}"; {advice}'
    return ""
