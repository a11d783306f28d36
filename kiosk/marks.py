"""What outlives a crash or restart: that an emergency is latched, that a visit was under way.

Nothing else about a visit is kept. Each is an empty file in the state folder.
"""

import os
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, wait
from functools import partial
from pathlib import Path

from kiosk.disk import AT_ONCE, Disk
from kiosk.errors import KioskError
from kiosk.events import Event, StaffCleared

WAITS = 1.0
"""Seconds that an emergency may take to be on the disk before staff are called: a process that is
killed must come back in it, but a disk that hangs must not keep staff from being called."""

HANGS = TimeoutError("the disk does not answer")


class Marks:
    """The marks of one kiosk; the process that serves sets them, a command may ask to clear."""

    def __init__(
        self,
        folder: Path,
        report: Callable[[str], None] = lambda _: None,
        disk: Disk = AT_ONCE,
    ) -> None:
        """Use a folder.

        Args:
            folder: is made when it is missing.
            report: told of later faults, and given "" once each mark is as it should be again.
            disk: sets the marks.

        Raises:
            KioskError: the folder cannot be written to.
        """
        self._folder = folder
        self._emergency = folder / "emergency"
        self._clearing = folder / "emergency-cleared-by-staff"
        self._visit = folder / "visit"
        self._report = report
        self._disk = disk
        self._jobs: deque[tuple[Path, Future[None]]] = deque()
        self._wrong: dict[Path, BaseException] = {}
        self._unreadable: OSError | None = None
        self._told = ""
        self._hangs = self._clears = False
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise self._unusable(error) from None
        if not os.access(folder, os.W_OK | os.X_OK):
            raise self._unusable(PermissionError(0, "permission denied"))

    @property
    def emergency(self) -> bool:
        """Whether an emergency is latched that staff have not asked to clear."""
        return self._there(self._emergency) and not self._there(self._clearing)

    @property
    def visit(self) -> bool:
        """Whether a visit is under way, or was when the process died."""
        return self._there(self._visit)

    def keep_emergency(self, latched: bool) -> None:
        """Latch or open, on the disk itself when this returns.

        A fault is reported and the dialogue goes on, as it does after `WAITS`: the emergency at
        hand comes first.
        """
        if latched:
            # A request that is older than the emergency must not open it.
            self._clears = self._there(self._clearing)
            self._set(self._clearing, False)
            self._set(self._emergency, True)
        else:
            self._set(self._emergency, False)
            self._set(self._clearing, False)
        self._settle()

    def keep_visit(self, under_way: bool) -> None:
        """Remember that a visit began, or that it ended; faults as with an emergency."""
        self._set(self._visit, under_way)
        self._settle()

    def ask_to_clear(self) -> bool:
        """Ask for staff that the latched emergency be ended; False when there is none.

        Raises:
            KioskError: the request cannot be written.
        """
        if not self._emergency.exists():
            return False
        try:
            self._clearing.touch()
            self._reach_the_disk()
        except OSError as error:
            raise self._unusable(error) from None
        return True

    def progress(self) -> list[Event]:
        """Give `StaffCleared` when staff have asked for it."""
        self._look_at_jobs()
        asked, self._clears = self._clears, self._there(self._clearing)
        if asked or not self._clears:
            return []
        self._set(self._clearing, False)
        self._settle()
        return [StaffCleared()]

    def _there(self, file: Path) -> bool:
        """Whether a mark is set; one that cannot be looked at is none, and is told."""
        self._unreadable = None
        try:
            file.stat()
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError as error:
            self._unreadable = error
            return False
        return True

    def _set(self, file: Path, there: bool) -> None:
        self._jobs.append((file, self._disk.do(partial(self._write, file, there))))

    def _settle(self) -> None:
        """Wait for what is still to be set, but not for a disk that hangs."""
        waiting = wait([job for _, job in self._jobs], 0.0 if self._hangs else WAITS)
        self._hangs = bool(waiting.not_done)
        self._look_at_jobs()

    def _write(self, file: Path, there: bool) -> None:
        if there:
            file.touch()
        else:
            file.unlink(missing_ok=True)
        self._reach_the_disk()

    def _look_at_jobs(self) -> None:
        """Tell what has come of those that are over."""
        while self._jobs and self._jobs[0][1].done():
            file, job = self._jobs.popleft()
            error = job.exception()
            if error is None:
                self._wrong.pop(file, None)
            else:
                self._wrong[file] = error
        self._hangs = self._hangs and bool(self._jobs)
        wrong = HANGS if self._hangs else next(iter(self._wrong.values()), None)
        error = wrong or self._unreadable
        line = str(self._unusable(error)) if error is not None else ""
        if line != self._told:
            self._told = line
            self._report(line)

    def _reach_the_disk(self) -> None:
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _unusable(self, error: BaseException) -> KioskError:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        return KioskError(
            f"{self._folder}: cannot keep an emergency over a restart: {reason}; "
            "name a writable state_folder in the settings"
        )
