"""Serves the page to browsers of this machine alone, and brings what they press.

Only the loopback address is served, below a secret path, and to no other site's page: another user
of the machine or a page from elsewhere sees and presses nothing. The browser is told to load and
to send nothing but from and to here (Content-Security-Policy level 3).
"""

import asyncio
import contextlib
import secrets
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from string import Template
from threading import Event as Flag
from threading import Thread
from types import TracebackType
from typing import Self

from aiohttp import WSMsgType, web

from kiosk.errors import PageError
from kiosk.key_map import KeyMap
from kiosk.page.messages import LONGEST, pressed
from kiosk.page.screen import PageScreen
from kiosk.pulse import BEAT_EVERY, Pulse

ADDRESS = "127.0.0.1"

ALIVE_EVERY = 1.0
"""Seconds between two signs of life; the page shows that nobody answers when they stay away."""

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_TYPES = {"page.css": "text/css", "page.js": "text/javascript"}
_ALIVE = '{"alive": true}'


@dataclass(frozen=True, slots=True)
class Door:
    """Where the page is: it stays when the serving process is replaced.

    Attributes:
        socket: listens on the loopback address.
        secret: the first part of every path.
    """

    socket: socket.socket
    secret: str

    @property
    def origin(self) -> str:
        """What a browser calls the page's site."""
        return f"http://{ADDRESS}:{self.socket.getsockname()[1]}"

    @property
    def address(self) -> str:
        """What a browser is to open."""
        return f"{self.origin}/{self.secret}/"

    def close(self) -> None:
        """Let go of the port."""
        self.socket.close()


def open_door(port: int) -> Door:
    """Begin to listen on a port of the loopback address; 0: any that is free.

    Raises:
        PageError: the port is taken, or may not be used.
    """
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((ADDRESS, port))
        listening.listen()
    except OSError as error:
        listening.close()
        reason = (error.strerror or str(error)).lower()
        raise PageError(
            f"the page cannot be served on port {port}: {reason}; set page_port to another one, "
            "or to 0 for any"
        ) from None
    return Door(listening, secrets.token_urlsafe(16))


class PageServer:
    """Serves until it is left, on a thread of its own."""

    def __init__(
        self,
        door: Door,
        screen: PageScreen,
        words: Mapping[str, str],
        press: Callable[[str], None],
        *,
        keys: KeyMap,
        alive: Callable[[], bool],
        pulse: Pulse,
    ) -> None:
        """Bring `screen` to whoever opens the door.

        Args:
            door: where.
            screen: what is to be seen.
            words: fill the blanks of `static/index.html`.
            press: takes each key, as the dialogue knows it; called on the server's thread.
            keys: what the keys of a keyboard mean here.
            alive: whether the kiosk still answers; while not, no sign of life is given.
            pulse: told as often as that thread comes round.
        """
        self._pulse = pulse
        self._door = door
        self._screen = screen
        self._press = press
        self._keys = keys
        self._alive = alive
        static = files("kiosk.page") / "static"
        blanks = {name: escape(word) for name, word in words.items()}
        index = Template((static / "index.html").read_text(encoding="utf-8")).substitute(blanks)
        self._texts = {"": ("text/html", index)} | {
            name: (kind, (static / name).read_text(encoding="utf-8"))
            for name, kind in _TYPES.items()
        }
        self._loop = asyncio.new_event_loop()
        self._changes: set[asyncio.Event] = set()
        self._ending = asyncio.Event()
        self._serves = Flag()
        self._thread = Thread(target=self._run, name="page")

    @property
    def watchers(self) -> int:
        """How many browsers show it."""
        return len(self._changes)

    def __enter__(self) -> Self:
        """Begin."""
        self._thread.start()
        self._serves.wait()
        self._screen.publish = self._published
        self._screen.watched = lambda: self.watchers > 0
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End; every page is told, and shows that nobody answers."""
        self._screen.publish = lambda _: None
        self._screen.watched = lambda: False
        self._loop.call_soon_threadsafe(self._ending.set)
        self._thread.join()
        self._loop.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())

    async def _serve(self) -> None:
        app = web.Application(middlewares=[self._guarded])
        app.router.add_get(f"/{self._door.secret}/socket", self._talk)
        app.router.add_get(f"/{self._door.secret}/{{name}}", self._give)
        app.router.add_get(f"/{self._door.secret}/", self._give)
        runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=0.5)
        await runner.setup()
        # The door itself stays open for the process that comes after this one.
        await web.SockSite(runner, self._door.socket.dup()).start()
        self._serves.set()
        while not self._ending.is_set():
            self._pulse.beat("page")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._ending.wait(), BEAT_EVERY)
        self._wake()
        await runner.cleanup()

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

    async def _give(self, request: web.Request) -> web.Response:
        found = self._texts.get(request.match_info.get("name", ""))
        if found is None:
            raise web.HTTPNotFound(text="the page has no such part", headers=_HEADERS)
        kind, text = found
        return web.Response(text=text, content_type=kind, charset="utf-8", headers=_HEADERS)

    async def _talk(self, request: web.Request) -> web.WebSocketResponse:
        page = web.WebSocketResponse(max_msg_size=LONGEST, timeout=0.5)
        await page.prepare(request)
        changed = asyncio.Event()
        changed.set()
        self._changes.add(changed)
        telling = asyncio.create_task(self._tell(page, changed))
        try:
            async for message in page:
                if message.type is not WSMsgType.TEXT:
                    break
                await self._take(page, message.data)
        finally:
            self._changes.discard(changed)
            telling.cancel()
            with contextlib.suppress(asyncio.CancelledError, ConnectionError):
                await telling
        return page

    async def _tell(self, page: web.WebSocketResponse, changed: asyncio.Event) -> None:
        """Send the newest picture whenever there is one; those that came too fast are left out."""
        while not self._ending.is_set():
            try:
                await asyncio.wait_for(changed.wait(), ALIVE_EVERY)
            except TimeoutError:
                if self._alive():
                    await page.send_str(_ALIVE)
                continue
            changed.clear()
            await page.send_str(self._screen.picture)
        await page.close()

    async def _take(self, page: web.WebSocketResponse, text: str) -> None:
        try:
            key = pressed(text, self._keys)
        except ValueError as error:
            await page.send_json({"error": str(error)})
            return
        if key is not None:
            self._press(key)

    def _published(self, _: str) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
            self._loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        for changed in self._changes:
            changed.set()
