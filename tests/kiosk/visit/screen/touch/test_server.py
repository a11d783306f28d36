"""The page is for this machine's browser alone, and tells when nobody answers."""

import asyncio
import json
import socket
from collections.abc import Coroutine, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from queue import Queue
from typing import Any, TypeVar

import aiohttp
import httpx
import pytest
from playwright.sync_api import Browser

from kiosk.clock import LiveClock
from kiosk.errors import PageError
from kiosk.service.assembly.page_words import words_of_page
from kiosk.settings.model import Settings
from kiosk.visit.keys.key_map import KeyMap
from kiosk.visit.screen.told import Told
from kiosk.visit.screen.touch.screen import PageScreen
from kiosk.visit.screen.touch.server import PageServer
from kiosk.watchdog.thread_heartbeats import ThreadHeartbeats
from kiosk.web.brand import Brand
from kiosk.web.door import Door, entrance_to, open_door
from tests.every_row import every_row
from tests.kiosk.visit.screen.touch.open_page import LIMIT
from tests.kiosk.visit.screen.touch.visited import VisitedPage
from tests.shipped import CONTENT, GRAMMAR

pytestmark = pytest.mark.unit

Given = TypeVar("Given")


@contextmanager
def served() -> Iterator[tuple[Door, PageScreen, Queue[str]]]:
    with closing(open_door(0)) as door, served_at(door) as (screen, presses):
        yield door, screen, presses


@contextmanager
def served_at(door: Door) -> Iterator[tuple[PageScreen, Queue[str]]]:
    screen, presses = PageScreen(), Queue[str]()
    words = words_of_page(CONTENT, Settings())
    with PageServer(
        door,
        screen,
        words,
        presses.put,
        lambda _: None,
        brand=Brand(),
        keys=KeyMap({}),
        alive=lambda: True,
        heartbeats=ThreadHeartbeats(LiveClock()),
    ):
        yield screen, presses


def done(work: Coroutine[Any, Any, Given]) -> Given:
    return asyncio.run(asyncio.wait_for(work, LIMIT))


async def answers(door: Door, *texts: str, **headers: str) -> list[str]:
    """What the socket says after its first picture, to each text."""
    async with aiohttp.ClientSession() as session:
        address = f"{door.address}socket"
        async with session.ws_connect(address, headers=headers, autoping=True) as talk:
            said = [(await talk.receive()).data]
            for text in texts:
                await talk.send_str(text)
                said.append((await talk.receive()).data)
            return said


def test_it_listens_on_this_machine_alone() -> None:
    with served() as (door, _, _):
        assert door.socket.getsockname()[0] == "127.0.0.1"
        family, kind = socket.AF_INET, socket.SOCK_STREAM
        with socket.socket(family, kind) as other, pytest.raises(OSError, match="refused"):
            other.connect(("127.0.0.2", door.socket.getsockname()[1]))


def test_the_browser_is_told_to_load_nothing_from_elsewhere() -> None:
    with served() as (door, _, _):
        for part in ("", "tokens.css", "brand.css", "frame.css", "connection.js", "page.js"):
            answer = httpx.get(door.address + part)
            policy = answer.headers["content-security-policy"].split("; ")
            assert answer.status_code == 200
            assert policy[0] == "default-src 'none'"
            assert all(rule.split()[1:] in (["'none'"], ["'self'"]) for rule in policy)
            assert answer.headers["cache-control"] == "no-store"
            assert "://" not in answer.text


@pytest.mark.parametrize("path", ["/", "/page.js", "/socket", "/guess/", "/guess/socket"])
def test_without_the_secret_there_is_nothing(path: str) -> None:
    with served() as (door, _, _):
        assert httpx.get(door.origin + path).status_code == 404


def test_the_entrance_leads_its_own_users_to_the_page_and_nobody_else() -> None:
    with served() as (door, _, _):
        led = httpx.get(entrance_to(door.address))
        assert (led.status_code, led.headers["location"]) == (303, door.address)
        from_a_site = httpx.get(entrance_to(door.address), headers={"Sec-Fetch-Site": "cross-site"})
        assert from_a_site.status_code == 403
        assert door.secret not in from_a_site.text
    with closing(open_door(0)) as ours:
        others = replace(ours, users=frozenset({12345}))
        with served_at(others):
            refused = httpx.get(entrance_to(ours.address))
            assert refused.status_code == 403
            assert ours.secret not in str(refused.headers) + refused.text


@pytest.mark.parametrize(
    "headers",
    [{"Host": "elsewhere.example"}, {"Origin": "http://elsewhere.example"}, {"Origin": "null"}],
)
def test_another_site_s_page_sees_and_presses_nothing(headers: dict[str, str]) -> None:
    with served() as (door, _, presses):
        assert httpx.get(door.address, headers=headers).status_code == 403
        with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
            done(answers(door, '{"key": "y"}', **headers))
        assert presses.empty()


