"""One POST request on a thread of its own; it ends in time even if host or name server is slow.

It is asynchronous inside: only that gives one deadline for the whole request, and lets it be
cancelled from outside while it waits.
"""

import asyncio
import json
import os
import socket
import ssl
from collections.abc import Mapping
from concurrent.futures import Future
from contextlib import suppress
from http import HTTPStatus
from threading import Thread
from typing import TYPE_CHECKING, Literal, TypeAlias
from urllib.parse import urlsplit

from kiosk.alerts.remote import Answer

if TYPE_CHECKING:
    import httpx

_Address: TypeAlias = (
    tuple[Literal[socket.AddressFamily.AF_INET], socket.SocketKind, int, str, tuple[str, int]]
    | tuple[
        Literal[socket.AddressFamily.AF_INET6],
        socket.SocketKind,
        int,
        str,
        tuple[str, int, int, int] | tuple[int, bytes],
    ]
)

LONGEST = 5.0
"""Seconds that a request may take in all."""

MOST_READ = 65536
"""Bytes of an answer that are read at most."""

_ENDING = 0.9


class HttpPost:
    """A request in progress; see `kiosk.alerts.remote.Call`."""

    def __init__(
        self,
        url: str,
        body: Mapping[str, str | bool],
        token: str,
        longest: float = LONGEST,
        *,
        asks: bool = False,
    ) -> None:
        """Send the request.

        Args:
            url: http or https.
            body: sent as JSON.
            token: sent as bearer token unless "".
            longest: seconds that it may take in all.
            asks: whether the answer may say that staff have taken over.
        """
        self._url = url
        self._body = body
        self._token = token
        self._longest = longest
        self._asks = asks
        # Host and port only: the rest of an address may be a secret too.
        self._what = f"the alert webhook at {urlsplit(url).netloc.rpartition('@')[2]}"
        self._answer: Answer | None = None
        self._loop = _Loop()
        self._task: asyncio.Task[Answer] | None = None
        self._thread = Thread(target=self._run, name="alert-webhook", daemon=True)
        self._thread.start()

    @property
    def running(self) -> bool:
        """Whether the thread is still running."""
        return self._thread.is_alive()

    @property
    def over(self) -> bool:
        """Whether the thread has ended and its answer was taken."""
        return not self.running and self._answer is None

    def progress(self) -> Answer | None:
        """Give the answer once it has come."""
        answer, self._answer = self._answer, None
        return answer

    def drop(self) -> None:
        """Tell the request to end, without waiting for it."""
        with suppress(RuntimeError):  # the loop is closed: it has ended by itself
            self._loop.call_soon_threadsafe(self._cancel)

    def join(self) -> None:
        """Wait, but not long, until the thread of a dropped request has ended."""
        self._thread.join(_ENDING)

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _run(self) -> None:
        try:
            self._task = self._loop.create_task(self._send())
            answer = self._loop.run_until_complete(self._task)
        except asyncio.CancelledError:
            answer = None
        finally:
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.close()
        self._answer = answer

    async def _send(self) -> Answer:
        try:
            return await self._exchange()
        except Exception as error:  # an alert must not end in a stack trace, whatever happens
            return self._failed(_reason(error))

    async def _exchange(self) -> Answer:
        # It takes longer to load than all the rest, and few kiosks have a webhook.
        import httpx  # noqa: PLC0415

        headers = {"Accept-Encoding": "identity"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        # No proxies or .netrc of the environment: connect only to what the settings name.
        async with (
            asyncio.timeout(self._longest),
            httpx.AsyncClient(
                trust_env=False, follow_redirects=False, timeout=self._longest
            ) as client,
            client.stream("POST", self._url, json=self._body, headers=headers) as response,
        ):
            if not response.is_success:
                return self._refused(response.status_code)
            return Answer(taken=True, cleared=self._asks and _says_cleared(await _read(response)))

    def _refused(self, code: int) -> Answer:
        named = code in HTTPStatus.__members__.values()
        status = f"{code} {HTTPStatus(code).phrase}" if named else str(code)
        match code:
            case 401 | 403:
                remedy = "check alert_webhook_token in the settings"
            case _ if 300 <= code < 400:
                remedy = "name the final address as alert_webhook in the settings"
            case _:
                remedy = "check the service there, and alert_webhook in the settings"
        return Answer(False, f"{self._what} answered {status}; {remedy}")

    def _failed(self, reason: str) -> Answer:
        remedy = "check the network, and alert_webhook in the settings"
        return Answer(False, f"{self._what} cannot be used: {reason}; {remedy}")


class _Loop(asyncio.SelectorEventLoop):
    """Looks names up on a thread that nobody waits for, since a look-up cannot be ended."""

    async def getaddrinfo(
        self,
        host: bytes | str | None,
        port: bytes | str | int | None,
        *,
        family: int = 0,
        type: int = 0,  # noqa: A002
        proto: int = 0,
        flags: int = 0,
    ) -> list[_Address]:
        found: Future[list[_Address]] = Future()
        found.set_running_or_notify_cancel()

        def look_up() -> None:
            try:
                found.set_result(socket.getaddrinfo(host, port, family, type, proto, flags))
            except Exception as error:
                found.set_exception(error)

        Thread(target=look_up, name="alert-look-up", daemon=True).start()
        return await asyncio.wrap_future(found)


async def _read(response: "httpx.Response") -> bytes:
    """Give the body, or nothing of one that is too long."""
    body = b""
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > MOST_READ:
            return b""
    return body


def _says_cleared(body: bytes) -> bool:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return False
    return isinstance(answer, dict) and answer.get("cleared") is True


def _reason(error: BaseException) -> str:
    """Say what went wrong by the system's words; a library's might repeat the token."""
    if isinstance(error, TimeoutError):
        return "no answer in time"
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"its certificate is not trusted: {cause.verify_message}".lower()
        if isinstance(cause, ssl.SSLError):
            return f"no secure connection: {cause.reason}".lower()
        if isinstance(cause, socket.gaierror):
            return (cause.strerror or "its name is not known").lower()
        if isinstance(cause, OSError) and cause.errno:
            return os.strerror(cause.errno).lower()
        cause = cause.__cause__ or cause.__context__
    return type(error).__name__
