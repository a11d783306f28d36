"""The words and symbols that stand on a terminal beside the captions."""

from dataclasses import dataclass
from typing import TextIO

from kiosk.visit.dialogue.actions import Urgency
from kiosk.visit.loop.ports import Status

STATUS_WORDS: dict[Status, str] = {
    "speaking": "Speaking",
    "listening": "Listening: speak, or press a key",
    "waiting": "Waiting: press a key",
}
STATUS_STYLES: dict[Status, str] = {
    "speaking": "cyan",
    "listening": "bold green",
    "waiting": "yellow",
}

ALERT_WORDS: dict[Urgency, str] = {
    "emergency": "STAFF ARE NEEDED HERE NOW",
    "call": "A visitor asks for staff",
    "attention": "Staff, please come to this kiosk",
}
ALERT_STYLES: dict[Urgency, str] = {
    "emergency": "bold white on red",
    "call": "bold black on yellow",
    "attention": "bold black on yellow",
}

ALL_KEYS = "?"
"""The key that lists those that are not among a state's choices."""


@dataclass(frozen=True, slots=True)
class Symbols:
    """Signs that a terminal can print; each only repeats what words say."""

    status: dict[Status, str]
    paused: str
    bar: str
    rule: str
    now: str
    cut: str


SIGNS = Symbols({"speaking": "▶", "listening": "●", "waiting": "…"}, "‖", "█", "─", "▌", "…")
ASCII = Symbols({"speaking": ">", "listening": "*", "waiting": "."}, "||", "#", "-", "|", "...")


def symbols_for(stream: TextIO) -> Symbols:
    """Give the signs that a stream's encoding has."""
    try:
        "▶●…‖█─▌".encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return ASCII
    return SIGNS


_KEY_NAMES = {" ": "space", "\r": "Enter", "\n": "Enter", ",": "<", ".": ">"}
"""What stands on keys; of those that mean the same, the plainer sign."""


def key_name(key: str) -> str:
    """Give what stands on a key."""
    return _KEY_NAMES.get(key, key)


def title_of(title: str) -> str:
    """Give a title as it stands on the screen."""
    return title[:1].upper() + title[1:]