@every_row(
    ("text", "reason"),
    [
        ("", "message: Invalid JSON"),
        ("yes", "message: Invalid JSON"),
        ("[]", "message: Input should be an object"),
        ("{}", "message: Value error, give exactly one of key, typed, named, choose and hear"),
        ('{"key": "yes"}', "key: String should have at most 1 character"),
        ('{"key": "y", "typed": "n"}', "message: Value error, give exactly one"),
        ('{"say": "hello"}', "say: Extra inputs are not permitted"),
        ('{"typed": 1}', "typed: Input should be a valid string"),
        ('{"choose": "../.."}', "choose: String should match pattern"),
        ('{"hear": -1}', "hear: Input should be greater than or equal to 0"),
        ('{"hear": 1, "choose": "more"}', "message: Value error, give exactly one"),
        ('{"named": "../.."}', "named: String should match pattern"),
    ],
)
def test_what_is_no_press_is_told_so_and_nothing_is_lost(text: str, reason: str) -> None:
    with served() as (door, screen, presses):

        async def talk() -> str:
            async with (
                aiohttp.ClientSession() as session,
                session.ws_connect(f"{door.address}socket") as page,
            ):
                await page.receive()
                await page.send_str(text)
                refused = json.loads((await page.receive()).data)
                await page.send_str('{"key": "y"}')
                screen.caption("Go on.")
                assert json.loads((await page.receive()).data)["caption"] == "Go on."
                return str(refused["error"])

        told = done(talk())
        assert told.startswith(reason)
        assert told.endswith('; send one key, such as {"typed": "y"}')
        assert presses.get(timeout=LIMIT) == "y"


def test_a_message_that_is_far_too_long_ends_that_page_alone() -> None:
    with served() as (door, _, presses):

        async def talk() -> None:
            async with aiohttp.ClientSession() as session:
                address = f"{door.address}socket"
                async with session.ws_connect(address) as bad, session.ws_connect(address) as good:
                    await bad.receive()
                    await good.receive()
                    await bad.send_str("y" * 10_000)
                    assert (await bad.receive()).type is aiohttp.WSMsgType.CLOSE
                    await good.send_str('{"key": "n"}')

        done(talk())
        assert presses.get(timeout=LIMIT) == "n"


def test_a_port_that_is_taken_is_an_error_in_one_line() -> None:
    with closing(open_door(0)) as taken:
        port = taken.socket.getsockname()[1]
        with pytest.raises(PageError, match=f"port {port}: address already in use; set page_port"):
            open_door(port)


def test_a_page_that_comes_late_shows_all_of_it() -> None:
    with served() as (door, screen, _):
        screen.caption("One.")
        screen.caption("Two.")
        screen.tell(Told(("no speaker is connected",)))
        (first,) = done(answers(door))
        picture = json.loads(first)
        assert picture["caption"] == "Two."
        assert picture["notices"] == ["no speaker is connected"]


@pytest.mark.browser
def test_the_page_says_when_the_kiosk_hangs_and_when_it_answers_again(browser: Browser) -> None:
    with VisitedPage(browser, CONTENT, GRAMMAR, fresh=True) as visited:
        gone = visited.page.locator("#gone")
        assert not gone.is_visible()
        visited.opened.alive = False
        gone.wait_for(state="visible")
        assert gone.text_content() == CONTENT.labels["page.gone"]
        visited.opened.alive = True
        gone.wait_for(state="hidden")


@pytest.mark.browser
def test_the_page_finds_the_kiosk_that_comes_after(browser: Browser) -> None:
    page = browser.new_context().new_page()
    page.set_default_timeout(LIMIT * 1000)
    with closing(open_door(0)) as door:
        with served_at(door) as (screen, _):
            page.goto(door.address)
            screen.caption("Before.")
            page.locator("#caption", has_text="Before.").wait_for()
        page.locator("#gone").wait_for(state="visible")
        with served_at(door) as (screen, presses):
            screen.caption("After.")
            page.locator("#caption", has_text="After.").wait_for()
            page.locator("#gone").wait_for(state="hidden")
            page.keyboard.press("y")
            assert presses.get(timeout=LIMIT) == "y"
        page.context.close()


@pytest.mark.browser
def test_the_screen_counts_as_seen_while_a_browser_shows_it(browser: Browser) -> None:
    with VisitedPage(browser, CONTENT, GRAMMAR, fresh=True) as visited:
        assert visited.screen.seen
    assert not visited.screen.seen
