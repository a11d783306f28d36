"""Serves a web application on a port of this machine, within limits."""

import asyncio
import secrets
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from kiosk.web.callers import Caller, accepted
from kiosk.web.gate import Gate

FIRST_REQUEST_WITHIN = 5.0
"""Seconds for which a caller may stay that has not shown the secret path."""

IDLE_FOR = 15.0
"""Seconds for which a known caller may stay between two requests."""

LONGEST_HEAD = 8192
"""Bytes of a request's line and headers."""

_LONGEST_LINE = 2048
_LONGEST_FIELD = 4096
_MOST_FIELDS = 64

_TOO_LONG = b"HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\n\r\n"


@asynccontextmanager
async def served_site(
    app: web.Application, listening: socket.socket, secret: str = ""
) -> AsyncIterator[None]:
    """Serve an application while the body runs.

    Args:
        app: answers the requests.
        listening: receives them; it stays open.
        secret: first part of the paths that make a caller known; "" if no path does.

    Raises:
        OSError: the socket cannot be used.
    """
    runner = web.AppRunner(
        app,
        access_log=None,
        handle_signals=False,
        shutdown_timeout=0.5,
        keepalive_timeout=IDLE_FOR,
        lingering_time=0.0,
        max_line_size=_LONGEST_LINE,
        max_field_size=_LONGEST_FIELD,
        max_headers=_MOST_FIELDS,
    )
    await runner.setup()
    server = runner.server
    assert server is not None
    gate: Gate[Caller] = Gate()
    async with accepted(listening, gate, lambda: _HttpCaller(gate, server, secret)):
        try:
            yield
        finally:
            await runner.cleanup()  # open requests are answered before their connections are closed


class _HttpCaller(Caller):
    """Hands a connection to aiohttp once the whole head of its first request has come."""

    def __init__(self, gate: Gate[Caller], server: web.Server, secret: str) -> None:
        super().__init__(gate, FIRST_REQUEST_WITHIN)
        self._server = server
        self._secret = secret
        self._head = b""
        self._handler: asyncio.Protocol | None = None

    def data_received(self, data: bytes) -> None:
        if self._handler is not None:
            self._handler.data_received(data)
            return
        self._head += data
        end = self._head.find(b"\r\n\r\n")
        if end > LONGEST_HEAD or (end < 0 and len(self._head) > LONGEST_HEAD):
            self.transport.write(_TOO_LONG)
            self.transport.close()
        elif end >= 0:
            self._begin()

    def eof_received(self) -> bool | None:
        return self._handler.eof_received() if self._handler is not None else None

    def pause_writing(self) -> None:
        if self._handler is not None:
            self._handler.pause_writing()

    def resume_writing(self) -> None:
        if self._handler is not None:
            self._handler.resume_writing()

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        if self._handler is not None:
            self._handler.connection_lost(error)

    def _begin(self) -> None:
        if self._shows_secret():
            self.become_known()
        head, self._head = self._head, b""
        self._handler = self._server()
        self._handler.connection_made(self.transport)
        self._handler.data_received(head)

    def _shows_secret(self) -> bool:
        line, _, _ = self._head.partition(b"\r\n")
        parts = line.split(b" ")
        first = parts[1].removeprefix(b"/").partition(b"/")[0] if len(parts) > 1 else b""
        return bool(self._secret) and secrets.compare_digest(first, self._secret.encode())
