"""A visit by touch alone, and by a keyboard alone, is the one that the kiosk's keys make."""

from dataclasses import replace
from functools import cache

import pytest
from playwright.sync_api import Browser

from grammar.intents import Intent
from kiosk.settings.model import Settings
from kiosk.visit.dialogue.abilities import Abilities
from kiosk.visit.dialogue.commands import UNIVERSAL
from kiosk.visit.dialogue.keys import KEYS, SWITCH, key_for
from kiosk.visit.dialogue.red_flags.heard import LEAST
from kiosk.visit.dialogue.table import State
from tests.kiosk.visit.dialogue.world import STAFF_CODE, WITH_NAMES
from tests.kiosk.visit.screen.touch.seen import BY_TOUCH
from tests.kiosk.visit.screen.touch.visited import VisitedPage, page_in
from tests.shipped import CONTENT, GRAMMAR
from tests.system.access.itinerary import Account, Answer, Step, every_topic, questions
from tests.system.access.visitors import EVERY_ANSWER, NO, YES, ByKeys

pytestmark = pytest.mark.browser

KEYS_ONLY = Abilities(voice=False)

NEEDED = "Staff are needed here now"

AT_REST = {Intent.REPEAT, Intent.QUIETER, Intent.LOUDER}
WORKS_IN = {
    State.ATTRACT: {Intent.HELP, Intent.STAFF},
    State.EMERGENCY: AT_REST,
    State.GOODBYE: AT_REST | {Intent.STAFF},
    State.OUT_OF_SERVICE: AT_REST | {Intent.STAFF},
}
"""Commands that can be touched outside a visit."""

ONLY_IN = {
    Intent.CONTINUE: {State.PAUSED},
    Intent.PAUSE: set(State) - {State.PAUSED},
    Intent.SKIP: {State.READING, State.QUESTION, State.READ_BACK},
    Intent.MORE: {State.READING, State.HELP},
}
"""Commands of a visit that can be touched only where they do something of their own."""


class Visitor:
    """Sees the page and nothing else; `press` is how a button is pressed."""

    def __init__(self, visited: VisitedPage) -> None:
        self.visited = visited

    def press(self, key: str) -> None:
        self.visited.touch(key)

    def choose(self, intent: str) -> None:
        self.visited.choose(intent)

    def begin(self) -> None:
        self.press(" ")
        self.visited.wait(lambda: self.visited.state == State.MAIN_MENU)

    def make(self, step: Step) -> None:
        visited = self.visited
        visited.wait_for_turn()
        if isinstance(step, Answer):
            self.press(key_for(step.intent))
            return
        tile = visited.page.locator(f'[data-choose="{step.intent}"]')
        if tile.count():
            self.choose(step.intent)
            return
        key = key_for(step.intent)
        if not visited.page.locator(f'button[data-key="{key}"]:visible').count():
            self.press(key_for(Intent.PREFERENCES))
        self.press(key)


class AtTheKeyboard(Visitor):
    """Goes to each button by the tab key, and presses it by Enter."""

    def press(self, key: str) -> None:
        self._go_to("key", key)
        assert self.visited.taken() == key

    def choose(self, intent: str) -> None:
        self._go_to("choose", intent)
        assert self.visited.taken() == intent

    def _go_to(self, kind: str, value: str) -> None:
        page = self.visited.page
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate(f"document.activeElement.dataset.{kind} ?? ''") == value:
                page.keyboard.press("Enter")
                return
        raise AssertionError(f"the tab key does not come to {value}")


class WithOneSwitch(Visitor):
    """Presses one key of the keyboard, when the page says that it takes what is wanted."""

    def begin(self) -> None:
        assert self.visited.type(SWITCH) == SWITCH
        self.visited.wait(lambda: self.visited.state == State.MAIN_MENU)

    def make(self, step: Step) -> None:
        visited, account = self.visited, self.visited.kiosk.account

        def offered() -> bool:
            scan = visited.kiosk.dialogue.visit.scan
            if scan is None or scan.offer.intent != step.intent:
                return False
            return account.last == f"For {scan.offer.name}, press now."

        visited.wait(offered)
        name = account.last.removeprefix("For ").removesuffix(", press now.")
        assert visited.page.locator(".switch").text_content() == f"Press for: {name}"
        settled = account.last_at + 1.0
        visited.wait(lambda: visited.kiosk.stage.clock.now() > settled)
        assert visited.type(SWITCH) == SWITCH


