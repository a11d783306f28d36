"""How a visitor likes it: letters, colors and speech, changed by voice, key and one switch."""

from dataclasses import replace

import pytest

from grammar.intents import Intent
from kiosk.visit.dialogue.events import Reading, StaffCleared
from kiosk.visit.dialogue.keys import key_for
from kiosk.visit.dialogue.look import SIZES
from kiosk.visit.dialogue.scene import Scene, Step
from kiosk.visit.dialogue.table import VISITED, State
from tests.every_row import every_row
from tests.kiosk.visit.dialogue.one_switch import SwitchWorld
from tests.kiosk.visit.dialogue.ways import WAYS, brought_to
from tests.kiosk.visit.dialogue.world import KEYS_ONLY, WITH_NAMES, World

pytestmark = pytest.mark.unit

WITH_PAGE = replace(WITH_NAMES, touch=True)
OPENED = "You can change how I speak, and how this screen looks."


def in_state(state: State) -> World:
    return World(WITH_PAGE).go(WAYS[state])


def scene(world: World) -> Scene:
    assert world.screen is not None
    return world.screen.scene


@every_row("by", ["voice", "key"])
@every_row("state", [State.MAIN_MENU, State.READING, State.QUESTION, State.PAUSED])
def test_letters_and_colors_change_in_any_state_and_are_confirmed(state: State, by: str) -> None:
    world = in_state(state)
    for intent, confirmed in (
        (Intent.PREFERENCES, OPENED),
        (Intent.LARGER, "The letters are larger now."),
        (Intent.LARGER, "The letters are larger now."),
        (Intent.SMALLER, "The letters are smaller now."),
        (Intent.DARK, "The colors are dark now."),
        (Intent.LIGHT, "The colors are light now."),
        (Intent.DARK, "The colors are dark now."),
        (Intent.SLOWER, "I am speaking slower now."),
    ):
        if by == "voice" and state != State.READING:
            world.listen().says(intent)
        else:
            world.presses(key_for(intent))
        assert world.last_say.sentences[0] == confirmed
        assert scene(world).preferences
    assert scene(world).letters == Step(2, SIZES)
    assert scene(world).colors == "dark"
    assert world.state == state


def test_the_last_size_is_said_to_be_the_last() -> None:
    world = in_state(State.MAIN_MENU)
    for _ in range(SIZES):
        world.presses(key_for(Intent.LARGER))
    assert world.last_say.sentences[0] == "The letters are as large as they can be."
    for _ in range(SIZES):
        world.presses(key_for(Intent.SMALLER))
    assert world.last_say.sentences[0] == "The letters are as small as they can be."


def test_going_back_closes_it_and_the_visit_goes_on_where_it_was() -> None:
    world = in_state(State.READING)
    world.sentence()
    world.sentence()
    read = world.said[-1]
    for closes in (Intent.BACK, Intent.PREFERENCES):
        world.presses(key_for(Intent.PREFERENCES) + key_for(closes))
        assert not scene(world).preferences
        assert world.state == State.READING
        world.sentence()
        assert world.said[-1] == read


def test_what_is_chosen_or_answered_meanwhile_closes_it() -> None:
    for state, key in ((State.MAIN_MENU, "1"), (State.QUESTION, "u"), (State.READING, "p")):
        world = in_state(state)
        world.presses(key_for(Intent.PREFERENCES))
        assert scene(world).preferences
        world.presses(key)
        assert world.state != state
        assert not scene(world).preferences


def test_an_offer_of_staff_is_seen_whatever_was_open_and_its_time_runs_on() -> None:
    world = in_state(State.MAIN_MENU)
    world.presses(key_for(Intent.PREFERENCES))
    world.reads(Reading("moonshine", None, open=True, near_cry=True)).listen()
    assert (world.state, scene(world).preferences) == (State.OFFER_STAFF, False)
    ends = world.dialogue.deadline
    world.presses(key_for(Intent.PREFERENCES)).listen()
    assert "Do you want me to call a member of staff now?" in world.said[-1:]
    assert world.dialogue.deadline == ends


def test_the_next_visitor_finds_the_usual_letters_and_colors() -> None:
    for ends in ("q", "!"):
        world = in_state(State.MAIN_MENU)
        world.presses("".join(map(key_for, (Intent.PREFERENCES, Intent.LARGER, Intent.DARK))))
        world.presses(ends).listen()
        if ends == "!":
            world.post(StaffCleared())
        assert world.state == State.ATTRACT
        assert scene(world) == replace(scene(world), letters=Step(1, SIZES), colors="")
        world.presses(" ")
        assert scene(world).letters == Step(1, SIZES)


def test_without_a_page_speech_alone_can_be_changed_and_that_is_said() -> None:
    world = World(WITH_NAMES).go(WAYS[State.MAIN_MENU]).listen().says(Intent.PREFERENCES)
    assert world.last_say.sentences[:2] == (
        "You can change how I speak.",
        "You can say: slower, faster, or louder.",
    )
    assert not scene(world).preferences
    world.listen().says(Intent.DARK)
    assert world.last_say.sentences[0] == "I am not able to change letters or colors."
    assert scene(world).colors == ""
    assert not {Intent.LARGER, Intent.DARK} & {each.intent for each in scene(world).commands}


def test_one_switch_changes_letters_and_colors_and_sees_what_is_offered() -> None:
    world = SwitchWorld(replace(KEYS_ONLY, touch=True)).wakes().takes("symptoms")
    world.stops_and_takes("how you like it").hears("For larger letters, press now.")
    assert scene(world).preferences
    assert [each.intent for each in scene(world).commands if each.offered] == [Intent.LARGER]
    world.takes("larger letters").hears("The letters are larger now.")
    world.takes("dark colors").hears("The colors are dark now.")
    assert (scene(world).letters, scene(world).colors) == (Step(2, SIZES), "dark")
    assert scene(world).preferences
    world.takes("going on")
    assert not scene(world).preferences
    assert world.state == State.SECTION_MENU


def test_one_switch_is_offered_all_of_it_also_after_a_word_for_it() -> None:
    world = SwitchWorld(WITH_PAGE).wakes().takes("symptoms")
    world.dialogue.do(Intent.PREFERENCES)
    world.passes(0).takes("larger letters").hears("The letters are larger now.")


@every_row("state", VISITED)
def test_the_name_of_what_goes_on_is_next_while_reading_and_skip_elsewhere(state: State) -> None:
    world = brought_to(state)
    names = {each.name for each in scene(world).commands if each.intent == Intent.SKIP}
    assert names <= ({"next"} if state == State.READING else {"skip"})


def test_next_goes_past_what_is_read_and_continue_does_not() -> None:
    world = World(replace(WITH_PAGE, barge_in=True)).go(WAYS[State.READING])
    world.presses(key_for(Intent.CONTINUE))
    assert world.state == State.READING
    world.dialogue.do(Intent.NEXT)
    assert world.state == State.AFTER_TOPIC
    world.dialogue.do(Intent.NEXT)
    assert world.state == State.READING
