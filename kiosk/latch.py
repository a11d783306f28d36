"""Keeps a latched emergency over a crash or restart, and nothing else about a visit."""

import os
from collections.abc import Callable
from pathlib import Path

from kiosk.errors import KioskError


class EmergencyLatch:
    """One empty file: it is there while an emergency is latched."""

    def __init__(self, folder: Path, report: Callable[[str], None] = lambda _: None) -> None:
        """Use `folder`, which is made when it is missing; `report` is told of later faults.

        Raises:
            KioskError: the folder cannot be written to.
        """
        self._file = folder / "emergency"
        self._report = report
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._unusable(error) from None
        if not os.access(folder, os.W_OK | os.X_OK):
            raise self._unusable(PermissionError(0, "permission denied"))

    @property
    def held(self) -> bool:
        """Whether an emergency is latched."""
        return self._file.exists()

    def keep(self, latched: bool) -> None:
        """Latch or open, on the disk itself when this returns.

        A fault is reported and the dialogue goes on: the emergency at hand comes first.
        """
        try:
            if latched:
                self._file.touch()
            else:
                self._file.unlink(missing_ok=True)
            self._reach_the_disk()
        except OSError as error:
            self._report(str(self._unusable(error)))

    def _reach_the_disk(self) -> None:
        folder = os.open(self._file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _unusable(self, error: OSError) -> KioskError:
        reason = (error.strerror or str(error)).lower()
        return KioskError(
            f"{self._file.parent}: cannot keep an emergency over a restart: {reason}; "
            "name a writable state_folder in the settings"
        )
