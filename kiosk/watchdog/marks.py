"""Marks that survive a crash or restart: an emergency, a visitor's call for staff, a visit.

Nothing else about a visit is kept. Each mark is an empty file of the kiosk's user in the state
folder, so that it needs no room on a full disk. The time of a call's mark is when the call was
made, by the wall clock: it outlives the machine's start. Anything else with the name of a mark does
not count and is moved aside.
"""

import os
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, wait
from functools import partial
from pathlib import Path

from audio.errors import reason_of
from kiosk.errors import KioskError
from kiosk.files.own_folder import is_own_file, own_folder, put_aside, sync_folder
from kiosk.watchdog.disk import AT_ONCE, Disk

HANGS = TimeoutError("the disk does not answer")

EMERGENCY = "emergency"
VISIT = "visit"
CALL = "call"
CALL_TAKEN = "call-taken"
"""In place of the mark of a call, once an alert channel has confirmed it."""

LONG_AGO = 86_400.0
"""Seconds that a call is taken to be old when the wall clock was set back to before it."""


class Marks:
    """The marks of one kiosk, set by the process that serves."""

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
            KioskError: the folder cannot be written to, or is another user's.
        """
        self._folder = folder
        self._emergency = folder / EMERGENCY
        self._visit = folder / VISIT
        self._call, self._call_taken = folder / CALL, folder / CALL_TAKEN
        self._report = report
        self._disk = disk
        self._jobs: deque[tuple[Path, Future[None]]] = deque()
        self._wrong: dict[Path, BaseException] = {}
        self._unreadable: OSError | None = None
        self._strange: list[str] = []
        self._told = ""
        self._hangs = False
        try:
            own_folder(folder)
        except OSError as error:
            raise self._unusable(error) from None
        if not os.access(folder, os.W_OK | os.X_OK):
            raise self._unusable(PermissionError(0, "permission denied"))
        self._put_strangers_aside()

    @property
    def emergency(self) -> bool:
        """Whether an emergency is latched that staff have not ended."""
        return self._there(self._emergency)

    @property
    def visit(self) -> bool:
        """Whether a visit is under way, or was when the process died."""
        return self._there(self._visit)

    @property
    def call_age(self) -> float | None:
        """Seconds since a visitor's call was made that staff have not ended; None: none is on."""
        for file in (self._call, self._call_taken):
            if self._there(file):
                age = time.time() - file.stat().st_mtime
                return age if age >= 0.0 else LONG_AGO
        return None

    @property
    def call_taken(self) -> bool:
        """Whether an alert channel had confirmed that call."""
        return self._there(self._call_taken)

    def keep_emergency(self, latched: bool) -> None:
        """Begin to latch or to clear the emergency; it is on the disk once `settle` says so.

        A fault is reported and the dialogue continues: the emergency comes first.
        """
        self._set(self._emergency, latched)
        self._look_at_jobs()

    def keep_call(self, age: float | None, *, taken: bool) -> None:
        """Remember that a call was made `age` seconds ago, or none; as for an emergency."""
        made = None if age is None else time.time() - age
        mark, other = (self._call_taken, self._call) if taken else (self._call, self._call_taken)
        self._set(mark, made is not None, made)
        self._set(other, False)
        self._look_at_jobs()

    def keep_visit(self, under_way: bool) -> None:
        """Remember that a visit began or ended; faults are handled as for an emergency."""
        self._set(self._visit, under_way)
        self._look_at_jobs()

    def settle(self, within: float) -> bool:
        """Wait until the marks are on the disk, but not for a disk that hangs.

        Args:
            within: seconds that this may take.

        Returns:
            Whether every mark is as it should be.
        """
        waiting = wait([job for _, job in self._jobs], 0.0 if self._hangs else within)
        self._hangs = bool(waiting.not_done)
        self._look_at_jobs()
        return not (self._hangs or self._wrong)

    def look(self) -> None:
        """Report the result of marks that the disk was slow to set."""
        if self._jobs:
            self._look_at_jobs()

    def _put_strangers_aside(self) -> None:
        for file in (self._emergency, self._visit, self._call, self._call_taken):
            try:
                self._put_aside(file)
            except OSError as error:
                self._wrong[file] = error
        self._tell()

    def _there(self, file: Path) -> bool:
        """Whether a mark is set; one that cannot be examined counts as not set and is reported."""
        self._unreadable = None
        there = False
        try:
            there = is_own_file(file)
        except OSError as error:
            self._unreadable = error
        self._tell()
        return there

    def _set(self, file: Path, there: bool, made: float | None = None) -> None:
        self._jobs.append((file, self._disk.do(partial(self._write, file, there, made))))

    def _write(self, file: Path, there: bool, made: float | None) -> None:
        self._put_aside(file)
        if there:
            file.touch(mode=0o600)
            if made is not None:
                os.utime(file, (made, made))
        else:
            file.unlink(missing_ok=True)
        sync_folder(self._folder)

    def _put_aside(self, file: Path) -> None:
        aside = put_aside(file)
        if aside is not None:
            self._strange.append(
                f"{file}: this was not a mark of the kiosk's, and was renamed to {aside.name}; see "
                "who made it, then delete it"
            )

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
        self._tell()

    def _tell(self) -> None:
        wrong = HANGS if self._hangs else next(iter(self._wrong.values()), None)
        error = wrong or self._unreadable
        strange = self._strange[-1] if self._strange else ""
        line = str(self._unusable(error)) if error is not None else strange
        if line != self._told:
            self._told = line
            self._report(line)

    def _unusable(self, error: BaseException) -> KioskError:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        return KioskError(
            f"{self._folder}: cannot keep an emergency over a restart: {reason}; "
            "name a writable state_folder in the settings"
        )


def emergency_is_kept(state_folder: Path) -> bool:
    """Tell whether an emergency is kept there, for a command beside the kiosk.

    Raises:
        KioskError: it cannot be looked at.
    """
    return _is_kept(state_folder, EMERGENCY)


def call_is_kept(state_folder: Path) -> bool:
    """Tell whether a visitor's call is kept there; raises as `emergency_is_kept`."""
    return any(_is_kept(state_folder, name) for name in (CALL, CALL_TAKEN))


def _is_kept(state_folder: Path, name: str) -> bool:
    try:
        return is_own_file(state_folder / name)
    except OSError as error:
        reason = reason_of(error)
        raise KioskError(
            f"{state_folder}: cannot tell whether an emergency is on: {reason}; "
            "ask as the kiosk's user, or as root"
        ) from None


def forget_emergency(state_folder: Path) -> None:
    """Remove the marks of a kiosk that does not run, so that its next start calls nobody.

    Raises:
        OSError: they cannot be removed.
    """
    for name in (EMERGENCY, VISIT, CALL, CALL_TAKEN):
        if is_own_file(state_folder / name):
            (state_folder / name).unlink()
    sync_folder(state_folder)