@cache
def by_keys() -> Account:
    visitor = ByKeys(CONTENT, GRAMMAR)
    return visitor.kiosk.make(visitor, (*every_topic(CONTENT), *questions(CONTENT, EVERY_ANSWER)))


def test_every_topic_and_question_by_touch(browser: Browser) -> None:
    steps = (*every_topic(CONTENT), *questions(CONTENT, EVERY_ANSWER))
    with VisitedPage(browser, CONTENT, GRAMMAR, abilities=KEYS_ONLY) as visited:
        account = visited.kiosk.make(Visitor(visited), steps)
        visited.shown()
        said = [moment.what for moment in visited.kiosk.stage.transcript.sentences]
        assert visited.captions == said[-1:]
        assert visited.faults == []
    assert account.said == by_keys().said
    assert account.answers == by_keys().answers
    assert account.alerts == by_keys().alerts


@pytest.mark.parametrize("by", [AtTheKeyboard, WithOneSwitch])
def test_a_topic_and_every_question_without_a_touch(
    by: type[AtTheKeyboard | WithOneSwitch], browser: Browser
) -> None:
    steps = (*list(every_topic(CONTENT))[:3], *questions(CONTENT, EVERY_ANSWER))
    with VisitedPage(browser, CONTENT, GRAMMAR, abilities=KEYS_ONLY) as visited:
        account = visited.kiosk.make(by(visited), steps)
    assert account.answers == by_keys().answers
    assert account.said[-2:] == by_keys().said[-2:]


def test_a_yes_by_touch_fetches_staff_and_the_page_says_so(browser: Browser) -> None:
    with VisitedPage(browser, CONTENT, GRAMMAR, abilities=KEYS_ONLY) as visited:
        account = visited.kiosk.make(Visitor(visited), questions(CONTENT, (YES, NO, YES)))
        visited.shown()
        assert account.alerts == ["emergency"]
        assert visited.page.locator("#title").text_content() == NEEDED
        assert "You need a member of staff now." in str(visited.page.text_content("#screen"))
        assert not visited.page.locator("#digits").is_visible()
        visited.page.locator("#pad summary").click()
        for key in f"{STAFF_CODE}#":
            visited.touch(key)
        assert visited.state == State.ATTRACT
        assert not visited.page.locator("#pad").is_visible()


@pytest.mark.parametrize("by_key", [False, True])
def test_a_no_counts_once_its_question_was_shown_or_heard_for_long_enough(
    by_key: bool, browser: Browser
) -> None:
    first, second = (question.text for question in CONTENT.questions[:2])
    with page_in(State.QUESTION, browser, CONTENT, GRAMMAR) as visited:
        answer = visited.type if by_key else visited.touch
        assert visited.captions == [first]
        for _ in range(3):  # hammered, with half a second between two
            answer("n")
            assert visited.captions == [first]
            visited.kiosk.stage.driver.wait(0.45)
        visited.kiosk.stage.driver.wait(LEAST - 3 * 0.45)
        answer("n")
        visited.wait(lambda: visited.captions != [first])
        visited.wait(lambda: bool(visited.captions))
        assert visited.captions == [second]
        answer("y")
        assert visited.state == State.EMERGENCY, "a yes counts at once"


def test_staff_end_a_call_on_the_page_and_not_where_digits_answer(browser: Browser) -> None:
    reachable = replace(WITH_NAMES, staff_answer=True)
    with page_in(State.READING, browser, CONTENT, GRAMMAR, abilities=reachable) as visited:
        pad = visited.page.locator("#pad")
        assert not pad.is_visible()
        visited.touch("s")
        assert pad.is_visible()
        visited.touch("h")
        assert not pad.is_visible()
        visited.touch("b")
        visited.page.locator("#pad summary").click()
        assert visited.taken() == "#"
        for key in f"{STAFF_CODE}#":
            visited.touch(key)
        assert visited.kiosk.stage.dialogue.conversation.call is None
        assert not pad.is_visible()


def test_the_page_wakes_by_a_touch_anywhere(browser: Browser) -> None:
    with VisitedPage(browser, CONTENT, GRAMMAR) as visited:
        visited.page.locator(".purpose").click()
        visited.taken()
        assert visited.state == State.GREETING


