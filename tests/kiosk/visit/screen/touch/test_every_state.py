"""In every state the page shuts nobody out, in either light, any shape, and enlarged.

`run_kiosk.py pictures FOLDER` runs this too, and keeps pictures of each state.
"""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from kiosk.commands.pictures import FOLDER
from kiosk.settings.model import Settings
from kiosk.visit.dialogue.abilities import Abilities
from kiosk.visit.dialogue.actions import Show
from kiosk.visit.dialogue.scene import Scene, Step, Tile
from kiosk.visit.dialogue.table import State
from tests.kiosk.visit.screen.touch.seen import (
    BY_TOUCH,
    ENLARGED,
    LEAST_TARGET,
    LOOKS,
    PICTURES,
    Look,
    Looker,
    come_to_the_middle,
)
from tests.kiosk.visit.screen.touch.test_qr_code import read
from tests.kiosk.visit.screen.touch.visited import VisitedPage, page_in
from tests.shipped import CONTENT, GRAMMAR

pytestmark = pytest.mark.browser

KEPT_IN = os.environ.get(FOLDER, "")
"""Folder in which pictures are kept; empty: none are made."""

LOADED = 400_000
"""Bytes that the page loads at most."""

DECISIVE = {State.ATTRACT, State.READING, State.AFTER_TOPIC, State.QUESTION, State.EMERGENCY}
"""States that are looked at with letters of every size; the others with the largest."""

LARGEST = ENLARGED[2::3]
"""Looks with the largest letters."""

DOTS = 4
"""Pixels of a QR code's module at least."""


def keep(looker: Looker, name: str, look: Look) -> None:
    if KEPT_IN and look in PICTURES:
        (Path(KEPT_IN) / f"{name}.png").write_bytes(looker.picture())


def cut(looker: Looker, look: Look, sounded: list[str]) -> list[str]:
    """What is not whole in a look, or too small to touch; `sounded` must be in sight."""
    looker.take_on(look)
    unseen = [f"out of sight: {text}" for text in looker.unseen(sounded)]
    return looker.faults(whole=True) + unseen


@pytest.mark.parametrize("state", list(State))
def test_each_state_can_be_seen_read_and_touched_in_every_look(
    state: State, browser: Browser
) -> None:
    with page_in(state, browser, CONTENT, GRAMMAR, abilities=BY_TOUCH) as visited:
        come_to_the_middle(visited)
        looker = Looker(visited)
        sounded = [moment.what for moment in visited.kiosk.stage.transcript.sentences][-1:]
        found = []
        for look in LOOKS:
            looker.take_on(look)
            keep(looker, f"{state}-{look.name}", look)
            faults = looker.barriers() + looker.faults(whole=look.zoom == 1)
            if look.zoom == 1:
                faults += [f"out of sight: {text}" for text in looker.unseen(sounded)]
            found += [f"{look.name}: {fault}" for fault in faults]
        for look in ENLARGED if state in DECISIVE else LARGEST:
            found += [f"{look.name}: {fault}" for fault in cut(looker, look, sounded)]
        assert found == []
        assert visited.faults == []


@pytest.mark.parametrize("look", [Look("wide", (1280, 800), "dark"), *LOOKS[1:6], *LARGEST])
def test_every_menu_and_the_longest_texts_can_be_read_at_once(look: Look, browser: Browser) -> None:
    topics = list(CONTENT.topics.values())
    sections = {topic.section for topic in topics}
    menus = [[t for t in CONTENT.section(each) if not t.is_frame] for each in sections]
    longest = max((s for t in topics for s in (*t.plain, *t.fuller)), key=len)
    question = max((each.text for each in CONTENT.questions), key=len)
    answers = tuple(Tile(name, name.replace("_", " ")) for name in ("yes", "no", "not_sure"))
    scenes = [
        Scene("menu", tiles=tuple(Tile(f"topic.{t.id}", t.name, heard=True) for t in menu))
        for menu in menus
    ]
    scenes.append(Scene("reading", (longest,) * 3, place=Step(2, 6)))
    scenes.append(Scene("question", (question,), question, answers=answers, place=Step(4, 13)))
    with VisitedPage(browser, CONTENT, GRAMMAR, size=look.size) as visited:
        looker = Looker(visited)
        for scene in scenes:
            visited.screen.show(Show("section_menu", "Bladder or bowel control", scene=scene))
            caption = scene.text[0] if scene.text else "Touch what you want to hear."
            visited.screen.caption(caption)
            visited.shown()
            assert cut(looker, look, [caption]) == [], scene


