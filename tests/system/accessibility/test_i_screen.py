"""I: the screen. Looked at in a real browser: letters by the dots they are drawn with."""

import json
import math
from typing import Any

import pytest
from playwright.sync_api import Browser

from grammar.intents import Intent
from kiosk.settings.model import Settings
from kiosk.visit.dialogue.keys import key_for
from kiosk.visit.dialogue.table import State
from kiosk.visit.screen.told import Told
from tests.kiosk.visit.screen.touch.seen import Looker
from tests.kiosk.visit.screen.touch.visited import LANDSCAPE, PORTRAIT, VisitedPage, page_in
from tests.shipped import CONTENT, GRAMMAR

pytestmark = pytest.mark.browser

STATES = list(State)

SEEN_TEXT = """() => [...document.querySelectorAll("body *")].filter(each =>
    [...each.childNodes].some(node => node.nodeType === 3 && node.textContent.trim())
    && each.getClientRects().length)"""

LETTERS = f"""letter => {{ const known = {{}}; return ({SEEN_TEXT})().map(each => {{
    const style = getComputedStyle(each);
    const font = `${{style.fontWeight}} ${{style.fontSize}} ${{style.fontFamily}}`;
    return {{...(known[font] ??= measured(font)), text: each.textContent}};
}});
function measured(font) {{
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 400;
    const pen = canvas.getContext("2d", {{willReadFrequently: true}});
    pen.font = font;
    pen.fillText(letter, 50, 300);
    const dots = pen.getImageData(0, 0, 400, 400).data;
    let top = 400, bottom = 0, left = 400, right = 0, foot = 0;
    for (let y = 0; y < 400; y++) for (let x = 0; x < 400; x++) {{
        if (dots[(y * 400 + x) * 4 + 3] < 128) continue;
        top = Math.min(top, y); bottom = Math.max(bottom, y);
        left = Math.min(left, x); right = Math.max(right, x);
    }}
    for (let x = left; x <= right; x++) foot += dots[(bottom * 400 + x) * 4 + 3] >= 128;
    return {{height: bottom - top + 1, foot}};
}} }}"""


def drawn(visited: VisitedPage, letter: str) -> list[dict[str, Any]]:
    """How many dots high a letter is, and how wide its foot, in the font of each text there is."""
    letters: list[dict[str, Any]] = visited.page.evaluate(LETTERS, letter)
    assert len(letters) > 9
    return letters


def millimetres(dots: float, inches: float, size: tuple[int, int] = LANDSCAPE) -> float:
    return dots * inches * 25.4 / math.hypot(*size)


@pytest.mark.parametrize("state", [State.SECTION_MENU, State.QUESTION, State.EMERGENCY])
def test_i1_letters_without_serifs_and_capitals_large_enough(
    state: State, browser: Browser
) -> None:
    near = Settings.of(viewing_distance=300.0)
    with page_in(state, browser, CONTENT, GRAMMAR, settings=near) as visited:
        for letter in drawn(visited, "I"):
            assert millimetres(letter["height"], near.page.screen_inches) >= 4.8, letter
        for stem in "TFP":  # the font gives "I" bars, so that nobody takes it for "l" or "1"
            for letter in drawn(visited, stem):
                assert letter["foot"] < letter["height"] / 3, f"{letter} has serifs"


@pytest.mark.parametrize(
    ("distance", "inches", "size", "capital"),
    [
        (500.0, 15.6, LANDSCAPE, 6.11),
        (700.0, 24.0, PORTRAIT, 8.55),
        (700.0, 10.1, (1280, 800), 8.55),
        (1000.0, 32.0, LANDSCAPE, 12.22),
    ],
)
def test_i2_capitals_are_as_high_as_the_distance_asks(
    distance: float, inches: float, size: tuple[int, int], capital: float, browser: Browser
) -> None:
    there = Settings.of(viewing_distance=distance, screen_inches=inches)
    with page_in(
        State.SECTION_MENU, browser, CONTENT, GRAMMAR, settings=there, size=size
    ) as visited:
        for letter in drawn(visited, "H"):
            assert millimetres(letter["height"], inches, size) >= capital, letter


@pytest.mark.parametrize(("distance", "small"), [(500.0, 2.98), (700.0, 4.17)])
def test_i3_small_letters_are_as_high_as_the_distance_asks(
    distance: float, small: float, browser: Browser
) -> None:
    there = Settings.of(viewing_distance=distance)
    with page_in(State.QUESTION, browser, CONTENT, GRAMMAR, settings=there) as visited:
        for letter in drawn(visited, "x"):
            assert millimetres(letter["height"], there.page.screen_inches) >= small, letter


