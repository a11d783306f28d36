"""Where the visit is: the state machine that the library transitions builds from the table."""

from collections.abc import Callable

from transitions import EventData, Machine

from kiosk.visit.dialogue.conversation import Conversation
from kiosk.visit.dialogue.table import MOVES, Move, State

OnMove = Callable[[float, str, str, str], None]
"""Told of each move that was made: time in seconds, trigger, and the states from and to."""


class Position:
    """One state at a time; `trigger` moves to another.

    Attributes:
        state: name of the state.
        trigger: makes the move of that name.
        enter: speaks for the state that was entered.
    """

    state: str
    trigger: Callable[[str], bool]

    def __init__(
        self, talk: Conversation, enter: Callable[[], None], on_move: OnMove | None
    ) -> None:
        self.enter = enter
        self._talk = talk

        def tell(made: EventData) -> None:
            assert on_move is not None
            assert made.transition is not None
            on_move(talk.now, made.event.name, made.transition.source, str(made.transition.dest))

        Machine(
            model=self,
            states=[{"name": str(s), "on_enter": lambda _event: enter()} for s in State],
            transitions=[
                {
                    "trigger": move.trigger,
                    "source": [str(source) for source in move.sources],
                    "dest": str(move.dest),
                    "conditions": self._condition(move),
                }
                for move in MOVES
            ],
            initial=str(State.ATTRACT),
            queued=True,
            auto_transitions=False,
            send_event=True,
            after_state_change=[] if on_move is None else [tell],
        )

    def _condition(self, move: Move) -> Callable[[EventData], bool]:
        return lambda _event: not move.returns or self._talk.visit.origin == move.dest