def test_the_code_and_how_i_like_it_can_be_seen_in_every_look(browser: Browser) -> None:
    with page_in(State.AFTER_TOPIC, browser, CONTENT, GRAMMAR, abilities=BY_TOUCH) as visited:
        looker, page = Looker(visited), visited.page
        for shown in ("#home > svg", "#drawer"):
            if shown == "#drawer":
                visited.touch("i")
            else:
                page.locator('[data-page="home"]:visible').click()
            for look in ENLARGED:
                assert cut(looker, look, visited.captions) == [], look
            for look in LOOKS[:8:3]:
                looker.take_on(look)
                assert page.locator(shown).is_visible()
                assert looker.barriers() + looker.faults(whole=False) == [], look
        visited.touch("i")
        page.locator('[data-page="home"]:visible').click()
        code = page.locator("#home > svg")
        size = int(str(code.get_attribute("viewBox")).split()[-1])
        text = read(size, str(code.locator("path").get_attribute("d")))
        assert text.endswith(CONTENT.topic("treatments.surgery").plain[-1])
        box = code.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) / size >= DOTS


def test_the_pad_for_the_staff_code_is_in_reach_in_every_look(browser: Browser) -> None:
    with page_in(State.EMERGENCY, browser, CONTENT, GRAMMAR, abilities=BY_TOUCH) as visited:
        looker = Looker(visited)
        visited.page.locator("#pad summary").click()
        for look in LOOKS[:8]:
            looker.take_on(look)
            for key in "1234567890#":
                box = visited.page.locator(f'#digits [data-key="{key}"]').bounding_box()
                assert box is not None
                assert min(box["x"], box["y"]) >= 0, (look, key)
                assert min(box["width"], box["height"]) >= LEAST_TARGET


def test_what_is_cut_covered_beside_or_small_is_found(browser: Browser) -> None:
    faults = [
        ("cut: h1#title", "#title", {"height": "9px", "overflow": "hidden", "flex": "none"}),
        ("overlap", "#title", {"position": "relative", "left": "1400px"}),
        ("beside: h1#title", "#title", {"position": "absolute", "left": "150%"}),
        ("lies on", "main", {"position": "relative", "top": "-150px", "background": "gray"}),
        ("broken: symptoms", "#title", {"width": "3rem", "minWidth": "0", "flex": "none"}),
        ("50x", '[data-key="h"]', {"width": "50px", "minWidth": "0"}),
        ("pixels too high", "main", {"flex": "none", "height": "3000px"}),
    ]
    with page_in(State.SECTION_MENU, browser, CONTENT, GRAMMAR, abilities=BY_TOUCH) as visited:
        looker = Looker(visited)
        for told, place, style in faults:
            assert looker.faults(whole=True) == []
            part = visited.page.locator(place)
            part.evaluate("(each, style) => Object.assign(each.style, style)", style)
            assert told in "\n".join(looker.faults(whole=True)), told
            part.evaluate("each => each.removeAttribute('style')")
        assert looker.barriers() == []
        visited.page.locator("#title").evaluate("each => { each.style.color = 'gray'; }")
        assert "color-contrast-enhanced: <h1" in "\n".join(looker.barriers()), "in a later look"


def test_a_small_screen_and_a_person_far_away_can_be_served(browser: Browser) -> None:
    far = Settings.of(viewing_distance=700.0, screen_inches=10.1)
    with page_in(State.QUESTION, browser, CONTENT, GRAMMAR, settings=far) as visited:
        looker = Looker(visited)
        looker.take_on(Look("far", (1024, 600), "light"))
        assert looker.faults(whole=False) == []


def test_all_that_the_page_loads_is_small(browser: Browser) -> None:
    own = Settings()
    with VisitedPage(browser, CONTENT, GRAMMAR, settings=own, abilities=Abilities()) as visited:
        sizes = visited.page.evaluate(
            """() => [...performance.getEntriesByType("navigation"),
                ...performance.getEntriesByType("resource")]
                .map(each => [each.name.split("/").at(-1), each.encodedBodySize])"""
        )
        loaded = dict(sizes)
        assert {"", "tokens.css", "brand.css", "atkinson.woff2", "page.js"} <= set(loaded)
        assert sum(loaded.values()) <= LOADED
