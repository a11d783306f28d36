"""What is offered to one switch: one choice after the other, and a press takes the one offered."""

from dataclasses import dataclass
from math import inf

from kiosk.visit.dialogue.speech import Speech


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that a press takes: an intent, or a further list, and its spoken name."""

    intent: str
    name: str


@dataclass(slots=True)
class Scan:
    """A list that is being offered.

    Attributes:
        offers: what is offered, in order.
        under: what was being said, to be gone on with or repeated.
        commands: they are the commands that work everywhere, not the state's own choices.
        index: the one that is offered.
        rounds: how often all have been offered without a press.
        began: when the words of the offer began to sound; infinite before.
        until: when the offer ends; infinite before its words have ended.
        spoken: somebody has spoken during this offer.
        stepped_back: it is offered again because of a press that may have been meant for it.
    """

    offers: tuple[Offer, ...]
    under: Speech | None
    commands: bool = False
    index: int = 0
    rounds: int = 0
    began: float = inf
    until: float = inf
    spoken: bool = False
    stepped_back: bool = False

    @property
    def offer(self) -> Offer:
        """What a press takes."""
        return self.offers[self.index]
