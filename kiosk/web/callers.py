"""Accepts connections at a listening socket: a few may stay, and none may stay silent for long.

asyncio's own servers have no limit: they accept connections until no file descriptor is left.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import cast

from kiosk.web.descriptors import in_reserve
from kiosk.web.gate import Gate

_BURST = 32
_REST = 0.02
"""Connections after which nothing is accepted for so many seconds: a client that connects without
end takes only a few per cent of the processor from the parts that serve a visitor."""

_AFTER_A_FAULT = 0.1
"""Seconds before the next try where the system cannot give a connection."""


class Caller(asyncio.Protocol):
    """One connection.

    It is a stranger until it shows the secret; a stranger that takes too long is closed.
    """

    def __init__(self, gate: "Gate[Caller]", within: float) -> None:
        """Wait for the connection.

        Args:
            gate: decides whether it may stay.
            within: seconds for which a stranger may stay.
        """
        self._gate = gate
        self._within = within
        self._transport: asyncio.Transport | None = None
        self._deadline: asyncio.TimerHandle | None = None

    @property
    def transport(self) -> asyncio.Transport:
        """The connection."""
        assert self._transport is not None
        return self._transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Enter, and close the connection that has to make room for this one."""
        self._transport = cast(asyncio.Transport, transport)
        self._deadline = asyncio.get_running_loop().call_later(self._within, self.drop)
        leaves = self._gate.admit(self)
        if leaves is not None:
            leaves.drop()

    def connection_lost(self, _error: Exception | None) -> None:
        """Free the place."""
        self._leave()

    def become_known(self) -> None:
        """Stay without a time limit: it has shown the secret."""
        if self._deadline is not None:
            self._deadline.cancel()
        self._gate.know(self)

    def drop(self) -> None:
        """End the connection at once, whatever is still to be sent."""
        self._leave()
        self.transport.abort()

    def _leave(self) -> None:
        self._gate.remove(self)
        if self._deadline is not None:
            self._deadline.cancel()


@asynccontextmanager
async def accepted(
    listening: socket.socket, gate: "Gate[Caller]", answer: Callable[[], Caller]
) -> AsyncIterator[None]:
    """Accept connections while the body runs; those still open at the end are closed.

    Args:
        listening: stays open.
        gate: decides which connections may stay.
        answer: makes the protocol of a connection.

    Raises:
        OSError: the socket cannot be used.
    """
    # The socket itself stays open for the process that comes after this one.
    with listening.dup() as own:
        own.setblocking(False)
        # A fault in accepting ends the body too: nobody could connect from then on.
        async with asyncio.TaskGroup() as group:
            accepting = group.create_task(_accept(own, gate, answer))
            try:
                yield
            finally:
                accepting.cancel()
                for caller in gate:
                    caller.drop()
                await asyncio.sleep(0)  # for the connections to be closed


async def _accept(
    listening: socket.socket, gate: "Gate[Caller]", answer: Callable[[], Caller]
) -> None:
    loop = asyncio.get_running_loop()
    count = 0
    while True:
        try:
            connection, _ = await loop.sock_accept(listening)
            if in_reserve(connection.fileno()):
                connection.close()
                raise OSError("the other descriptors are for other parts")
            # Let the loop run here, so that what earlier callers have sent is read in time.
            await loop.connect_accepted_socket(answer, connection)
        except OSError:
            # No descriptor, no memory, or closed before it was accepted: the next may work.
            if (stranger := gate.oldest_stranger()) is not None:
                stranger.drop()
            await asyncio.sleep(_AFTER_A_FAULT)
        count += 1
        if count % _BURST == 0:
            await asyncio.sleep(_REST)
