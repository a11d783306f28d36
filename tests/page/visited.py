"""A kiosk in virtual time whose page is open in a real Chromium.

What is pressed on the page comes here through the real server; each press is done before the test
goes on, and the page shows what followed.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Queue
from typing import Self

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from grammar.grammar import Grammar
from kiosk.access import Access
from kiosk.content.model import Content
from kiosk.dialogue import Abilities, Dialogue
from kiosk.events import Event, Started
from kiosk.key_map import KeyMap
from kiosk.page.screen import PageScreen
from kiosk.page.server import PageServer, open_door
from kiosk.page.words import words_of_page
from kiosk.rehearsal import stage_of
from kiosk.replay import Stage
from kiosk.settings import Settings
from kiosk.text_hearing import TextHearing

LIMIT = 20_000
"""Milliseconds within which a page must show what it is sent, however busy the machine is."""

LANDSCAPE = (1920, 1080)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window."""
    found = shutil.which("chromium")
    if found is None:
        pytest.fail("chromium is missing; run: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = _launched(playwright, found)
        yield browser
        browser.close()


def _launched(playwright: Playwright, program: str) -> Browser:
    return playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])


class VisitedPage:
    """The kiosk, its page, and what is pressed there."""

    def __init__(
        self,
        browser: Browser,
        content: Content,
        grammar: Grammar,
        *,
        settings: Settings | None = None,
        abilities: Abilities | None = None,
        access: Access = Access(),  # noqa: B008 - frozen
        size: tuple[int, int] = LANDSCAPE,
        scale: float = 1.0,
        dark: bool = False,
    ) -> None:
        settings = settings or Settings()
        self.screen = PageScreen()
        self._keys: Queue[str] = Queue()
        self.dialogue = Dialogue(
            content,
            abilities or Abilities(voice=True, names=True),
            staff_code="4711",
            access=access,
        )
        self.hearing = TextHearing(grammar)
        self.stage: Stage = stage_of(self.dialogue, self.hearing, also_shown_on=self.screen)
        self.alive = True
        self._door = open_door(0)
        self._server = PageServer(
            self._door,
            self.screen,
            words_of_page(content, settings),
            self._keys.put,
            keys=KeyMap(dict(settings.keys)),
            alive=lambda: self.alive,
        )
        width, height = size
        self._context = browser.new_context(
            viewport={"width": width, "height": height},
            screen={"width": round(width * scale), "height": round(height * scale)},
            device_scale_factor=scale,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        self.faults: list[str] = []

    def __enter__(self) -> Self:
        self._server.__enter__()
        self.page: Page = self._context.new_page()
        self.page.set_default_timeout(LIMIT)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda line: self.faults.append(line.text))
        self.page.on("requestfailed", lambda request: self.faults.append(request.url))
        self.page.goto(self._door.address)
        self.stage.driver.post(Started())
        self.shown()
        return self

    def __exit__(self, *error: object) -> None:
        self._context.close()
        self._server.__exit__(None, None, None)
        self._door.socket.close()

    @property
    def address(self) -> str:
        return self._door.address

    @property
    def state(self) -> str:
        return str(self.dialogue.state)

    def post(self, event: Event) -> None:
        self.stage.driver.post(event)
        self.shown()

    def shown(self) -> None:
        """Wait until the page shows what the kiosk shows."""
        self.page.wait_for_function(
            "number => Number(document.body.dataset.number) === number", arg=self.screen.number
        )

    def wait(self, reached: Callable[[], bool], limit: float = 600.0) -> None:
        """Let the kiosk's time pass."""
        assert self.stage.pass_until(reached, limit), self.state
        self.shown()

    def wait_for_turn(self) -> None:
        """Let it say what it has to say."""
        self.wait(lambda: not self.stage.app.speaking)

    def taken(self) -> str:
        """Do the press that the page has sent; give its key."""
        key = self._keys.get(timeout=LIMIT / 1000)
        self.stage.driver.press(key)
        self.shown()
        return key

    def nothing_sent(self) -> bool:
        """Whether no press is waiting, all that the page did until here being over."""
        self.page.evaluate("() => new Promise(done => requestAnimationFrame(() => done()))")
        return self._keys.empty()

    def touch(self, label: str, *, within: str = "body") -> str:
        """Touch a button by its words."""
        self.page.locator(f"{within} button", has_text=label).first.click()
        return self.taken()

    def touch_key(self, key: str) -> str:
        """Touch a button by its key."""
        self.page.locator(f'button[data-key="{key}"]').click()
        return self.taken()

    def type(self, key: str) -> str:
        """Press a key of a keyboard, named as playwright does."""
        self.page.keyboard.press(key)
        return self.taken()

    def captions(self) -> list[str]:
        return self.page.locator("#captions p").all_text_contents()
