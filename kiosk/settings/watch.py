"""Watches the settings file, and asks for a restart when the settings have changed."""

import os
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from pathlib import Path

from kiosk.clock import Clock
from kiosk.errors import SettingsError
from kiosk.notices import Board, Notices
from kiosk.settings.load import default_file, load_settings
from kiosk.settings.model import Settings
from kiosk.watchdog.disk import AT_ONCE, Disk

LOOK_EVERY = 2.0
"""Seconds between two checks of the file."""


class SettingsWatch:
    """Reads the settings again when their file has changed; wrong ones are reported, not used."""

    def __init__(
        self,
        file: Path | None,
        clock: Clock,
        begin_anew: Callable[[], None],
        board: Board,
        *,
        served: Settings | None,
        environment: Mapping[str, str] = os.environ,
        disk: Disk = AT_ONCE,
        was_wrong: bool = False,
    ) -> None:
        """Watch a file.

        Args:
            file: of the settings; None: at the usual place.
            clock: tells when to check.
            begin_anew: called when the settings have changed and are right.
            board: shows what is wrong with the settings.
            served: the settings that the kiosk serves with, as they were read; the file may have
                changed since. None: it serves with other settings than the file's, and the file
                counts only once it changes.
            environment: see `load_settings`.
            was_wrong: the file was wrong when the process started, so it counts as soon as it is
                right.
            disk: reads the file on a thread, since a disk that hangs must not hold up the kiosk.
        """
        self._wanted = file
        self._file = file or default_file(environment)
        self._clock = clock
        self._begin_anew = begin_anew
        self._notices = Notices(board)
        self._environment = environment
        self._disk = disk
        self._looking: Future[None] | None = None
        self._found: Settings | SettingsError | None = None
        self._next_look = clock.now() + LOOK_EVERY
        self._stamp = self._stamped()
        at_first = self._read()
        self._settings = at_first if isinstance(at_first, Settings) else None
        self._tell(at_first)
        other = served is not None and served != self._settings
        if self._settings is not None and (other or was_wrong):
            begin_anew()

    def look(self) -> None:
        """Check the file when it is time to; call this in every turn of the loop. Never blocks."""
        if self._looking is None and self._clock.now() >= self._next_look:
            self._next_look = self._clock.now() + LOOK_EVERY
            self._looking = self._disk.do(self._look)
        if self._looking is None or not self._looking.done():
            return
        self._looking = None
        found, self._found = self._found, None
        if found is not None:
            self._tell(found)
            if isinstance(found, Settings) and found != self._settings:
                self._begin_anew()

    def _look(self) -> None:
        """Read the file, if it has changed; runs on the disk's thread."""
        if (stamp := self._stamped()) != self._stamp:
            self._stamp = stamp
            self._found = self._read()

    def _stamped(self) -> tuple[int, ...] | None:
        try:
            found = self._file.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino, found.st_ctime_ns

    def _read(self) -> Settings | SettingsError:
        try:
            return load_settings(self._wanted, self._environment)
        except SettingsError as error:
            return error

    def _tell(self, found: Settings | SettingsError) -> None:
        line = ""
        if isinstance(found, SettingsError):
            first = str(found).splitlines()[0]
            line = f"{first}; until then the previous settings count"
        self._notices.put("settings", line)
