"""What outlives a crash or restart: that an emergency is latched, that a visit was under way.

Nothing else about a visit is kept. Each is an empty file in the state folder.
"""

import os
from collections.abc import Callable
from pathlib import Path

from kiosk.errors import KioskError
from kiosk.events import Event, StaffCleared


class Marks:
    """The marks of one kiosk; the process that serves sets them, a command may ask to clear."""

    def __init__(self, folder: Path, report: Callable[[str], None] = lambda _: None) -> None:
        """Use a folder.

        Args:
            folder: is made when it is missing.
            report: told of later faults, and given "" once each mark is as it should be again.

        Raises:
            KioskError: the folder cannot be written to.
        """
        self._folder = folder
        self._emergency = folder / "emergency"
        self._clearing = folder / "emergency-cleared-by-staff"
        self._visit = folder / "visit"
        self._report = report
        self._wrong: set[Path] = set()
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise self._unusable(error) from None
        if not os.access(folder, os.W_OK | os.X_OK):
            raise self._unusable(PermissionError(0, "permission denied"))

    @property
    def emergency(self) -> bool:
        """Whether an emergency is latched that staff have not asked to clear."""
        return self._emergency.exists() and not self._clearing.exists()

    @property
    def visit(self) -> bool:
        """Whether a visit is under way, or was when the process died."""
        return self._visit.exists()

    def keep_emergency(self, latched: bool) -> None:
        """Latch or open, on the disk itself when this returns.

        A fault is reported and the dialogue goes on: the emergency at hand comes first.
        """
        if latched:
            # A request that is older than the emergency must not open it.
            self._set(self._clearing, False)
            self._set(self._emergency, True)
        else:
            self._set(self._emergency, False)
            self._set(self._clearing, False)

    def keep_visit(self, under_way: bool) -> None:
        """Remember that a visit began, or that it ended; a fault is reported."""
        self._set(self._visit, under_way)

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
        if not self._clearing.exists():
            return []
        self._set(self._clearing, False)
        return [StaffCleared()]

    def _set(self, file: Path, there: bool) -> None:
        try:
            if there:
                file.touch()
            else:
                file.unlink(missing_ok=True)
            self._reach_the_disk()
        except OSError as error:
            self._wrong.add(file)
            self._report(str(self._unusable(error)))
        else:
            if file in self._wrong:
                self._wrong.remove(file)
                if not self._wrong:
                    self._report("")

    def _reach_the_disk(self) -> None:
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _unusable(self, error: OSError) -> KioskError:
        reason = (error.strerror or str(error)).lower()
        return KioskError(
            f"{self._folder}: cannot keep an emergency over a restart: {reason}; "
            "name a writable state_folder in the settings"
        )
