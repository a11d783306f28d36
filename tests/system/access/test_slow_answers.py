"""Nothing requires speed: more time anywhere, all silences doubled, each limit warned before."""

import pytest

from grammar.intents import Intent
from kiosk.visit.dialogue.access.access import Access
from kiosk.visit.dialogue.table import ASIDES, State
from tests.every_row import every_row
from tests.kiosk.visit.dialogue.ways import WAYS, brought_to
from tests.kiosk.visit.dialogue.world import KEYS_ONLY, WITH_NAMES, World

pytestmark = pytest.mark.unit

SLOW = Access(slow_answers=True)
OUTSIDE = (State.ATTRACT, State.EMERGENCY, State.GOODBYE, State.OUT_OF_SERVICE)
"""Where no visit is under way, or nothing is waited for."""

SILENCES = {
    State.MAIN_MENU: 10.0,
    State.SECTION_MENU: 10.0,
    State.AFTER_TOPIC: 10.0,
    State.PREAMBLE: 10.0,
    State.QUESTION: 10.0,
    State.READ_BACK: 10.0,
    State.HELP: 10.0,
    State.OUTCOME_ALL_NO: 10.0,
    State.PAUSED: 120.0,
}
"""How long silence may last, at the usual pace."""


@every_row("way", ["voice", "key"])
@every_row("state", [s for s in State if s not in OUTSIDE])
def test_more_time_works_in_every_state(state: State, way: str) -> None:
    world = brought_to(state)
    if way == "key":
        world.presses("t")
    elif world.window is None and world.listen().state != state:
        return  # it speaks only, and then goes on by itself
    else:
        world.says(Intent.MORE_TIME)
    assert world.dialogue.visit.pace.patience == 2.0
    assert "Take all the time you need." in world.last_say.sentences
    assert world.state == state or state in ASIDES
    world.listen()
    if world.window is not None:
        assert world.window.patience == 2.0


@every_row("state", list(SILENCES))
@every_row(("access", "factor"), [(Access(), 1.0), (SLOW, 2.0)])
def test_every_silence_is_doubled(state: State, access: Access, factor: float) -> None:
    world = World(WITH_NAMES, access=access).go(WAYS[state]).listen()
    assert world.state == state
    assert world.dialogue.deadline is not None
    assert world.dialogue.deadline - world.now == pytest.approx(SILENCES[state] * factor)


@pytest.mark.parametrize(("access", "seconds"), [(Access(), 20.0), (SLOW, 40.0)])
def test_the_warning_leaves_time_to_answer_it(access: Access, seconds: float) -> None:
    world = World(WITH_NAMES, access=access).go(("key: ", "key:k"))
    while world.state != State.STILL_THERE:
        world.listen()
        world.waits((world.dialogue.deadline or 0.0) - world.now)
    world.listen()
    world.waits(seconds - 0.1)
    assert world.state == State.STILL_THERE
    world.presses("t")
    assert world.state == State.MAIN_MENU
    assert world.dialogue.visit.pace.patience == 2.0


def test_the_next_visitor_begins_as_the_settings_say() -> None:
    world = World(KEYS_ONLY).presses(" kt")
    assert world.dialogue.visit.pace.patience == 2.0
    world.presses("q").waits(1)
    assert world.state == State.ATTRACT
    assert world.dialogue.visit.pace.patience == 1.0
    slow = World(KEYS_ONLY, access=SLOW).presses(" kq").waits(1)
    assert slow.dialogue.visit.pace.patience == 2.0
