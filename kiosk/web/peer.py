"""Finds the user whose program is at the other end of a connection on the loopback address.

Linux lists every TCP socket with its user (proc(5), /proc/net/tcp), so the answer comes from the
kernel.
"""

import socket
import sys
from pathlib import Path

_TABLE = Path("/proc/net/tcp")
_ESTABLISHED = "01"
_MINE, _ITS, _STATE, _USER = 1, 2, 3, 7
"""Columns of the table."""


def user_of(peer: tuple[str, int], here: tuple[str, int]) -> int | None:
    """Give the number of the user whose socket is at the other end; None if it is not known.

    Args:
        peer: address and port of the other end.
        here: address and port of this end.
    """
    ends = (_written(*peer), _written(*here))
    try:
        lines = _TABLE.read_text(encoding="ascii").splitlines()[1:]
    except OSError:
        return None
    for line in lines:
        columns = line.split()
        if (columns[_MINE], columns[_ITS], columns[_STATE]) == (*ends, _ESTABLISHED):
            return int(columns[_USER])
    return None


def _written(address: str, port: int) -> str:
    """Write an address as the table has it: a number in the order of this machine's bytes."""
    number = int.from_bytes(socket.inet_aton(address), sys.byteorder)
    return f"{number:08X}:{port:04X}"