@pytest.mark.parametrize(
    ("key", "meant"),
    [("y", Intent.YES), ("Enter", Intent.YES), ("n", Intent.NO), ("?", None), ("F9", None)],
)
def test_a_keyboard_s_keys_are_the_kiosk_s_keys(
    key: str, meant: Intent | None, browser: Browser
) -> None:
    with VisitedPage(browser, CONTENT, GRAMMAR) as visited:
        assert KEYS.get(visited.type(key)) == meant


def test_a_learned_key_means_on_the_page_what_it_was_learned_for(browser: Browser) -> None:
    settings = Settings.of(keys=(("f9", "help"), ("up", "switch")))
    with VisitedPage(browser, CONTENT, GRAMMAR, settings=settings) as visited:
        assert visited.type("F9") == "h"
        assert visited.type("ArrowUp") == "w"


def test_enter_means_yes_after_no_was_touched(browser: Browser) -> None:
    with VisitedPage(browser, CONTENT, GRAMMAR) as visited:
        visited.touch("h")
        visited.touch("n")
        assert visited.type("Enter") == "\n"
        assert visited.type(" ") == " "


def test_a_key_held_down_presses_once(browser: Browser) -> None:
    with VisitedPage(browser, CONTENT, GRAMMAR) as visited:
        for _ in range(5):
            visited.page.keyboard.down("k")  # from the second on it repeats
        visited.page.keyboard.up("k")
        assert visited.type("h") == "k"
        assert visited.taken() == "h"
        assert visited.sent.empty()


def test_shortcuts_of_the_browser_press_nothing(browser: Browser) -> None:
    with VisitedPage(browser, CONTENT, GRAMMAR) as visited:
        for keys in ("Control+y", "Alt+n", "Shift+Tab"):
            visited.page.keyboard.press(keys)
        assert visited.type("h") == "h"


def test_the_page_keeps_from_the_browser_what_would_open_something(browser: Browser) -> None:
    tries = """() => {
      const kept = (event) => !document.body.dispatchEvent(event);
      const key = (name, more) =>
        kept(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true, ...more }));
      const mouse = (name, more) =>
        kept(new MouseEvent(name, { bubbles: true, cancelable: true, ...more }));
      return {
        chords: ["n", "t", "o", "p", "s", "l", "F4", "Tab"].every((name) =>
          ["ctrlKey", "altKey", "metaKey"].every((modifier) => key(name, { [modifier]: true }))),
        held: key("F5", { repeat: true }) && key("F11", { repeat: true }),
        zoom: kept(new WheelEvent("wheel", { ctrlKey: true, bubbles: true, cancelable: true })),
        menu: mouse("contextmenu"), drag: mouse("dragstart"), drop: mouse("drop"),
        back: mouse("mouseup", { button: 3 }),
        tab: !key("Tab") && !key("Tab", { shiftKey: true }),
      };
    }"""
    with VisitedPage(browser, CONTENT, GRAMMAR) as visited:
        kept = visited.page.evaluate(tries)
        assert all(kept.values()), kept


def test_words_of_a_visit_are_gone_with_it(browser: Browser) -> None:
    with VisitedPage(browser, CONTENT, GRAMMAR) as visited:
        visited.touch(" ")
        visited.wait(lambda: visited.state == State.MAIN_MENU and bool(visited.captions))
        visited.touch(key_for(Intent.PREFERENCES))
        visited.touch("q")
        visited.wait(lambda: visited.state == State.ATTRACT)
        assert visited.captions == []


@pytest.mark.parametrize("state", list(State))
def test_every_command_can_be_touched_in_every_state(state: State, browser: Browser) -> None:
    with page_in(state, browser, CONTENT, GRAMMAR, abilities=BY_TOUCH) as visited:
        # Stop does what pause does, which has the button.
        here = {i for i in UNIVERSAL - {Intent.STOP} if state in ONLY_IN.get(i, set(State))}
        for intent in sorted(WORKS_IN.get(state, here)):
            button = visited.page.locator(f'button[data-key="{key_for(intent)}"]')
            if not any(each.is_visible() for each in button.all()):
                visited.touch(key_for(Intent.PREFERENCES))
            assert any(each.is_visible() and each.is_enabled() for each in button.all()), intent
