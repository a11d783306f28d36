"""A text on its way to the speaker, and the choices that are offered to one switch after it."""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

Sentences = tuple[str, ...]


@dataclass(slots=True)
class Speech:
    """One text on its way."""

    content: Sentences  # what "repeat" gives again
    lead: Sentences  # an apology or confirmation spoken before it
    then: Callable[[], None] | None  # does what follows it; None: the kiosk listens
    begin: int = 0  # index of the content's first sentence that is spoken this time
    interruptible: bool = True  # False for the one text that is not cut short
    id: int = 0  # the id of its `Say`
    index: int = 0  # the sentence that sounds, counted from the lead's first
    ended: bool = False  # the last sample has left the speaker

    @property
    def place(self) -> int:
        """Index of the content's sentence at which to continue."""
        if self.ended:
            return 0
        return self.begin + max(self.index - len(self.lead), 0)


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that a press takes: an intent, or a further list, and its spoken name."""

    intent: str
    name: str


@dataclass(slots=True)
class Scan:
    """A list that is being offered."""

    offers: tuple[Offer, ...]
    under: Speech | None  # what was being said, to be gone on with or repeated
    commands: bool = True  # the commands that work everywhere, not the state's own choices
    index: int = 0  # of the one that is offered
    rounds: int = 0  # how often all have been offered without a press
    began: float = inf  # when the words of the offer began to sound; infinite before
    until: float = inf  # when the offer ends; infinite before its words have ended
    spoken: bool = False  # somebody has spoken during this offer
    stepped_back: bool = False  # it is offered again: a press may have been meant for it

    @property
    def offer(self) -> Offer:
        """What a press takes."""
        return self.offers[self.index]
