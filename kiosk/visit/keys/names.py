"""Names of keys, the same for a terminal's characters and for the codes of a Linux input device.

Codes are those of linux/input-event-codes.h; a code without a name here is "key" and its number.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

_ROWS = {
    1: "esc 1 2 3 4 5 6 7 8 9 0 - = backspace tab q w e r t y u i o p [ ] enter leftctrl",
    30: "a s d f g h j k l ; ' ` leftshift \\ z x c v b n m , . / rightshift kpasterisk leftalt",
    57: "space capslock f1 f2 f3 f4 f5 f6 f7 f8 f9 f10 numlock scrolllock",
    71: "kp7 kp8 kp9 kpminus kp4 kp5 kp6 kpplus kp1 kp2 kp3 kp0 kpdot",
    86: "102nd f11 f12",
    96: "kpenter rightctrl kpslash sysrq rightalt",
    102: "home up pageup left right end down pagedown insert delete",
    113: "mute volumedown volumeup power kpequal",
    125: "leftmeta rightmeta compose stop",
    138: "help menu",
    158: "back forward",
    163: "nextsong playpause previoussong stopcd",
    183: "f13 f14 f15 f16 f17 f18 f19 f20 f21 f22 f23 f24",
    256: "btn0 btn1 btn2 btn3 btn4 btn5 btn6 btn7 btn8 btn9",
    272: "leftbutton rightbutton middlebutton sidebutton extrabutton",
    288: "trigger thumb",
    304: "gamepada gamepadb",
}

CODES: Mapping[int, str] = MappingProxyType(
    {first + place: name for first, row in _ROWS.items() for place, name in enumerate(row.split())}
)
"""Names by code."""

_SIDED = ("ctrl", "shift", "alt", "meta")

MODIFIERS = frozenset(
    {
        *(f"{side}{key}" for side in ("left", "right") for key in _SIDED),
        *("capslock", "numlock", "scrolllock", "compose"),
    }
)
"""Keys that do nothing by themselves."""

_TYPED = {" ": "space", "\n": "enter", "\r": "enter", "\t": "tab", "\b": "backspace"}
_TYPED["\x7f"] = "backspace"


def name_of_code(code: int) -> str:
    """Give the name of an input device's key."""
    return CODES.get(code, f"key{code}")


def name_of_character(character: str) -> str:
    """Give the name of the key that types a character."""
    return _TYPED.get(character, character)


def is_key(name: str) -> bool:
    """Whether a key can have this name."""
    typed = len(name) == 1 and name.isprintable() and not name.isspace()
    return typed or name in CODES.values() or re.fullmatch(r"key[0-9]{1,3}", name) is not None
