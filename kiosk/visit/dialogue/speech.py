"""A text on its way to the speaker, and what follows it."""

from collections.abc import Callable
from dataclasses import dataclass

Sentences = tuple[str, ...]


@dataclass(slots=True)
class Speech:
    """One text on its way.

    Attributes:
        id: the id of its `Say`.
        content: the sentences that "repeat" gives again.
        lead: an apology or confirmation spoken before them.
        begin: index of the content's first sentence that is spoken this time.
        then: does what follows it; None: the kiosk listens.
        interruptible: False for the one text that is not cut short.
        index: the sentence that sounds, counted from the lead's first.
        ended: the last sample has left the speaker.
    """

    id: int
    content: Sentences
    lead: Sentences
    begin: int
    then: Callable[[], None] | None
    interruptible: bool = True
    index: int = 0
    ended: bool = False

    @property
    def place(self) -> int:
        """Index of the content's sentence at which to continue."""
        if self.ended:
            return 0
        return self.begin + max(self.index - len(self.lead), 0)
