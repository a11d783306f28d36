"""Answers commands over the control socket, on a thread of its own."""

import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Self

from kiosk.errors import ServiceError
from kiosk.service.control.messages import LONGEST_REQUEST, Order, Reply, read_request
from kiosk.status.snapshot import Snapshot
from kiosk.watchdog.thread_heartbeats import ThreadHeartbeats
from kiosk.web.callers import Caller, accepted
from kiosk.web.gate import Gate
from kiosk.web.loop_thread import LoopThread

MOST_AT_ONCE = 16
"""Connections that are served side by side; for those on top the oldest that are silent leave."""

WITHIN = 2.0
"""Seconds that a connection may take from its first byte to its last."""

_THREAD = "control"


class ControlServer:
    """Reports how the kiosk is, and passes orders on; anything else that arrives does no harm."""

    def __init__(
        self,
        listening: socket.socket,
        snapshot: Callable[[], Snapshot],
        heed: Callable[[Order], None],
        heartbeats: ThreadHeartbeats,
    ) -> None:
        """Serve a socket that listens.

        Args:
            listening: it stays open when this ends.
            snapshot: gives how the kiosk is; called on the server's thread, as `heed` is.
            heed: gets every order but "status".
            heartbeats: gets a heartbeat each round of the thread.
        """
        self._listening = listening
        self._snapshot = snapshot
        self._heed = heed
        self._thread = LoopThread(
            _THREAD, self._serving, lambda: heartbeats.beat(_THREAD), failure=_failure
        )

    def __enter__(self) -> Self:
        """Begin.

        Raises:
            ServiceError: the socket cannot be served.
        """
        self._thread.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        """Stop; connections are closed."""
        self._thread.__exit__(*error)

    @asynccontextmanager
    async def _serving(self) -> AsyncIterator[None]:
        gate: Gate[Caller] = Gate(MOST_AT_ONCE, kept=0)
        async with accepted(self._listening, gate, lambda: _Command(gate, self._answer)):
            yield

    def _answer(self, line: bytes) -> tuple[Reply, Callable[[], None]]:
        """Give what is to be answered to a request, and what is to be done after that."""
        try:
            order = read_request(line).order
        except ServiceError as error:
            return Reply(trouble=f"the kiosk did not understand: {error}"), _nothing
        heed = _nothing if order == "status" else lambda: self._heed(order)
        try:
            return Reply(snapshot=self._snapshot()), heed
        except Exception as error:  # noqa: BLE001, RUF100 - an order is heeded all the same
            trouble = f"the kiosk cannot say now how it is ({error!r}); ask again"
            return Reply(trouble=trouble if order == "status" else ""), heed


class _Command(Caller):
    """One connection with one request."""

    def __init__(
        self,
        gate: Gate[Caller],
        answer: Callable[[bytes], tuple[Reply, Callable[[], None]]],
    ) -> None:
        super().__init__(gate, WITHIN)
        self._answer = answer
        self._request = b""

    def data_received(self, data: bytes) -> None:
        self._request += data
        line, end, _ = self._request.partition(b"\n")
        if len(line) > LONGEST_REQUEST:
            self._refuse(f"a request has at most {LONGEST_REQUEST} bytes")
        elif end:
            reply, then = self._answer(line)
            self._send(reply)
            then()

    def eof_received(self) -> None:
        self._refuse("a request ends with its line")

    def _refuse(self, trouble: str) -> None:
        self._send(Reply(trouble=trouble))

    def _send(self, reply: Reply) -> None:
        self.transport.write(reply.model_dump_json().encode() + b"\n")
        self.transport.close()


def _nothing() -> None:
    pass


def _failure(reason: str) -> ServiceError:
    return ServiceError(
        f"the commands status, stop and restart do not reach the kiosk: {reason}; start it again"
    )
