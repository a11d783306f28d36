"""How one part of a kiosk is."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Verdict: TypeAlias = Literal["fit", "look", "unfit"]
"""Fit for service; fit as far as the kiosk can tell, a person has to look; not fit."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found.

    Attributes:
        line: what it is; where it is not plainly fit, what to do. A command stands at its end,
            after a colon.
        verdict: what follows.
    """

    line: str
    verdict: Verdict = "fit"
