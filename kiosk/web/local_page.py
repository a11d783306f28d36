"""Serves a page to browsers of this machine only, and receives what they send.

Only the loopback address is served, below a secret path, and to no other site's page. So another
user of the machine, or a page from elsewhere, sees and presses nothing. The browser is told to load
from here and send to here only (Content-Security-Policy level 3).
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
from html import escape
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import count
from pathlib import PurePath
from string import Template
from typing import Protocol, Self

from aiohttp import WSMsgType, web

from kiosk.errors import PageError
from kiosk.web.brand import Brand
from kiosk.web.door import ENTRANCE, Door
from kiosk.web.http_site import served_site
from kiosk.web.loop_thread import LoopThread
from kiosk.web.peer import user_of

ALIVE_EVERY = 1.0
"""Seconds between two signs of life; the page shows that nobody answers when they stay away."""

_STATIC = files("kiosk.web") / "static"
SHARED = tuple(
    _STATIC / name
    for name in (
        *("tokens.css", "atkinson.woff2", "atkinson-extended.woff2", "favicon.svg"),
        "connection.js",
    )
)
"""Parts that every page of the kiosk has."""

ICONS = _STATIC / "icons.svg"
"""The icons, which every page holds itself: an icon of the page's own takes the text's color."""

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "connect-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
_ALIVE = '{"alive": true}'


class Shown(Protocol):
    """What a page shows and receives; called on the server's thread."""

    @property
    def picture(self) -> str:
        """The whole state to show, as the page expects it: one JSON object."""
        ...

    def alive(self) -> bool:
        """Whether what is shown is still true; while it is not, no sign of life is sent."""
        ...

    def take(self, watcher: int, text: str) -> None:
        """Act on what a browser has sent.

        Raises:
            ValueError: the message cannot be acted on; says why, in one line.
        """
        ...

    def left(self, watcher: int) -> None:
        """Note that a browser has left."""
        ...


def filled(index: Traversable, words: Mapping[str, str]) -> str:
    """Give a page with its blanks filled in; `$icons` is one of them."""
    blanks = {name: escape(word) for name, word in words.items()}
    blanks["icons"] = ICONS.read_text(encoding="utf-8")
    return Template(index.read_text(encoding="utf-8")).substitute(blanks)


class LocalPage:
    """Serves the page on a thread of its own while it is entered."""

    def __init__(
        self,
        door: Door,
        shown: Shown,
        index: str,
        parts: tuple[Traversable, ...],
        *,
        brand: Brand,
        longest: int,
        beat: Callable[[], None],
        least_between: float = 0.0,
    ) -> None:
        """Serve what is shown to browsers that connect.

        Args:
            door: where.
            shown: what is to be seen.
            index: the page itself, in HTML.
            parts: files that it loads.
            brand: the clinic's color and logo, which it loads too.
            longest: characters that a browser may send at once.
            beat: called each round of the server's thread.
            least_between: seconds between two pictures at least.
        """
        self._door = door
        self._shown = shown
        self._longest = longest
        self._least_between = least_between
        loaded = brand.parts() | {part.name: part.read_bytes() for part in parts}
        self._given = {"": ("text/html", index.encode())} | {
            name: (_TYPES[PurePath(name).suffix], content) for name, content in loaded.items()
        }
        self._changes: set[asyncio.Event] = set()
        self._numbers = count()
        self._ended = False
        self._thread = LoopThread("page", self._serving, beat, failure=_failure)

    @property
    def watchers(self) -> int:
        """How many browsers show it."""
        return len(self._changes)

    def publish(self) -> None:
        """Send the picture again, from any thread."""
        self._thread.call(self._wake)

    def __enter__(self) -> Self:
        """Begin to serve.

        Raises:
            PageError: the page cannot be served.
        """
        self._thread.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        """Stop; every page is told and shows that nobody answers."""
        self._thread.__exit__(*error)

    @contextlib.asynccontextmanager
    async def _serving(self) -> AsyncIterator[None]:
        app = web.Application(middlewares=[self._guarded])
        app.router.add_get(f"/{ENTRANCE}", self._lead)
        app.router.add_get(f"/{self._door.secret}/socket", self._talk)
        app.router.add_get(f"/{self._door.secret}/{{name}}", self._give)
        app.router.add_get(f"/{self._door.secret}/", self._give)
        async with served_site(app, self._door.socket, self._door.secret):
            try:
                yield
            finally:
                self._ended = True
                self._wake()

    @web.middleware
    async def _guarded(
        self, request: web.Request, handler: Callable[[web.Request], object]
    ) -> web.StreamResponse:
        """Answer only what this page itself asks."""
        origin = request.headers.get("Origin", self._door.origin)
        if f"http://{request.host}" != self._door.origin or origin != self._door.origin:
            raise web.HTTPForbidden(text="ask from the kiosk's own page", headers=_HEADERS)
        response = await handler(request)  # type: ignore[misc]
        assert isinstance(response, web.StreamResponse)
        return response

    async def _lead(self, request: web.Request) -> web.Response:
        """Lead to the page a browser that a person or a program of ours has opened here."""
        assert request.transport is not None
        peer = request.transport.get_extra_info("peername")
        here = request.transport.get_extra_info("sockname")
        by_itself = request.headers.get("Sec-Fetch-Site", "none") == "none"
        if not by_itself or user_of(peer, here) not in self._door.users:
            raise web.HTTPForbidden(text="ask as the kiosk's own user", headers=_HEADERS)
        raise web.HTTPSeeOther(self._door.address, headers=_HEADERS)

    async def _give(self, request: web.Request) -> web.Response:
        found = self._given.get(request.match_info.get("name", ""))
        if found is None:
            raise web.HTTPNotFound(text="the page has no such part", headers=_HEADERS)
        kind, content = found
        charset = "utf-8" if kind.startswith("text/") else None
        return web.Response(body=content, content_type=kind, charset=charset, headers=_HEADERS)

    async def _talk(self, request: web.Request) -> web.WebSocketResponse:
        page = web.WebSocketResponse(max_msg_size=self._longest, timeout=0.5)
        await page.prepare(request)
        watcher, changed = next(self._numbers), asyncio.Event()
        changed.set()
        self._changes.add(changed)
        telling = asyncio.create_task(self._tell(page, changed))
        try:
            async for message in page:
                if message.type is not WSMsgType.TEXT:
                    break
                await self._take(page, watcher, message.data)
        finally:
            self._changes.discard(changed)
            self._shown.left(watcher)
            telling.cancel()
            with contextlib.suppress(asyncio.CancelledError, ConnectionError):
                await telling
        return page

    async def _tell(self, page: web.WebSocketResponse, changed: asyncio.Event) -> None:
        """Send the newest picture whenever there is one; those that came too fast are left out."""
        while not self._ended:
            try:
                await asyncio.wait_for(changed.wait(), ALIVE_EVERY)
            except TimeoutError:
                if self._shown.alive():
                    await page.send_str(_ALIVE)
                continue
            changed.clear()
            await page.send_str(self._shown.picture)
            await asyncio.sleep(self._least_between)
        await page.close()

    async def _take(self, page: web.WebSocketResponse, watcher: int, text: str) -> None:
        try:
            self._shown.take(watcher, text)
        except ValueError as error:
            await page.send_json({"error": str(error)})

    def _wake(self) -> None:
        for changed in self._changes:
            changed.set()


def _failure(reason: str) -> PageError:
    return PageError(f"the page cannot be served: {reason}; start the kiosk again")
