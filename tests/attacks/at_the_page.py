"""Runs kiosks with a page, and other users of the machine who occupy its connections."""

import pwd
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.attacks.attacked import Attacked, attacked

BY_HAND = {"KIOSK_BROWSER": " "}
"""Variables with which no browser opens the page: a test opens its address itself."""

_FEW_FILES = ("prlimit", "--nofile=1024:1024")
"""Command that limits open files to the number on an ordinary machine."""

_HOLD = """\
import os, resource, socket, sys, time
port, most, user = map(int, sys.argv[1:])
os.setgroups([])
os.setgid(user)
os.setuid(user)
hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
held, told = [], False
while True:
    for connection in list(held):
        try:
            if not connection.recv(65536):
                raise ConnectionError
        except BlockingIOError:
            pass
        except OSError:
            connection.close()
            held.remove(connection)
    while len(held) < most:
        connection = socket.socket()
        connection.settimeout(0.5)
        try:
            connection.connect(("127.0.0.1", port))
            connection.sendall(b"GET / HTTP/1.1\\r\\n")
        except OSError:
            connection.close()
            break
        connection.setblocking(False)
        held.append(connection)
    if not told:
        told = True
        print("held", flush=True)
    time.sleep(0.01)
"""


@contextmanager
def with_page(
    folder: Path, own: Mapping[str, str] | None = None, *, by: tuple[str, ...] = _FEW_FILES
) -> Iterator[Attacked]:
    """Run a kiosk with a page that no browser opens."""
    with attacked(folder, {**BY_HAND, **(own or {})}, "--page", by=by) as kiosk:
        yield kiosk


@contextmanager
def held_by_another(port: int, connections: int) -> Iterator[None]:
    """Let another user of the machine hold half-open connections, and renew what is dropped."""
    user = pwd.getpwnam("nobody").pw_uid
    with subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", _HOLD, *map(str, (port, connections, user))],
        stdout=subprocess.PIPE,
    ) as other:
        try:
            assert other.stdout is not None
            assert other.stdout.readline() == b"held\n", "the other user cannot connect"
            yield
        finally:
            other.kill()
