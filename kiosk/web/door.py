"""Where a page of this machine is: a port of the loopback address alone, and a secret path.

Everybody on the machine reads a browser's command line, so the address that stands there is another
one, without the secret. It leads to the page, and a browser of certain users alone.
"""

import os
import secrets
import socket
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from kiosk.errors import PageError
from kiosk.web.local_socket import ADDRESS, listening_on

ENTRANCE = "enter"
"""The path without a secret, below which there is nothing."""

_ROOT = 0


@dataclass(frozen=True, slots=True)
class Door:
    """Where the page is: it stays when the serving process is replaced.

    Attributes:
        socket: listens on the loopback address.
        secret: the first part of every path.
        users: numbers of the users whose browsers the entrance leads to the page.
    """

    socket: socket.socket
    secret: str
    users: frozenset[int]

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


def entrance_to(address: str) -> str:
    """Give what stands on a browser's command line that is to come to a page's address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}/{ENTRANCE}"


def open_door(port: int, users: Collection[int] = ()) -> Door:
    """Begin to listen on a port of the loopback address; 0: any that is free.

    Args:
        port: the port.
        users: whose browsers are led to the page besides this user's own and root's.

    Raises:
        PageError: the port is taken, or may not be used.
    """
    try:
        listening = listening_on(port)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise PageError(
            f"the page cannot be served on port {port}: {reason}; set page_port to another one, "
            "or to 0 for any"
        ) from None
    return Door(listening, secrets.token_urlsafe(16), frozenset({_ROOT, os.geteuid(), *users}))
