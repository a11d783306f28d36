"""In every state the page shuts nobody out: axe-core finds nothing, in either light and any shape.

`run_kiosk.py pictures FOLDER` runs this too, and keeps a picture of each state.
"""

import os
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from kiosk.commands.pictures import FOLDER
from kiosk.visit.dialogue.actions import Show
from kiosk.visit.dialogue.scene import Scene, Tile
from kiosk.visit.dialogue.table import State
from tests.kiosk.visit.screen.touch.visited import LANDSCAPE, PORTRAIT, VisitedPage, page_in
from tests.shipped import CONTENT, GRAMMAR

pytestmark = pytest.mark.browser

PICTURES = os.environ.get(FOLDER, "")
"""Folder in which pictures are kept; empty: none are made."""

EVERY_RULE = {
    "runOnly": [
        *("wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
    ]
}


def violations(visited: VisitedPage) -> list[str]:
    found: dict[str, Any] = Axe().run(visited.page, options=EVERY_RULE).response
    assert found["passes"]
    return [
        f"{rule['id']}: {node['html']}" for rule in found["violations"] for node in rule["nodes"]
    ]


def keep_picture(visited: VisitedPage, name: str) -> None:
    if PICTURES:
        visited.page.screenshot(path=Path(PICTURES) / f"{visited.state}-{name}.png")


IN_SIGHT = """() => {
    const marked = [...document.querySelectorAll(".now")].find(each => each.offsetParent);
    const now = marked.getBoundingClientRect(), bar = document.querySelector("#bar");
    return now.top >= 0 && now.bottom <= bar.getBoundingClientRect().top + 1;
}"""


def words_are_in_sight(visited: VisitedPage) -> bool:
    """Whether the page shows what sounded last, and all of it."""
    sounded = [moment.what for moment in visited.kiosk.stage.transcript.sentences]
    assert visited.captions in ([], sounded[-1:])
    return not visited.captions or bool(visited.page.evaluate(IN_SIGHT))


@pytest.mark.parametrize("state", list(State))
def test_axe_finds_nothing_and_the_words_that_sound_are_in_sight(
    state: State, browser: Browser
) -> None:
    with page_in(state, browser, CONTENT, GRAMMAR) as visited:
        keep_picture(visited, "landscape-light")
        assert violations(visited) == []
        assert words_are_in_sight(visited)
        visited.page.emulate_media(color_scheme="dark")
        visited.resize(PORTRAIT)
        keep_picture(visited, "portrait-dark")
        assert violations(visited) == []
        assert words_are_in_sight(visited)
        assert visited.faults == []


@pytest.mark.parametrize("size", [LANDSCAPE, PORTRAIT, (1280, 800)])
def test_the_longest_sentence_is_in_sight_beside_the_longest_choices(
    size: tuple[int, int], browser: Browser
) -> None:
    sentences = [s for topic in CONTENT.topics.values() for s in (*topic.plain, *topic.fuller)]
    names = sorted((topic.name for topic in CONTENT.topics.values()), key=len)
    with VisitedPage(browser, CONTENT, GRAMMAR, size=size) as visited:
        tiles = tuple(Tile(f"topic.{n}", name) for n, name in enumerate(names[-9:]))
        visited.screen.show(Show("section_menu", "Symptoms", scene=Scene("menu", tiles=tiles)))
        visited.screen.caption(max(sentences, key=len))
        visited.shown()
        assert visited.page.evaluate(IN_SIGHT)


@pytest.mark.parametrize("size", [LANDSCAPE, PORTRAIT, (1280, 800)])
@pytest.mark.parametrize("state", [State.ATTRACT, State.SECTION_MENU, State.QUESTION, State.HELP])
def test_all_of_it_is_on_the_screen_at_once(
    state: State, size: tuple[int, int], browser: Browser
) -> None:
    with page_in(state, browser, CONTENT, GRAMMAR, size=size) as visited:
        over = visited.page.evaluate(
            """() => {
                const all = document.documentElement;
                return [all.scrollWidth - innerWidth, all.scrollHeight - innerHeight];
            }"""
        )
        assert max(over) <= 0


@pytest.mark.parametrize("size", [LANDSCAPE, PORTRAIT])
def test_at_200_percent_nothing_is_cut_off_and_nothing_lies_beside(
    size: tuple[int, int], browser: Browser
) -> None:
    how = {"size": size, "zoom": 2.0}
    with page_in(State.SECTION_MENU, browser, CONTENT, GRAMMAR, **how) as visited:
        wide, cut = visited.page.evaluate(
            """() => [
                document.documentElement.scrollWidth - innerWidth,
                [...document.querySelectorAll("button, h1, #status, .now")]
                    .filter(each => each.scrollWidth > each.clientWidth + 1)
                    .map(each => each.textContent),
            ]"""
        )
        assert wide <= 0
        assert cut == []
        for key in ("b", "h", "s"):
            visited.page.locator(f'button[data-key="{key}"]').scroll_into_view_if_needed()
        assert violations(visited) == []
        visited.choose("topic.symptoms.back_pain")
        visited.wait_for_turn()
        assert visited.state == State.AFTER_TOPIC
        assert visited.page.evaluate("scrollY") == 0
