"""The kiosk's control socket and its lock, opened before the process that serves is forked.

So a connection waits while that process is replaced, and a state folder has only one kiosk.
"""

import fcntl
import hashlib
import os
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from audio.errors import reason_of
from kiosk.errors import ServiceError
from kiosk.files.own_folder import own_folder, put_aside

_MEMORY = Path("/dev/shm")


LOCK_WITHIN = 0.5
"""Seconds to wait for the lock: a command that ends an emergency holds it for a moment."""

LOCK_AGAIN = 0.05

LONGEST_QUEUE = 64
"""Connections that may wait; the system refuses those that come on top."""


@dataclass(frozen=True, slots=True)
class ControlSocket:
    """The control socket; it stays open when the serving process is replaced.

    Attributes:
        socket: listens; a Unix socket of mode 0600.
        lock: a descriptor that holds the lock.
        folder: where the socket is.
        temporary: a folder for temporary files; it is cleared at each start.
        warning: what staff must know about the state folder; "" if nothing.
    """

    socket: socket.socket
    lock: int
    folder: Path
    temporary: Path
    warning: str = ""

    def clear(self) -> None:
        """Remove what a killed process has left behind."""
        # Keep the folder: in shared memory another user might take its name.
        own_folder(self.temporary)
        for left in self.temporary.iterdir():
            if left.is_dir() and not left.is_symlink():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)

    def close(self) -> None:
        """Release the lock, so that the next kiosk can start."""
        self.socket.close()
        (self.folder / "page").unlink(missing_ok=True)
        shutil.rmtree(self.temporary, ignore_errors=True)
        os.close(self.lock)


def runtime_folder(state_folder: Path) -> Path:
    """Give the folder of the socket, the lock and temporary files."""
    return state_folder / "run"


def open_control(state_folder: Path) -> ControlSocket:
    """Take the lock and begin to listen.

    Raises:
        ServiceError: a kiosk of this state folder runs, or the folder cannot be used or is another
            user's.
    """
    folder = runtime_folder(state_folder)
    try:
        warning = own_folder(state_folder)
        own_folder(folder)
        for name in ("lock", "page", "counts", "errors"):
            if (aside := put_aside(folder / name)) is not None:
                warning = f"{folder / name}: not the kiosk's file; it was renamed to {aside.name}"
        lock = _locked(folder, os.O_CREAT)
        if lock is None:
            raise ServiceError(
                "a kiosk runs already; see it: run_kiosk.py status; end it: run_kiosk.py stop"
            )
        door = ControlSocket(_listening(folder), lock, folder, temporary_folder(folder), warning)
        door.clear()
    except OSError as error:
        reason = reason_of(error)
        raise ServiceError(
            f"{error.filename or folder}: the kiosk cannot write there: {reason}; "
            "start it as the user of that folder, or name another state_folder in the settings"
        ) from None
    return door


@contextmanager
def no_kiosk_runs(state_folder: Path) -> Iterator[bool]:
    """Keep a kiosk from starting while the body runs; gives False if one runs or starts.

    Raises:
        OSError: this user may not take the kiosk's lock.
    """
    try:
        lock = _locked(runtime_folder(state_folder))
    except FileNotFoundError:  # none was ever started here; create nothing
        yield True
        return
    try:
        yield lock is not None
    finally:
        if lock is not None:
            os.close(lock)


def _locked(folder: Path, flags: int = 0) -> int | None:
    """Take the lock in a folder; None: another process holds it."""
    lock = os.open(
        folder / "lock", os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK | flags, 0o600
    )
    ends = time.monotonic() + LOCK_WITHIN
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > ends:
                os.close(lock)
                return None
            time.sleep(LOCK_AGAIN)
        else:
            return lock


def lock_holder(state_folder: Path) -> int | None:
    """Give the process that took the lock, the parent of the one that serves.

    It is found for a kiosk that hangs as well. None if nobody holds the lock or the system does not
    tell.
    """
    with suppress(OSError, ValueError):
        inode = (runtime_folder(state_folder) / "lock").stat().st_ino
        for line in Path("/proc/locks").read_text(encoding="ascii").splitlines():
            _, kind, _, _, process, place, *_ = line.split()
            if kind == "FLOCK" and int(place.rpartition(":")[2]) == inode:
                return int(process)
    return None


def page_file(state_folder: Path) -> Path:
    """Give the file that holds the page's address (see `kiosk.web.handover`)."""
    return runtime_folder(state_folder) / "page"


def temporary_folder(folder: Path) -> Path:
    """Give a folder in memory, so that a full disk does not silence the voice; else one here."""
    name = hashlib.sha256(os.fsencode(folder.absolute())).hexdigest()[:16]
    in_memory = _MEMORY / f"voice-kiosk-{name}"
    with suppress(OSError):
        # Another user may have put something of that name there.
        if not in_memory.is_symlink():
            own_folder(in_memory)
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
        OSError: the folder is missing, or another user's.
    """
    held = os.open(folder, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{held}/control"
    finally:
        os.close(held)
