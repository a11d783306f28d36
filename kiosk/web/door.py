"""The address of a page on this machine: a port of the loopback address and a secret path.

Every user of the machine can read a browser's command line. So the address there is another one,
without the secret. It redirects to the page, but only for browsers of certain users.
"""

import os
import secrets
import socket
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from audio.errors import reason_of
from kiosk.errors import PageError
from kiosk.web.local_socket import ADDRESS, listening_on

ENTRANCE = "enter"
"""The path without a secret, below which there is nothing."""

_ROOT = 0


@dataclass(frozen=True, slots=True)
class Door:
    """The page's address. It stays the same when the serving process is replaced.

    Attributes:
        socket: listens on the loopback address.
        secret: the first part of every path.
        users: numbers of the users whose browsers the entrance redirects to the page.
    """

    socket: socket.socket
    secret: str
    users: frozenset[int]

    @property
    def origin(self) -> str:
        """The origin of the page, as a browser names it."""
        return f"http://{ADDRESS}:{self.socket.getsockname()[1]}"

    @property
    def address(self) -> str:
        """The address that a browser opens."""
        return f"{self.origin}/{self.secret}/"

    def close(self) -> None:
        """Close the port."""
        self.socket.close()


def entrance_to(address: str) -> str:
    """Give the address for a browser's command line that redirects to a page's address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}/{ENTRANCE}"


def open_door(port: int, users: Collection[int] = ()) -> Door:
    """Begin to listen on a port of the loopback address; 0 means any free port.

    Args:
        port: the port.
        users: whose browsers are redirected to the page besides this user's own and root's.

    Raises:
        PageError: the port is taken, or may not be used.
    """
    try:
        listening = listening_on(port)
    except OSError as error:
        reason = reason_of(error)
        raise PageError(
            f"the page cannot be served on port {port}: {reason}; set page_port to another one, "
            "or to 0 for any"
        ) from None
    return Door(listening, secrets.token_urlsafe(16), frozenset({_ROOT, os.geteuid(), *users}))
