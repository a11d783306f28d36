"""The dialogue's state machine, which the library transitions builds from the table."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import cast

from transitions import Event, EventData, Machine, Transition

from kiosk.visit.dialogue.actions import EndSession
from kiosk.visit.dialogue.conversation import Conversation
from kiosk.visit.dialogue.table import ASIDES, MOVES, Move, State

OnMove = Callable[[float, str, str, str], None]
"""Called after each move with the time in seconds, the trigger, and the states from and to."""


class Position:
    """Holds the state, and makes the moves of the table."""

    state: str
    trigger: Callable[[str], bool]  # given by the library: makes the move of that name

    def __init__(
        self, talk: Conversation, enter: Callable[[], None], on_move: OnMove | None
    ) -> None:
        self.enter = enter  # says the text of the state that was entered
        self._talk = talk
        self._on_move = on_move
        machine = Machine(
            model=None,
            states=list(map(str, State)),
            initial=str(State.ATTRACT),
            queued=True,
            auto_transitions=False,
            send_event=True,
            after_state_change=[self._moved],
        )
        for trigger, by_source in _transitions().items():
            machine.events[trigger] = Event(trigger, machine)
            machine.events[trigger].transitions.update(by_source)
        machine.add_model(self)

    def returns_to(self, dest: State) -> bool:
        """Tell whether the aside interrupted `dest`."""
        return self._talk.visit.origin == dest

    def _moved(self, made: EventData) -> None:
        self.enter()
        if self._on_move is not None and made.transition is not None:
            source, dest = made.transition.source, str(made.transition.dest)
            self._on_move(self._talk.now, made.event.name, source, dest)

    def begin_aside(self, trigger: str) -> None:
        """Enter an aside; an aside during an aside returns to where the first one began."""
        visit = self._talk.visit
        if trigger in ("ask_help", "offer_staff"):
            visit.unplugged = visit.muted and trigger == "offer_staff"
            visit.muted = False  # a person who cries for help must hear the question
        self._talk.stop_offering()
        if self.state not in ASIDES:
            visit.origin, visit.interrupted = State(self.state), visit.speech
        self.trigger(trigger)

    def end_aside(self) -> None:
        """Return to the state that the aside interrupted."""
        visit = self._talk.visit
        if self.state == State.PAUSED:
            self._talk.earcon("resumed")
        visit.wants_help = False
        visit.speech = visit.interrupted
        visit.resuming = True
        self.trigger("resume")

    def end_session(self) -> None:
        """End the visit: nothing of it is kept."""
        self._talk.act(EndSession())
        self.trigger("left")


@cache
def _transitions() -> Mapping[str, Mapping[str, list[Transition]]]:
    """Give the moves of the table by their triggers and the states that they lead from.

    They hold no state, so all dialogues share them: to make them takes longer than all else that
    begins a dialogue.
    """
    found: dict[str, dict[str, list[Transition]]] = {}
    for move in MOVES:
        for source in map(str, move.sources):
            transition = Transition(source, str(move.dest), _condition(move))  # type: ignore[arg-type]
            found.setdefault(move.trigger, {}).setdefault(source, []).append(transition)
    return found


def _condition(move: Move) -> Callable[[EventData], bool]:
    return lambda event: not move.returns or cast(Position, event.model).returns_to(move.dest)
