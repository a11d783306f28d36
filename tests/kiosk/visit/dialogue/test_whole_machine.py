"""The machine is walked: every state is reached, is left, and answers every universal command."""

from dataclasses import replace

import pytest

from grammar.intents import Intent
from kiosk.commands.diagram import diagram
from kiosk.errors import DialogueError
from kiosk.visit.dialogue.actions import Listen, Say
from kiosk.visit.dialogue.commands import UNIVERSAL
from kiosk.visit.dialogue.events import CameBack, Reading, StaffCleared
from kiosk.visit.dialogue.keys import KEYS
from kiosk.visit.dialogue.table import MOVES, Move, State, check
from tests import CHECKOUT
from tests.every_row import every_row
from tests.kiosk.visit.dialogue.ways import brought_to
from tests.kiosk.visit.dialogue.world import KEYS_ONLY, WITH_NAMES, World

pytestmark = pytest.mark.unit


@every_row("state", list(State))
def test_every_state_is_reached(state: State) -> None:
    brought_to(state)


@every_row("state", list(State))
def test_every_state_is_left(state: State) -> None:
    world = brought_to(state)
    if state == State.EMERGENCY:
        world.post(StaffCleared())
    elif state == State.OUT_OF_SERVICE:
        world.post(CameBack())
    elif state == State.ATTRACT:
        world.presses(" ")
    elif state == State.OFFER_STAFF:
        world.presses("n")
    else:
        world.presses("q").listen().waits(0)
        while world.state not in (State.ATTRACT, State.GOODBYE):
            world.sentence()
    assert world.state != state


@every_row("command", sorted(UNIVERSAL))
@every_row("state", list(State))
def test_every_state_answers_every_universal_command_by_voice(state: State, command: str) -> None:
    world = brought_to(state).listen()
    if world.state == State.ATTRACT and command in (Intent.STOP, Intent.PAUSE, Intent.GOODBYE):
        world.says(command)
        assert isinstance(world.last_actions[-1], Listen), "stays ready, in silence"
        return
    if world.window is None:
        pytest.fail(f"{state} does not listen")
    world.says(command)
    assert any(isinstance(action, Say) for action in world.last_actions)


@every_row("command", sorted(UNIVERSAL))
@every_row("state", list(State))
def test_every_state_answers_every_universal_command_by_key(state: State, command: str) -> None:
    key = next(key for key, intent in KEYS.items() if intent == command)
    world = brought_to(state)
    while world.dialogue.conversation.must_be_heard:
        world.sentence()
    world.presses(key)
    answered = any(isinstance(action, Say) for action in world.last_actions)
    asleep = state == State.ATTRACT and world.state == State.ATTRACT
    after_goodbye = state == State.GOODBYE and world.state == State.ATTRACT
    assert answered or asleep or after_goodbye


@every_row("command", sorted(UNIVERSAL))
def test_a_kiosk_without_a_microphone_is_worked_by_keys_alone(command: str) -> None:
    key = next(key for key, intent in KEYS.items() if intent == command)
    world = World(KEYS_ONLY).presses(" k").listen()
    assert world.state == State.MAIN_MENU
    assert world.window is None
    world.presses(key)
    assert any(isinstance(action, Say) for action in world.last_actions)


@pytest.mark.parametrize(
    ("moves", "words"),
    [
        ((Move("wake", (State.ATTRACT,), "nowhere"),), "unknown state 'nowhere'"),  # type: ignore[arg-type]
        (tuple(m for m in MOVES if m.dest != State.HELP), "'help' is never reached"),
        (
            tuple(
                replace(m, sources=tuple(s for s in m.sources if s != State.PAUSED))
                if m.trigger == "latch"
                else m
                for m in MOVES
            ),
            "'paused' has no way to the emergency",
        ),
        (tuple(m for m in MOVES if m.trigger != "latch"), "never reached"),
    ],
)
def test_a_table_with_a_hole_is_refused(moves: tuple[Move, ...], words: str) -> None:
    with pytest.raises(DialogueError, match=words):
        check(moves)


def test_a_state_without_words_is_refused() -> None:
    with pytest.raises(DialogueError, match="'help' has nothing to say"):
        check(entrances=[s for s in State if s != State.HELP])


def test_the_diagram_shows_every_state() -> None:
    drawn = diagram()
    assert drawn.startswith("stateDiagram-v2")
    assert all(f" {state}" in drawn for state in State)


def test_the_readme_shows_the_diagram_as_it_is() -> None:
    readme = (CHECKOUT / "kiosk" / "visit" / "README.md").read_text(encoding="utf-8")
    assert f"<!-- diagram -->\n```mermaid\n{diagram()}```\n<!-- /diagram -->" in readme, (
        "write the output of run_kiosk.py diagram between the marks in kiosk/visit/README.md"
    )


def test_help_at_a_proposal_that_woke_the_kiosk_names_no_menu() -> None:
    world = World(replace(WITH_NAMES, open_words=True))
    world.reads(Reading("moonshine", None, alternatives=("topic.overview",))).presses("h").listen()
    assert world.state == State.HELP
    assert "Do you want me to call a member of staff now?" in world.said
