"""The finding about one part of a kiosk."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Verdict: TypeAlias = Literal["fit", "look", "unfit"]
"""Fit for service; fit as far as the kiosk can tell, a person has to look; not fit."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found.

    Attributes:
        line: the state of the part; unless it is plainly fit, also what to do. A command is at its
            end, after a colon.
        verdict: whether it is fit.
    """

    line: str
    verdict: Verdict = "fit"
