"""Answers commands over the control socket, on a thread of its own."""

import asyncio
import contextlib
import socket
from collections.abc import Callable
from threading import Event as Flag
from threading import Thread
from types import TracebackType
from typing import Self

from kiosk.errors import ServiceError
from kiosk.pulse import BEAT_EVERY, Pulse
from kiosk.service.messages import LONGEST_REQUEST, Order, Reply, read_request
from kiosk.service.snapshot import Snapshot

MOST_AT_ONCE = 16
"""Connections that are served side by side; those on top are closed."""

WITHIN = 2.0
"""Seconds that a connection may take from its first byte to its last."""

_THREAD = "control"


class ControlServer:
    """Tells how the kiosk is, and hands orders on; whatever else comes does it no harm."""

    def __init__(
        self,
        listening: socket.socket,
        snapshot: Callable[[], Snapshot],
        heed: Callable[[Order], None],
        pulse: Pulse,
    ) -> None:
        """Serve a socket that listens.

        Args:
            listening: it stays open when this ends.
            snapshot: tells how the kiosk is; called on the server's thread, as `heed` is.
            heed: given "stop" and "restart".
            pulse: told as often as the thread comes round.
        """
        self._listening = listening
        self._snapshot = snapshot
        self._heed = heed
        self._pulse = pulse
        self._open = 0
        self._loop = asyncio.new_event_loop()
        self._ending = asyncio.Event()
        self._serves = Flag()
        self._thread = Thread(target=self._run, name=_THREAD)

    def __enter__(self) -> Self:
        """Begin."""
        self._thread.start()
        self._serves.wait()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End; who is connected is let go."""
        self._loop.call_soon_threadsafe(self._ending.set)
        self._thread.join()
        self._loop.close()

    def _run(self) -> None:
        with self._pulse.watched(_THREAD):
            self._loop.run_until_complete(self._serve())

    async def _serve(self) -> None:
        server = await asyncio.start_unix_server(
            self._answer, sock=self._listening.dup(), limit=LONGEST_REQUEST
        )
        self._serves.set()
        while not self._ending.is_set():
            self._pulse.beat(_THREAD)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._ending.wait(), BEAT_EVERY)
        server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open += 1
        try:
            if self._open <= MOST_AT_ONCE:
                async with asyncio.timeout(WITHIN):
                    await self._talk(reader, writer)
        except (TimeoutError, OSError, asyncio.CancelledError):
            pass  # who does not ask in time, or has gone, gets no answer
        finally:
            self._open -= 1
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        order: Order = "status"
        try:
            line = await reader.readuntil(b"\n")
            order = read_request(line).order
            reply = Reply(snapshot=self._snapshot())
        except asyncio.LimitOverrunError:
            reply = Reply(trouble=f"a request has at most {LONGEST_REQUEST} bytes")
        except asyncio.IncompleteReadError:
            reply = Reply(trouble="a request ends with its line")
        except ServiceError as error:
            reply = Reply(trouble=str(error))
        writer.write(reply.model_dump_json().encode() + b"\n")
        await writer.drain()
        if order != "status":
            self._heed(order)
