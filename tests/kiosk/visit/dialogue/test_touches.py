"""Touches of tiles and sentences: only what the screen shows counts, and nothing else is done."""

import pytest

from kiosk.visit.dialogue.actions import Say
from kiosk.visit.dialogue.bounce import BOUNCE
from kiosk.visit.dialogue.events import Chosen, SentenceTouched
from kiosk.visit.dialogue.table import State
from tests.every_row import every_row
from tests.kiosk.visit.dialogue.ways import brought_to
from tests.kiosk.visit.dialogue.world import World

pytestmark = pytest.mark.unit


def touched(world: World, intent: str) -> State:
    world.now += BOUNCE
    world.post(Chosen(intent))
    return State(world.state)


@every_row("state", list(State))
def test_a_tile_that_is_not_shown_does_nothing(state: State) -> None:
    for intent in ("topic.causes.migration", "yes", "no", "staff", "goodbye", "distress"):
        world = brought_to(state)
        shown = {tile.intent for tile in world.dialogue._screen.scenery.tiles()}
        if intent not in shown:
            assert touched(world, intent) == state
            assert not any(isinstance(action, Say) for action in world.last_actions)


def test_every_tile_of_a_menu_leads_where_it_says_also_one_of_a_later_page() -> None:
    world = brought_to(State.SECTION_MENU)
    tiles = [tile.intent for tile in world.dialogue._screen.scenery.tiles()]
    assert len(tiles) > 5
    for intent in tiles:
        if intent.startswith("topic."):
            fresh = brought_to(State.SECTION_MENU)
            assert touched(fresh, intent) == State.READING
            assert fresh.dialogue.visit.topic_id == intent.removeprefix("topic.")


def test_a_hand_that_touches_twice_chooses_once() -> None:
    world = brought_to(State.MAIN_MENU)
    assert touched(world, "section.symptoms") == State.SECTION_MENU
    world.post(Chosen("topic.symptoms.back_pain"))
    assert world.state == State.SECTION_MENU


def test_what_was_passed_over_by_a_touch_does_not_count_as_heard() -> None:
    world = brought_to(State.READING)
    last = len(world.dialogue.visit.text_read) - 1
    world.post(SentenceTouched(last))
    assert world.last_say.sentences == world.dialogue.visit.text_read[last:]
    world.listen()
    assert world.state == State.AFTER_TOPIC
    assert not world.dialogue.visit.disclaimed
    assert not world.dialogue.visit.topics_heard


def test_a_sentence_that_is_touched_again_is_read_again() -> None:
    world = brought_to(State.AFTER_TOPIC)
    world.post(SentenceTouched(1))
    assert world.state == State.READING
    assert world.last_say.sentences == world.dialogue.visit.text_read[1:]


@every_row("state", [s for s in State if s not in (State.READING, State.AFTER_TOPIC)])
def test_a_sentence_is_touched_in_vain_where_no_topic_is_shown(state: State) -> None:
    world = brought_to(state)
    world.post(SentenceTouched(0))
    assert world.state == state
    assert not any(isinstance(action, Say) for action in world.last_actions)
