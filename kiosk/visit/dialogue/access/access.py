"""How visits begin where visitors press one switch only, or need long to answer."""

from dataclasses import dataclass

DWELL = 3.0
"""Seconds a choice stays offered after its words, unless the settings say otherwise."""


@dataclass(frozen=True, slots=True)
class Access:
    """What the settings say of every visit's beginning.

    Attributes:
        one_switch: choices are offered one at a time and one switch takes what is offered.
        dwell: seconds each choice stays offered after its words.
        slow_answers: the kiosk waits twice as long for everything, as after "more time".
    """

    one_switch: bool = False
    dwell: float = DWELL
    slow_answers: bool = False
