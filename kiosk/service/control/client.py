"""Sends orders to a kiosk of this machine over its control socket."""

import socket
import time
from contextlib import suppress
from pathlib import Path

from kiosk.errors import ServiceError
from kiosk.service.control.door import reachable, runtime_folder
from kiosk.service.control.messages import LONGEST_REPLY, Order, Reply, Request, read_reply

ANSWERS_WITHIN = 15.0
"""Seconds to wait for an answer: a kiosk that hangs is replaced within 10."""

RETRY_EVERY = 0.05
"""Seconds between two tries to connect."""

NOT_RUNNING = "no kiosk runs here; start it: run_kiosk.py start"
ANOTHERS = "the kiosk is another user's; ask as that user: sudo -u USER run_kiosk.py ..."


def ask(state_folder: Path, order: Order, within: float = ANSWERS_WITHIN) -> Reply:
    """Send an order to the kiosk of a state folder.

    Args:
        state_folder: of the kiosk's settings.
        order: see `Request`.
        within: seconds to wait for the answer.

    Raises:
        ServiceError: no kiosk runs there, it does not answer, or it did not carry out the order.
    """
    request = Request(order=order).model_dump_json().encode() + b"\n"
    ends = time.monotonic() + within
    while not (line := _exchange(state_folder, request, ends)).endswith(b"\n"):
        # It had too many connections, or was just being replaced.
        if time.monotonic() > ends:
            raise ServiceError(
                f"the kiosk does not answer within {within:g} s; "
                "restart the machine if this goes on"
            )
        time.sleep(RETRY_EVERY)
    reply = read_reply(line)
    if reply.trouble:
        raise ServiceError(reply.trouble)
    return reply


def _exchange(state_folder: Path, request: bytes, ends: float) -> bytes:
    """Send a request; give the answer, or less than a line of it."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(max(ends - time.monotonic(), RETRY_EVERY))
        try:
            with reachable(runtime_folder(state_folder)) as path:
                connection.connect(path)
        except BlockingIOError:
            return b""
        except PermissionError:
            raise ServiceError(ANOTHERS) from None
        except OSError:
            raise ServiceError(NOT_RUNNING) from None
        with suppress(OSError):
            connection.sendall(request)
            return _line(connection)
    return b""


def _line(connection: socket.socket) -> bytes:
    line = b""
    while not line.endswith(b"\n"):
        chunk = connection.recv(LONGEST_REPLY)
        if not chunk or len(line) + len(chunk) > LONGEST_REPLY:
            break
        line += chunk
    return line
