"""The kiosk's page, served and open in a real Chromium, with its window.

To open a page takes longer than most visits to it, so one page stands open for many visits, as on a
wall. Between two of them it shows what a page shows that was told nothing yet, its window is as it
was, and nothing on it has the focus.
"""

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from queue import Queue

import pytest
from playwright.sync_api import Browser, CDPSession, Page, Playwright, sync_playwright

from kiosk.clock import LiveClock
from kiosk.service.assembly.page_words import words_of_page
from kiosk.settings.model import Settings
from kiosk.visit.content.model import Content
from kiosk.visit.dialogue.actions import Show
from kiosk.visit.keys.key_map import KeyMap
from kiosk.visit.screen.told import Told
from kiosk.visit.screen.touch.messages import Touch
from kiosk.visit.screen.touch.screen import PageScreen
from kiosk.visit.screen.touch.server import PageServer
from kiosk.watchdog.thread_heartbeats import ThreadHeartbeats
from kiosk.web.door import open_door

LIMIT = 20.0
"""Seconds within which a page must show what it is sent, however busy the machine is."""

Size = tuple[int, int]

TWO_FRAMES = """() => new Promise(drawn => {
    requestAnimationFrame(() => requestAnimationFrame(drawn));
    setTimeout(drawn, 10_000);  // to wait for a script has no limit, and Chromium may draw nothing
})"""
"""The event of a new size comes with a frame, and what it changes is drawn in the next."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window: one for all files of this process, each with its own windows."""
    playwright, loop = _playwright()
    asyncio._set_running_loop(loop)
    if not _browser(playwright).is_connected():
        _browser.cache_clear()  # it has crashed
    browser = _browser(playwright)
    try:
        yield browser
    finally:
        if browser in _STANDING:
            _STANDING.pop(browser).close()
        for context in browser.contexts:
            context.close()
        # Playwright's loop stands still until it is used again: other tests have their own.
        asyncio._set_running_loop(None)


@cache
def _playwright() -> tuple[Playwright, asyncio.AbstractEventLoop]:
    playwright = sync_playwright().start()
    return playwright, asyncio.get_running_loop()


@cache
def _browser(playwright: Playwright) -> Browser:
    program = shutil.which("chromium")
    if program is None:
        pytest.fail("chromium is missing; run: apt-get install chromium")
    return playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])


class OpenPage:
    """A page, the screen that it shows, and what is pressed on it."""

    def __init__(
        self,
        browser: Browser,
        content: Content,
        settings: Settings,
        size: Size,
        *,
        zoom: float,
        window: Page | None = None,
    ) -> None:
        """Open it.

        Args:
            browser: in which it is opened.
            content: what it says.
            settings: of the kiosk that serves it.
            size: dots of its window.
            zoom: makes each of the page's pixels larger.
            window: that of a page that was left, whose size it has; None: a new one.
        """
        self.settings = settings
        self.screen = PageScreen(settings.page.take_home)
        self.alive = True
        self.sent: Queue[str | Touch] = Queue()
        self.faults: list[str] = []
        self._door = open_door(0)
        self._server = PageServer(
            self._door,
            self.screen,
            words_of_page(content, settings),
            self.sent.put,
            self.sent.put,
            brand=settings.page.brand,
            keys=KeyMap(dict(settings.keys.table)),
            alive=lambda: self.alive,
            heartbeats=ThreadHeartbeats(LiveClock()),
        )
        self._server.__enter__()
        self.page = window or _window(browser, size, zoom)
        self._has_look = False
        self._chromium = self.page.context.new_cdp_session(self.page)
        self.page.set_default_timeout(LIMIT * 1000)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda line: self.faults.append(line.text))
        self.page.on("requestfailed", lambda request: self.faults.append(request.url))
        self.page.goto(self._door.address)
        self.page.wait_for_function("document.fonts.status === 'loaded'")
        self.shown()

    def close(self) -> None:
        """Close the page with its window, and end serving."""
        self.page.context.close()
        self._end()

    def leave(self) -> Page:
        """Leave the page, and end serving; gives its window, for another page."""
        self.page.goto("about:blank")
        self._chromium.detach()
        self._end()
        return self.page

    def _end(self) -> None:
        self._server.__exit__(None, None, None)
        self._door.close()

    def shown(self) -> None:
        """Wait until the page shows what the screen shows."""
        self.page.wait_for_function(
            "number => Number(document.body.dataset.number) === number", arg=self.screen.number
        )

    @contextmanager
    def unsent(self) -> Iterator[None]:
        """Send the page nothing of what happens meanwhile but what is to be seen at the end."""
        publish, self.screen.publish = self.screen.publish, lambda _: None
        yield
        self.screen.publish = publish
        publish(self.screen.picture)

    @property
    def chromium(self) -> CDPSession:
        """Give the window a look; playwright's own ways know fewer."""
        self._has_look = True
        return self._chromium

    def wipe(self) -> None:
        """Leave nothing of a visit."""
        with self.unsent():
            self.screen.show(Show("", ""))
            self.screen.status("waiting")
            self.screen.level(0)
            self.screen.forget()
            self.screen.tell(Told())
        self.shown()
        self.page.evaluate("document.activeElement?.blur()")
        self.page.mouse.move(0, 0)
        while not self.sent.empty():
            self.sent.get()
        self.faults.clear()

    def resize(self, size: Size) -> None:
        """Give its window a size, in the light that is usual, whatever look it had."""
        if self._has_look:
            self._has_look = False
            self._chromium.send("Emulation.clearDeviceMetricsOverride")
            self._chromium.send("Emulation.setEmulatedMedia", {"features": []})
            # To the size that it knows, playwright would change nothing.
            self.page.set_viewport_size({"width": 1000, "height": 1000})
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        self.page.emulate_media(color_scheme="light", reduced_motion="reduce", forced_colors="none")


def _window(browser: Browser, size: Size, zoom: float) -> Page:
    width, height = size
    context = browser.new_context(
        viewport={"width": round(width / zoom), "height": round(height / zoom)},
        screen={"width": width, "height": height},
        device_scale_factor=zoom,
        reduced_motion="reduce",
    )
    return context.new_page()


_STANDING: dict[Browser, OpenPage] = {}
"""The page of each browser that stands open."""


@contextmanager
def open_page(
    browser: Browser,
    content: Content,
    settings: Settings,
    size: Size,
    *,
    zoom: float = 1.0,
    fresh: bool = False,
) -> Iterator[OpenPage]:
    """The page that stands open, or in its window another that is set up so; that one then stands.

    Playwright gives an enlarged page no screen of another size, so such a page is opened afresh.
    """
    standing = _STANDING.pop(browser) if browser in _STANDING else None
    window = None
    if standing and (fresh or zoom != 1.0):
        standing.close()
        standing = None
    elif standing and standing.settings != settings:
        standing.resize(size)
        window, standing = standing.leave(), None
    page = standing or OpenPage(browser, content, settings, size, zoom=zoom, window=window)
    try:
        if standing:
            page.resize(size)
        yield page
        if not fresh and zoom == 1.0:
            page.wipe()
            _STANDING[browser] = page
    finally:
        if browser not in _STANDING:  # whatever was wrong with it is not left to the next visit
            page.close()
