"""What every part of the dialogue is given: the conversation with its visit, and the position."""

from dataclasses import dataclass

from kiosk.visit.dialogue.conversation import Conversation
from kiosk.visit.dialogue.position import Position
from kiosk.visit.dialogue.table import ASIDES, State
from kiosk.visit.dialogue.visit import Visit


@dataclass(eq=False, repr=False)
class Part:
    """One part of the dialogue; it speaks through the conversation and moves by `go`."""

    talk: Conversation
    position: Position

    @property
    def visit(self) -> Visit:
        """What is known of the visitor of this moment."""
        return self.talk.visit

    @property
    def state(self) -> State:
        """Where the visit is."""
        return State(self.position.state)

    @property
    def within(self) -> State:
        """The state the visit is in, looking through an aside."""
        return self.visit.origin if self.state in ASIDES else self.state

    def go(self, trigger: str) -> None:
        """Make a move of the table."""
        self.position.trigger(trigger)
