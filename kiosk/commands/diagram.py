"""`diagram`: draws the dialogue's states and moves."""

import argparse
from collections.abc import Collection

from kiosk.visit.dialogue.table import ASIDES, ASKING, MOVES, OUTCOMES, PROPOSED_IN, VISITED, State

_GROUPS = {
    "any_state": ("any state but emergency", frozenset(State) - {State.EMERGENCY}),
    "visit": ("any state of a visit", frozenset(VISITED)),
    "proposed": ("any menu, outcome or preamble", frozenset(PROPOSED_IN)),
    "outcome": ("any outcome", frozenset(OUTCOMES)),
    "asking": ("question, confirm_no or read_back", frozenset(ASKING)),
    "aside": ("any aside", frozenset(ASIDES)),
    "called": ("any aside but confirm_choice", frozenset(ASIDES) - {State.CONFIRM_CHOICE}),
}
"""Sets of states that the diagram draws as one, larger ones first."""


def run(args: argparse.Namespace) -> int:
    """Print the diagram."""
    del args
    print(diagram())  # noqa: T201 - the diagram is this command's output
    return 0


def diagram() -> str:
    """Draw the table as a Mermaid state diagram; moves that many states share are drawn once."""
    lines = [
        "stateDiagram-v2",
        *(f'    state "{label}" as {name}' for name, (label, _) in _GROUPS.items()),
        f"    [*] --> {State.ATTRACT}",
    ]
    for trigger in dict.fromkeys(move.trigger for move in MOVES):
        sources: dict[State, set[State]] = {}
        for move in MOVES:
            if move.trigger == trigger:
                sources.setdefault(move.dest, set()).update(move.sources)
        # Destinations with the same sources are drawn as one, as "resume" has.
        for origins in dict.fromkeys(map(frozenset, sources.values())):
            dests = {dest for dest, found in sources.items() if found == origins}
            lines += [
                f"    {source} --> {dest}: {trigger}"
                for source in _named(origins)
                for dest in _named(dests)
            ]
    return "\n".join(lines) + "\n"


def _named(states: Collection[State]) -> list[str]:
    """Name a set of states by the largest groups within it, and what is left one by one."""
    left = set(states)
    names = []
    for name, (_, group) in _GROUPS.items():
        if group <= left:
            names.append(name)
            left -= group
    return names + [str(state) for state in State if state in left]
