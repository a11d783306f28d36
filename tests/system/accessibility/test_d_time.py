"""D. Time."""

import pytest
from playwright.sync_api import Browser

from grammar.intents import Intent
from kiosk.lab.replay.runner import stage_of
from kiosk.visit.dialogue.abilities import Abilities
from kiosk.visit.dialogue.actions import PlayEarcon, Show
from kiosk.visit.dialogue.events import Started, TimePassed
from kiosk.visit.dialogue.keys import KEYS
from kiosk.visit.dialogue.machine import Dialogue
from kiosk.visit.dialogue.table import ASIDES, ASKING, State
from kiosk.visit.hearing.text_listener import TextHearing
from tests.every_row import every_row
from tests.kiosk.visit.dialogue.ways import brought_to
from tests.kiosk.visit.dialogue.world import World
from tests.kiosk.visit.screen.touch.visited import page_in
from tests.shipped import CONTENT, GRAMMAR
from tests.system.accessibility.ear import Ear, watched
from tests.system.accessibility.walk import (
    HELPED,
    LISTENING,
    STATES,
    heard_first,
    help_pages,
    says,
    silent,
)

pytestmark = pytest.mark.unit

WAITING = [s for s in LISTENING if s not in (*ASIDES, *ASKING)]


def warned(world: World) -> World:
    """Say nothing until the end is warned of."""
    for _ in range(5):
        if world.state == State.STILL_THERE:
            break
        silent(world)
    assert world.state == State.STILL_THERE
    return world


@every_row("state", [*WAITING, State.HELP, State.PAUSED])
def test_d1_any_key_19_9_s_after_the_warning_goes_on_ten_times_over(state: State) -> None:
    world = brought_to(state)
    origin = world.within
    for key in "?yn1cbk5>t":
        warned(world).waits(19.9)
        assert world.state == State.STILL_THERE
        world.presses(key)
        assert world.state == origin, key
        assert says(world.last_actions)
    assert world.visiting
    assert world.sessions_ended == 0


@pytest.mark.parametrize("intent", [Intent.YES, Intent.NO, Intent.HELLO, Intent.NOT_SURE, None])
def test_d1_any_word_goes_on(intent: Intent | None) -> None:
    world = warned(brought_to(State.MAIN_MENU)).says(intent)
    assert world.state == State.MAIN_MENU


def test_d1_a_visit_that_stays_silent_ends_and_is_forgotten() -> None:
    world = warned(brought_to(State.MAIN_MENU)).waits(20.0)
    assert world.state == State.ATTRACT
    assert world.sessions_ended == 1
    assert world.dialogue.visit.speech is None


def test_d2_the_warning_can_be_heard_and_seen() -> None:
    world = brought_to(State.MAIN_MENU)
    for _ in range(4):
        world.listen()
        world.now = world.dialogue.deadline or 0.0
        from_now = world.post(TimePassed())
    assert world.state == State.STILL_THERE
    assert PlayEarcon("warning", 0.4) in from_now
    assert [a.title for a in from_now if isinstance(a, Show)] == ["Are you still there?"]
    (said,) = says(from_now)
    assert said.sentences[0] == "Are you still there?"
    assert "say yes or press any key" in said.sentences[1]


@every_row("voice", [True, False])
@every_row("names", [True, False])
@every_row("keys", [" k", " k2", " k31", " kh", " kp"])
def test_d3_a_silence_ends_the_visit_after_what_the_help_says(
    voice: bool, names: bool, keys: str
) -> None:
    (told,) = CONTENT.prompts["help_time"]
    assert told == ("If nothing comes for about two minutes, I will stop.",)
    dialogue = Dialogue(CONTENT, Abilities(voice=voice, names=names), staff_code="")
    stage = stage_of(dialogue, TextHearing(GRAMMAR))
    stage.transcript.begin(0.0)
    stage.driver.post(Started())
    for key in keys:
        stage.driver.press(key)
    assert stage.driver.run_until(lambda: not stage.app.speaking, 60)
    began = stage.clock.now()
    assert stage.driver.run_until(lambda: stage.transcript.state() == State.ATTRACT, 600)
    minutes = (stage.clock.now() - began) / 60
    assert 1.5 <= minutes <= 2.67, "about two minutes, its own reminders and farewell included"


