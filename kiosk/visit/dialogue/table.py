"""The dialogue's states and moves: one declared table, checked before it is used.

The library transitions builds the machine from it; `kiosk.commands.diagram` draws it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kiosk.errors import DialogueError


class State(StrEnum):
    """The states of the dialogue."""

    ATTRACT = "attract"
    GREETING = "greeting"
    MAIN_MENU = "main_menu"
    SECTION_MENU = "section_menu"
    CONFIRM_CHOICE = "confirm_choice"
    READING = "reading"
    AFTER_TOPIC = "after_topic"
    PREAMBLE = "preamble"
    QUESTION = "question"
    CONFIRM_NO = "confirm_no"
    READ_BACK = "read_back"
    OUTCOME_ALL_NO = "outcome_all_no"
    OUTCOME_SAME_DAY = "outcome_same_day"
    OUTCOME_VISIT = "outcome_visit"
    OUTCOME_UNCLEAR = "outcome_unclear"
    EMERGENCY = "emergency"
    HELP = "help"
    OFFER_STAFF = "offer_staff"
    PAUSED = "paused"
    STILL_THERE = "still_there"
    GOODBYE = "goodbye"
    OUT_OF_SERVICE = "out_of_service"


ASIDES = (
    *(State.CONFIRM_CHOICE, State.HELP, State.OFFER_STAFF),
    *(State.PAUSED, State.STILL_THERE),
)
"""States that interrupt another state and return to it."""

OUTCOMES = (
    State.OUTCOME_ALL_NO,
    State.OUTCOME_SAME_DAY,
    State.OUTCOME_VISIT,
    State.OUTCOME_UNCLEAR,
)

MENUS = (State.MAIN_MENU, State.SECTION_MENU, State.AFTER_TOPIC, *OUTCOMES)
"""States that offer choices."""

ASKING = (State.QUESTION, State.CONFIRM_NO, State.READ_BACK)
"""States inside the red-flag set: leaving them ends the set with an outcome."""

_TOLD_AS = {
    **dict.fromkeys(map(str, OUTCOMES), "outcome"),
    **dict.fromkeys(map(str, ASKING), str(State.QUESTION)),
}


def told_as(state: str) -> str:
    """Give the name of a state for logs, `status` and the desk.

    The exact outcome, or that the kiosk confirms a no, would reveal a visitor's answers.
    """
    return _TOLD_AS.get(state, state)


ANSWERING = frozenset({*ASKING, State.PREAMBLE, *ASIDES})
"""States that are answered by yes, no or not sure."""

PROPOSED_IN = (*MENUS, State.PREAMBLE)
"""States in which the kiosk may ask about what the visitor only may have meant."""

_PLAIN = (State.GREETING, State.PREAMBLE, State.READING, *MENUS, *ASKING)
VISITED = (*_PLAIN, *ASIDES)
"""States in which a visitor is there and may be spoken to."""

RESTS = (
    *(State.ATTRACT, State.EMERGENCY, State.PAUSED),
    *(State.STILL_THERE, State.GOODBYE, State.OUT_OF_SERVICE),
)
"""States that offer no choices to one switch: a press has a single meaning there."""


@dataclass(frozen=True, slots=True)
class Move:
    """One row: on `trigger`, from any of `sources`, go to `dest`.

    With `returns` the move is made only where the aside interrupted `dest`.
    """

    trigger: str
    sources: tuple[State, ...]
    dest: State
    returns: bool = False


MOVES: tuple[Move, ...] = (
    Move("wake", (State.ATTRACT,), State.GREETING),
    Move("to_main_menu", VISITED, State.MAIN_MENU),
    Move("to_section", VISITED, State.SECTION_MENU),
    Move("read", VISITED, State.READING),
    Move("topic_read", (State.READING,), State.AFTER_TOPIC),
    Move("propose", (State.ATTRACT, *PROPOSED_IN, State.CONFIRM_CHOICE), State.CONFIRM_CHOICE),
    Move("introduce_questions", VISITED, State.PREAMBLE),
    Move("ask", VISITED, State.QUESTION),
    Move("ask_back", (State.QUESTION,), State.CONFIRM_NO),
    Move("read_back", (State.QUESTION, State.CONFIRM_NO), State.READ_BACK),
    *(Move(f"end_{dest.removeprefix('outcome_')}", (*ASKING, *ASIDES), dest) for dest in OUTCOMES),
    Move("ask_help", (State.ATTRACT, *VISITED), State.HELP),
    Move("offer_staff", (State.ATTRACT, *VISITED), State.OFFER_STAFF),
    Move("pause", VISITED, State.PAUSED),
    Move("warn", VISITED, State.STILL_THERE),
    *(
        Move("resume", (aside,), origin, returns=True)
        for aside in ASIDES
        for origin in (PROPOSED_IN if aside is State.CONFIRM_CHOICE else _PLAIN)
    ),
    Move("leave", VISITED, State.GOODBYE),
    Move("left", (State.GOODBYE, State.CONFIRM_CHOICE, State.OFFER_STAFF), State.ATTRACT),
    Move("latch", tuple(State), State.EMERGENCY),
    Move("clear", (State.EMERGENCY,), State.ATTRACT),
    Move("fail", tuple(s for s in State if s is not State.EMERGENCY), State.OUT_OF_SERVICE),
    Move("mend", (State.OUT_OF_SERVICE,), State.ATTRACT),
)


def check(moves: Sequence[Move] = MOVES, entrances: Iterable[str] = tuple(State)) -> None:
    """Refuse an incomplete table; the library would accept it and fail only when it is used.

    Args:
        moves: rows to check.
        entrances: states that have a text to say when entered.

    Raises:
        DialogueError: a target or source is unknown, or a state is never reached, is never left,
            has no way to the emergency, or has nothing to say.
    """
    known: set[str] = set(State)
    for move in moves:
        for name in {*move.sources, move.dest} - known:
            raise DialogueError(
                f"The dialogue's move '{move.trigger}' names the unknown state '{name}': "
                "add it to State or correct the move."
            )
    reached = {State.ATTRACT}
    while more := {m.dest for m in moves if reached.intersection(m.sources)} - reached:
        reached |= more
    for problem, states in (
        ("is never reached", reached),
        ("is never left", {s for move in moves for s in move.sources if move.dest != s}),
        (
            "has no way to the emergency",
            {s for move in moves for s in move.sources if move.dest == State.EMERGENCY},
        ),
        ("has nothing to say when entered", set(entrances)),
    ):
        if missing := known - states:
            raise DialogueError(f"The dialogue's state '{min(missing)}' {problem}: mend its moves.")
