"""In every state, and with whatever works, nothing is said or shown that does not work."""

from dataclasses import replace

import pytest

from kiosk.visit.content.lint.abilities import untrue
from kiosk.visit.dialogue.abilities import Abilities
from kiosk.visit.dialogue.events import SentenceBegan
from kiosk.visit.dialogue.table import State
from tests.every_row import every_row
from tests.kiosk.visit.dialogue.ways import brought_to
from tests.kiosk.visit.dialogue.world import KEYS_ONLY, WITH_NAMES, YES_NO_ONLY, World

pytestmark = pytest.mark.sound

EARS = {"names": WITH_NAMES, "yes and no": YES_NO_ONLY, "deaf": KEYS_ONLY}
HANDS = {"keys": (True, False), "touch": (False, True), "both": (True, True)}
SILENCES = 5
"""More than there are reprompts before the warning."""


def comes_anew(state: State, abilities: Abilities, *, switch: bool = False) -> World:
    """A kiosk that comes to a state anew when these abilities are all it has."""
    world = brought_to(state).listen()
    talk = world.dialogue.conversation
    talk.abilities = abilities
    talk.visit.scanning = switch
    talk.visit.one_at_a_time = switch or (abilities.voice and not abilities.names)
    talk.close_ear()
    world.said.clear()
    world.dialogue._enter()
    world.post(SentenceBegan(0, 0))  # gives the actions
    return world


def untrue_in(world: World) -> dict[str, str]:
    """What was said or is shown that is not true, with the words that are not."""
    working = world.dialogue.conversation.working
    texts = [*world.said, world.screen.title if world.screen else ""]
    world.said.clear()
    return {text: what for text in texts if (what := untrue(text, working))}


@every_row("hands", [*HANDS, "switch"])
@every_row("ears", EARS)
@every_row("state", State)
def test_nothing_is_said_that_does_not_work(state: State, ears: str, hands: str) -> None:
    keys, touch = HANDS.get(hands, (True, False))
    abilities = replace(EARS[ears], keys=keys, touch=touch)
    world = comes_anew(state, abilities, switch=hands == "switch").listen()
    assert untrue_in(world) == {}
    for _ in range(SILENCES):
        world.waits(40)
        assert untrue_in(world) == {}, world.state
    world = comes_anew(state, abilities, switch=hands == "switch").listen()
    for _ in range(SILENCES):
        if world.window is not None:
            world.says(None)
        world.listen()
        assert untrue_in(world) == {}, world.state
    world = comes_anew(state, abilities, switch=hands == "switch").listen()
    world.presses("h").listen()
    for _ in range(8):
        world.presses("e").listen()
        assert untrue_in(world) == {}, world.state
