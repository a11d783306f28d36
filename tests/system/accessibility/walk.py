"""Every state, and what is said and shown in it."""

from kiosk.visit.dialogue.actions import Action, Say, StopSpeaking
from kiosk.visit.dialogue.events import EchoCancelled
from kiosk.visit.dialogue.table import State
from tests.kiosk.visit.dialogue.ways import brought_to
from tests.kiosk.visit.dialogue.world import World

STATES = list(State)
SPEAKING = [state for state in State if state != State.ATTRACT]
"""All but waiting for somebody, where nothing is said."""

HELPED = [s for s in SPEAKING if s not in (State.EMERGENCY, State.GOODBYE, State.OUT_OF_SERVICE)]
"""States of a visit that go on after help."""

LISTENING = [s for s in HELPED if s not in (State.GREETING, State.READING)]
"""States that wait for the visitor once they have spoken."""


def spoken_over(state: State) -> World:
    """A state in whose first words the visitor may speak, the echo being cancelled."""
    world = brought_to(state)
    world.post(EchoCancelled(True))
    if not world.speaking:
        world.presses("r")
    return world


def heard_first(world: World) -> World:
    """Let what must be heard be heard."""
    while world.dialogue.conversation.must_be_heard:
        world.sentence()
    return world


def says(actions: list[Action]) -> list[Say]:
    return [action for action in actions if isinstance(action, Say)]


def falls_silent(actions: list[Action]) -> bool:
    """Whether the first that sounds is silence or other words."""
    return any(isinstance(action, StopSpeaking | Say) for action in actions)


def help_pages(world: World) -> list[str]:
    """Ask for help and for more of it, until it begins again; gives every sentence."""
    before = len(world.said)
    world.presses("h").listen()
    for _ in range(8):
        world.presses("e").listen()
    return world.said[before:]


def silent(world: World) -> World:
    """Say nothing until the kiosk does something about it."""
    deadline = world.listen().dialogue.deadline
    assert deadline is not None
    return world.waits(deadline - world.now)
