"""Listens on a port of the loopback address, which no other machine can reach."""

import socket

ADDRESS = "127.0.0.1"

LONGEST_QUEUE = 128
"""Connections that may wait to be accepted; the system lets those that come on top try again."""


def listening_on(port: int) -> socket.socket:
    """Begin to listen; 0 means any free port.

    Raises:
        OSError: the port is taken, or may not be used.
    """
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((ADDRESS, port))
        listening.listen(LONGEST_QUEUE)
    except OSError:
        listening.close()
        raise
    return listening
