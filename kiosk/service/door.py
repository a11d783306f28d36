"""The kiosk's control socket and its lock: opened before the process that serves is forked.

So a connection waits while that process is replaced, and there is one kiosk for a state folder.
"""

import fcntl
import hashlib
import os
import shutil
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from kiosk.errors import ServiceError

_MEMORY = Path("/dev/shm")

LONGEST_QUEUE = 64
"""Connections that may wait; the system refuses those that come on top."""


@dataclass(frozen=True, slots=True)
class ControlDoor:
    """Where commands reach the kiosk; it stays when the serving process is replaced.

    Attributes:
        socket: listens; a Unix socket of mode 0600.
        lock: a descriptor that holds the lock.
        folder: where the socket is.
        temporary: a folder for what the kiosk needs for a moment; it is cleared at each start.
    """

    socket: socket.socket
    lock: int
    folder: Path
    temporary: Path

    def clear(self) -> None:
        """Take away what a process that was killed has left behind."""
        shutil.rmtree(self.temporary, ignore_errors=True)
        self.temporary.mkdir(mode=0o700, exist_ok=True)

    def close(self) -> None:
        """Let the next kiosk come."""
        self.socket.close()
        (self.folder / "page").unlink(missing_ok=True)
        shutil.rmtree(self.temporary, ignore_errors=True)
        os.close(self.lock)


def runtime_folder(state_folder: Path) -> Path:
    """Give where the socket, the lock and what is temporary are."""
    return state_folder / "run"


def open_control(state_folder: Path) -> ControlDoor:
    """Take the lock and begin to listen.

    Raises:
        ServiceError: a kiosk of this state folder runs, or the folder cannot be used.
    """
    folder = runtime_folder(state_folder)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            raise ServiceError(
                "a kiosk runs already; see it: run_kiosk.py status; end it: run_kiosk.py stop"
            ) from None
        door = ControlDoor(_listening(folder), lock, folder, temporary_folder(folder))
        door.clear()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ServiceError(
            f"{folder}: the kiosk cannot be controlled from there: {reason}; "
            "name a writable state_folder in the settings"
        ) from None
    return door


def lock_holder(state_folder: Path) -> int | None:
    """Give the process that took the lock, which looks after the one that serves.

    It is found of a kiosk that hangs as well; None: nobody holds it, or the system does not tell.
    """
    with suppress(OSError, ValueError):
        inode = (runtime_folder(state_folder) / "lock").stat().st_ino
        for line in Path("/proc/locks").read_text(encoding="ascii").splitlines():
            _, kind, _, _, process, place, *_ = line.split()
            if kind == "FLOCK" and int(place.rpartition(":")[2]) == inode:
                return int(process)
    return None


def page_file(state_folder: Path) -> Path:
    """Give the file that says where the kiosk's page is (see `kiosk.page.handover`)."""
    return runtime_folder(state_folder) / "page"


def temporary_folder(folder: Path) -> Path:
    """Give a folder in memory, so that a full disk does not silence the voice; else one here."""
    name = hashlib.sha256(os.fsencode(folder.absolute())).hexdigest()[:16]
    in_memory = _MEMORY / f"voice-kiosk-{name}"
    with suppress(OSError):
        in_memory.mkdir(mode=0o700, exist_ok=True)
        found = in_memory.lstat()
        # Another user may have put something of that name there.
        if stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid():
            return in_memory
    return folder / "temporary"


def _listening(folder: Path) -> socket.socket:
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    (folder / "control").unlink(missing_ok=True)
    with reachable(folder) as short:
        before = os.umask(0o177)
        try:
            listening.bind(short)
        finally:
            os.umask(before)
    listening.listen(LONGEST_QUEUE)
    return listening


@contextmanager
def reachable(folder: Path) -> Iterator[str]:
    """Give a path to a folder's control socket that is short enough for any system.

    Raises:
        OSError: the folder is missing, or another's.
    """
    held = os.open(folder, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{held}/control"
    finally:
        os.close(held)
