"""The base of every part of the dialogue, with the conversation, the visit and the position."""

from dataclasses import dataclass

from kiosk.visit.dialogue.conversation import Conversation
from kiosk.visit.dialogue.position import Position
from kiosk.visit.dialogue.table import ASIDES, State
from kiosk.visit.dialogue.visit import Visit

_STATES = {str(state): state for state in State}
"""The states by their names; each event asks for the state a hundred times."""


@dataclass(eq=False, repr=False)
class Part:
    """One part of the dialogue; it speaks through the conversation and moves by `go`."""

    talk: Conversation
    position: Position

    @property
    def visit(self) -> Visit:
        """What is known about the current visitor."""
        return self.talk.visit

    @property
    def state(self) -> State:
        """The current state."""
        return _STATES[self.position.state]

    @property
    def within(self) -> State:
        """The state of the visit; during an aside, the state that the aside interrupted."""
        return self.visit.origin if self.state in ASIDES else self.state

    def go(self, trigger: str) -> None:
        """Make a move of the table."""
        self.position.trigger(trigger)