@pytest.mark.parametrize("state", [State.MAIN_MENU, State.QUESTION, State.AFTER_TOPIC])
def test_d3_some_page_of_the_help_tells_how_long_a_silence_may_last(state: State) -> None:
    assert {*CONTENT.prompts["help_time"][0]} <= {*help_pages(brought_to(state))}


def test_d3_the_warning_tells_how_long_it_waits() -> None:
    world = warned(brought_to(State.MAIN_MENU))
    assert "I will wait twenty seconds or more" in world.last_say.sentences[2]
    assert world.dialogue.deadline is not None
    assert world.dialogue.deadline - world.now == 20.0


@every_row("state", STATES)
def test_d4_more_time_works_in_every_state(state: State) -> None:
    for way in ("key", "voice"):
        world = heard_first(brought_to(state))
        if way == "key":
            world.presses("t")
        else:
            world.listen()
            if world.window is None:
                continue
            world.says(Intent.MORE_TIME)
        assert says(world.last_actions)
        assert "That does not work at this point." not in world.last_say.sentences


@every_row("state", [s for s in HELPED if s not in (State.PAUSED, State.STILL_THERE)])
def test_d4_it_doubles_all_that_is_waited_for(state: State) -> None:
    world = brought_to(state).presses("t").listen()
    assert world.dialogue.deadline is not None
    assert world.dialogue.deadline - world.now == 20.0
    assert world.window is not None
    assert world.window.patience == 2.0


@pytest.mark.parametrize("keys", [" kehrrp c1kb2m", " k31"])
def test_d5_nothing_on_the_screen_changes_more_than_three_times_a_second(keys: str) -> None:
    ear = Ear(keys="")
    changes: list[float] = []
    watched(ear, lambda: changes.append(ear.stage.clock.now()))
    for key in keys:
        ear.stage.driver.press(key)
        ear.stage.driver.wait(2.0)
    ear.stage.driver.wait(120)
    assert len(changes) > 10
    assert max(sum(start < at <= start + 1.0 for at in changes) for start in changes) <= 3


@every_row("state", [s for s in LISTENING if s not in (State.PAUSED,)])
def test_d6_silence_is_asked_about_after_ten_seconds_and_not_sooner(state: State) -> None:
    world = brought_to(state).listen()
    said, patience = len(world.said), 20.0 if state == State.STILL_THERE else 10.0
    world.waits(patience - 0.01)
    assert len(world.said) == said
    world.waits(0.01)
    assert len(world.said) > said


def test_d1_every_key_counts_after_the_warning() -> None:
    fetch_or_leave = {Intent.DISTRESS, Intent.STAFF, Intent.HELP}
    fetch_or_leave |= {Intent.PAUSE, Intent.STOP, Intent.GOODBYE}
    for key, intent in KEYS.items():
        world = warned(brought_to(State.MAIN_MENU)).presses(key)
        assert world.state != State.STILL_THERE or intent == Intent.REPEAT
        assert world.state == State.MAIN_MENU or intent in fetch_or_leave | {Intent.REPEAT}


@pytest.mark.browser
def test_d5_nothing_on_the_page_moves(browser: Browser) -> None:
    for state in State:
        with page_in(state, browser, CONTENT, GRAMMAR) as visited:
            assert visited.page.evaluate("document.getAnimations().length") == 0
            moving = visited.page.evaluate(
                """() => [...document.querySelectorAll("*")].filter(each =>
                    getComputedStyle(each).transitionDuration !== "0s"
                    || getComputedStyle(each).animationName !== "none"
                    || each.matches("video, marquee, img")).length"""
            )
            assert moving == 0
