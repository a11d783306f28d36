"""Letters, colors and speech as the visitor likes them, by eye, key, switch and voice."""

from functools import partial

import pytest
from playwright.sync_api import Browser

from grammar.intents import Intent
from kiosk.visit.dialogue.bounce import BOUNCE
from kiosk.visit.dialogue.events import Reading
from kiosk.visit.dialogue.keys import SWITCH, key_for
from kiosk.visit.dialogue.look import SIZES
from kiosk.visit.dialogue.table import State
from tests.kiosk.visit.dialogue.world import WITH_NAMES
from tests.kiosk.visit.screen.touch.visited import VisitedPage, page_in
from tests.shipped import CONTENT, GRAMMAR
from tests.system.access.itinerary import Choose
from tests.system.access.visitors import BySwitch

pytestmark = pytest.mark.browser

DARKEST = 0.1
"""Of the page's ground, by each of its colors (0 to 1)."""


def letters(visited: VisitedPage) -> float:
    """How large the letters of a topic are, or would be."""
    size: str = visited.page.evaluate(
        """() => {
            const topic = document.body.appendChild(element("p", "", "reading"));
            const { fontSize } = getComputedStyle(topic);
            topic.remove();
            return fontSize;
        }"""
    )
    return float(size.removesuffix("px"))


def is_dark(visited: VisitedPage) -> bool:
    color: str = visited.page.evaluate("getComputedStyle(document.body).backgroundColor")
    parts = color.removeprefix("rgb(").removesuffix(")").split(",")
    return all(float(part) / 255 < DARKEST + 0.02 for part in parts)


def do(visited: VisitedPage, by: str, intent: Intent) -> None:
    """Ask for it in one way."""
    if by == "voice":
        visited.hears(Reading("moonshine", intent), Reading("yes-no", intent))
        visited.shown()
    elif by == "touch":
        visited.touch(key_for(intent))
    elif by == "key":
        visited.type(key_for(intent))
    else:
        for _ in range(0 if visited.kiosk.dialogue.visit.scan else 2):  # first, that there is one
            visited.type(SWITCH)
            visited.kiosk.stage.driver.wait(BOUNCE)
        BySwitch.take(visited.kiosk, Choose(intent, ""))
        taken = visited.kiosk.stage.clock.now()
        visited.wait(lambda: visited.kiosk.account.last_at > taken)


@pytest.mark.parametrize("by", ["touch", "key", "switch", "voice"])
def test_letters_and_colors_are_changed_and_the_next_visitor_has_the_usual_ones(
    by: str, browser: Browser
) -> None:
    with page_in(State.READING, browser, CONTENT, GRAMMAR, abilities=WITH_NAMES) as visited:
        usual, drawer = letters(visited), visited.page.locator("#drawer")
        assert not drawer.is_visible()
        do(visited, by, Intent.PREFERENCES)
        assert drawer.is_visible()
        assert visited.page.text_content("#title") == "How I like it"
        for step in range(1, SIZES):
            do(visited, by, Intent.LARGER)
            assert letters(visited) > usual * (1 + 0.15 * step)
        do(visited, by, Intent.DARK)
        assert is_dark(visited)
        assert drawer.locator('[data-key="d"]').get_attribute("aria-pressed") == "true"
        do(visited, by, Intent.CONTINUE if by == "switch" else Intent.PREFERENCES)
        assert not drawer.is_visible()
        assert letters(visited) > usual * 1.4
        visited.kiosk.press(key_for(Intent.GOODBYE))
        visited.wait(lambda: visited.state == State.ATTRACT)
        assert letters(visited) == usual
        assert not is_dark(visited)


def test_each_button_there_can_be_said_by_its_name(browser: Browser) -> None:
    with page_in(State.READING, browser, CONTENT, GRAMMAR, abilities=WITH_NAMES) as visited:
        visited.touch(key_for(Intent.PREFERENCES))
        buttons = visited.page.locator("#drawer button:visible")
        names = {str(each.inner_text()): each.get_attribute("data-key") for each in buttons.all()}
        assert len(names) > 8
        for name, key in names.items():
            meant = GRAMMAR.meaning(name.removeprefix("✓ "))
            assert meant is not None, name
            assert key_for(meant) == key or meant == Intent.BACK, name


def test_words_that_sound_are_seen_while_it_is_open(browser: Browser) -> None:
    with page_in(State.READING, browser, CONTENT, GRAMMAR, abilities=WITH_NAMES) as visited:
        visited.touch(key_for(Intent.PREFERENCES))
        account = visited.kiosk.account
        for _ in range(3):
            before = account.last_at
            visited.wait(partial(lambda was: account.last_at > was, before))
            assert visited.captions == [account.last]
