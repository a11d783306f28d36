"""The visitor's voice can be seen: how loud it is, and that it was heard."""

import json

import numpy as np
import pytest
from playwright.sync_api import Browser

from audio.frames import SAMPLE_RATE, Frames
from kiosk.visit.dialogue.actions import BeginSession, EndSession, PlayEarcon, StopListening
from kiosk.visit.dialogue.table import State
from kiosk.visit.screen.touch.ear import LEAST_BETWEEN, LOUDEST, ShownEar
from kiosk.visit.screen.touch.screen import PageScreen
from tests.kiosk.visit.screen.touch.visited import page_in
from tests.shipped import CONTENT, GRAMMAR

pytestmark = pytest.mark.browser


def tone(amplitude: float) -> Frames:
    times = np.arange(SAMPLE_RATE // 10) / SAMPLE_RATE
    return (amplitude * np.sin(2 * np.pi * 200 * times)).astype(np.float32)


def level_on(screen: PageScreen) -> int:
    return int(json.loads(screen.picture)["level"])


def test_a_louder_voice_is_a_higher_level_and_silence_none() -> None:
    screen = PageScreen()
    ear = ShownEar(screen)
    ear.on_action(0.0, BeginSession())
    levels = []
    for amplitude in (0.0, 0.003, 0.01, 0.03, 0.5):
        for _ in range(round(LEAST_BETWEEN / 0.1)):
            ear.hear(tone(amplitude))
        levels.append(level_on(screen))
    assert levels == [0, 1, 2, 3, LOUDEST]
    ear.on_action(9.0, StopListening())
    assert level_on(screen) == 0


def test_a_shouting_room_changes_the_page_a_few_times_a_second_and_not_at_rest() -> None:
    screen = PageScreen()
    ear = ShownEar(screen)

    def changes() -> int:
        before = screen.number
        for block in range(100):
            ear.hear(tone(0.5 if block % 3 else 0.001))
        return screen.number - before

    assert changes() == 0
    ear.on_action(0.0, BeginSession())
    assert 10 < changes() <= 10 / LEAST_BETWEEN
    ear.on_action(10.0, EndSession())
    assert level_on(screen) == 0
    assert changes() == 0


def test_that_somebody_was_heard_is_told_once() -> None:
    screen = PageScreen()
    ear = ShownEar(screen)
    ear.on_action(0.0, PlayEarcon("heard"))
    ear.on_action(0.0, PlayEarcon("listening"))
    assert json.loads(screen.picture)["heard"] == 1


def test_nothing_moves_where_the_visitor_wants_it_still(browser: Browser) -> None:
    with page_in(State.QUESTION, browser, CONTENT, GRAMMAR) as visited:
        visited.wait(lambda: visited.kiosk.stage.app.listening)
        voice, status = visited.page.locator("#voice"), visited.page.locator("#status")

        def moves() -> bool:
            begins = "each => getComputedStyle(each).animationName !== 'none'"
            return voice.is_visible() or bool(status.evaluate(begins))

        visited.screen.level(3)
        visited.screen.heard()
        visited.shown()
        assert voice.get_attribute("data-level") == "3"
        assert not moves()
        visited.page.emulate_media(reduced_motion="no-preference")
        assert moves()
