"""The text being spoken, and the choices that are offered to one switch after it."""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

Sentences = tuple[str, ...]


@dataclass(slots=True)
class Speech:
    """One text that is, or was, being spoken."""

    content: Sentences  # what "repeat" says again
    lead: Sentences  # an apology or confirmation spoken before it
    then: Callable[[], None] | None  # called when the speech has ended; None: the kiosk listens
    begin: int = 0  # index of the content's first sentence that is spoken this time
    interruptible: bool = True  # False for the one text that keys do not cut short
    id: int = 0  # the id of its `Say`
    index: int = 0  # the sentence being spoken, counted from the lead's first
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
    under: Speech | None  # the speech before the offers, to be continued or repeated
    commands: bool = True  # the commands that work everywhere, not the state's own choices
    preferences: bool = False  # those of them that change how the kiosk speaks and looks
    index: int = 0  # of the current offer
    rounds: int = 0  # how often all have been offered without a press
    began: float = inf  # when the words of the offer began to sound; infinite before
    until: float = inf  # when the offer ends; infinite before its words have ended
    spoken: bool = False  # somebody has spoken during this offer
    stepped_back: bool = False  # offered again, since a press may have been meant for it

    @property
    def offer(self) -> Offer:
        """The offer that a press takes."""
        return self.offers[self.index]
