"""Where a page of this machine is: a port of the loopback address alone, and a secret path."""

import secrets
import socket
from dataclasses import dataclass

from kiosk.errors import PageError
from kiosk.web.local_socket import ADDRESS, listening_on


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
    try:
        listening = listening_on(port)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise PageError(
            f"the page cannot be served on port {port}: {reason}; set page_port to another one, "
            "or to 0 for any"
        ) from None
    return Door(listening, secrets.token_urlsafe(16))
