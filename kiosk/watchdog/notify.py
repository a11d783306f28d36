"""Tells systemd how the kiosk is (sd_notify(3)): a datagram to the socket that systemd names."""

import os
import socket
from contextlib import suppress
from typing import Literal, TypeAlias

Told: TypeAlias = Literal["READY=1", "WATCHDOG=1", "STOPPING=1"]


def notify(told: Told) -> None:
    """Send a state to systemd; do nothing without systemd or when it does not take it at once."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return
    # A name that begins with "@" is an abstract one, which the kernel writes with a zero byte.
    place = "\0" + address[1:] if address.startswith("@") else address
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as connection:
        connection.setblocking(False)  # the supervisor must not wait for systemd
        connection.connect(place)
        connection.send(told.encode())
