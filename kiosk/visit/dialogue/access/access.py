"""How every visit begins at a kiosk for visitors who use one switch or answer slowly."""

from dataclasses import dataclass

DWELL = 3.0
"""Seconds a choice stays offered after its words, unless the settings say otherwise."""


@dataclass(frozen=True, slots=True)
class Access:
    """How every visit begins, according to the settings.

    Attributes:
        one_switch: choices are offered one at a time, and one switch takes the offered choice.
        dwell: seconds each choice stays offered after its words.
        slow_answers: the kiosk waits twice as long for everything, as after "more time".
    """

    one_switch: bool = False
    dwell: float = DWELL
    slow_answers: bool = False