def luminance(color: str) -> float:
    """Of "rgb(r, g, b)" (WCAG 2.2, relative luminance)."""
    parts = [int(part) / 255 for part in color.removeprefix("rgb(").removesuffix(")").split(",")]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("state", [State.SECTION_MENU, State.QUESTION, State.EMERGENCY])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_i4_text_stands_out_seven_to_one_and_edges_three_to_one(
    state: State, theme: str, browser: Browser
) -> None:
    in_it = Settings.of(theme=theme)
    with page_in(state, browser, CONTENT, GRAMMAR, settings=in_it) as visited:
        if state == State.QUESTION:
            visited.screen.tell(Told(("no speaker is connected",), "attention"))
            visited.shown()
        texts = visited.page.evaluate(
            f"""() => ({SEEN_TEXT})().map(each => {{
                let behind = each;
                while (getComputedStyle(behind).backgroundColor === "rgba(0, 0, 0, 0)")
                    behind = behind.parentElement;
                return [getComputedStyle(each).color, getComputedStyle(behind).backgroundColor];
            }})"""
        )
        assert min(contrast(*pair) for pair in texts) >= 7.0
        edges = visited.page.evaluate(
            """() => [...document.querySelectorAll("button, summary, #status")]
                .filter(each => each.checkVisibility())
                .map(each => {
                    const style = getComputedStyle(each), body = getComputedStyle(document.body);
                    const edged = parseFloat(style.borderTopWidth) > 0;
                    const edge = edged ? style.borderTopColor : style.backgroundColor;
                    return [edge, body.backgroundColor];
                })"""
        )
        assert min(contrast(*pair) for pair in edges) >= 3.0
        signs = visited.page.evaluate(
            """() => [...document.querySelectorAll("svg:not(.icons, .calm), .level i, #place-bar")]
                .filter(each => each.checkVisibility({visibilityProperty: true}))
                .map(each => {
                    let behind = each.parentElement;
                    while (getComputedStyle(behind).backgroundColor === "rgba(0, 0, 0, 0)")
                        behind = behind.parentElement;
                    const style = getComputedStyle(each), is_icon = each.matches("svg");
                    const ground = getComputedStyle(behind).backgroundColor;
                    return [is_icon ? style.fill : style.borderTopColor, ground];
                })"""
        )
        assert len(signs) > 5
        assert min(contrast(*pair) for pair in signs) >= 3.0
        ground = luminance(visited.page.evaluate("getComputedStyle(document.body).backgroundColor"))
        assert (ground > 0.5) == (theme == "light" and state != State.EMERGENCY)  # that is red
        assert Looker(visited).barriers() == []


TOUCHED = "button:visible, summary:visible"
IN_THE_BAR = 8
"""Back, say it again, pause, quieter, louder, how I like it, help and staff."""


@pytest.mark.parametrize("size", [LANDSCAPE, PORTRAIT, (1024, 768)])
@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_i5_what_is_touched_is_44_pixels_large(
    size: tuple[int, int], zoom: float, browser: Browser
) -> None:
    how = {"size": size, "zoom": zoom, "settings": Settings.of(viewing_distance=300.0)}
    with page_in(State.SECTION_MENU, browser, CONTENT, GRAMMAR, **how) as visited:
        visited.screen.tell(Told(("no speaker is connected",)))
        visited.shown()
        boxes = [box.bounding_box() for box in visited.page.locator(TOUCHED).all()]
        scene = json.loads(visited.screen.picture)["scene"]
        assert len(boxes) == len(scene["tiles"]) + IN_THE_BAR + 1  # the notices
        for box in boxes:
            assert box is not None
            assert min(box["width"], box["height"]) >= 44


_AT_REST = {State.EMERGENCY, State.GOODBYE, State.OUT_OF_SERVICE}
NOT_IN = {
    Intent.BACK: {State.ATTRACT, *_AT_REST},
    Intent.REPEAT: {State.ATTRACT},
    Intent.HELP: _AT_REST,
    Intent.STAFF: {State.EMERGENCY},
}
"""States in which a command of the bar would do nothing."""


def test_i6_help_and_staff_are_in_the_same_place_and_answers_in_the_same_order(
    browser: Browser,
) -> None:
    bar = (Intent.BACK, Intent.REPEAT, Intent.HELP, Intent.STAFF)
    answers = (Intent.YES, Intent.NO, Intent.NOT_SURE)
    places: dict[tuple[tuple[int, int], Intent], dict[State, object]] = {}
    for state in STATES:
        with page_in(state, browser, CONTENT, GRAMMAR) as visited:
            for size in (LANDSCAPE, PORTRAIT):
                visited.resize(size)
                for intent in bar:
                    button = visited.page.locator(f'#bar button[data-key="{key_for(intent)}"]')
                    if button.is_visible():
                        places.setdefault((size, intent), {})[state] = button.bounding_box()
                shown = visited.page.locator(".answers button").evaluate_all(
                    "all => all.map(each => each.dataset.key)"
                )
                assert shown in ([], ["n"], [key_for(intent) for intent in answers])
    assert len(places) == 8
    for (_, intent), boxes in places.items():
        assert set(STATES) - boxes.keys() == NOT_IN[intent], intent
        assert all(box == boxes[State.HELP] for box in boxes.values()), intent


def test_i6_what_the_kiosk_does_is_told_by_word_and_shape_not_by_color(browser: Browser) -> None:
    told = {}
    with VisitedPage(browser, CONTENT, GRAMMAR) as visited:

        def look(status: str) -> None:
            word = visited.page.locator("#status-word").text_content()
            shape = visited.page.locator("#shape").get_attribute("d")
            visited.page.emulate_media(forced_colors="active")  # all colors are the reader's own
            assert visited.page.locator("#status").is_visible()
            visited.page.emulate_media(forced_colors="none")
            told[status] = (word, shape)

        visited.touch(" ")
        visited.kiosk.stage.driver.wait(0.1)
        visited.shown()
        look("speaking")
        visited.touch("p")
        look("paused")
        visited.touch("c")
        visited.choose("section.symptoms")
        visited.wait(lambda: visited.kiosk.stage.app.listening)
        look("listening")
        visited.screen.status("waiting")
        visited.shown()
        look("waiting")
    assert [word for word, _ in told.values()] == ["Speaking", "Paused", "Listening", "Waiting"]
    assert len({shape for _, shape in told.values()}) == 4


def test_i6_every_button_has_words(browser: Browser) -> None:
    with page_in(State.SECTION_MENU, browser, CONTENT, GRAMMAR) as visited:
        words = visited.page.locator("button").all_text_contents()
        assert all(any(letter.isalpha() for letter in word) for word in words)
