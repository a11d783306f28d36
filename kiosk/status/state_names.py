"""Names of the dialogue's states for staff; programs get the states' own names."""

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.visit.dialogue.table import State

_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "": "starting",
        State.ATTRACT: "waiting for a visitor",
        State.GREETING: "greeting a visitor",
        State.MAIN_MENU: "at the main menu",
        State.SECTION_MENU: "at a menu of topics",
        State.CONFIRM_CHOICE: "asking what the visitor meant",
        State.READING: "reading a topic",
        State.AFTER_TOPIC: "asking what to do after a topic",
        State.PREAMBLE: "about to ask the health questions",
        State.QUESTION: "asking the health questions",
        "outcome": "saying what to do next",
        State.EMERGENCY: "calling staff to an emergency",
        State.HELP: "giving help",
        State.OFFER_STAFF: "offering to call staff",
        State.PAUSED: "paused by the visitor",
        State.STILL_THERE: "asking whether somebody is there",
        State.GOODBYE: "saying goodbye",
        State.OUT_OF_SERVICE: "out of service",
    }
)
"""By the name under which `told_as` gives a state."""


def state_name(told: str) -> str:
    """Give the name of a state for staff; one of another version keeps its own."""
    return _NAMES.get(told, told)
