"""Notices that the settings have changed, and asks for a fresh process once nobody is there."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from kiosk.clock import Clock
from kiosk.errors import SettingsError
from kiosk.notices import Board, Notices
from kiosk.settings import Settings, default_file, load_settings

LOOK_EVERY = 2.0
"""Seconds between two looks at the file."""


class SettingsWatch:
    """Reads the settings anew when their file has changed; wrong ones are told and not taken."""

    def __init__(
        self,
        file: Path | None,
        clock: Clock,
        begin_anew: Callable[[], None],
        board: Board,
        *,
        served: Settings | None,
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        """Watch a file.

        Args:
            file: of the settings; None: at the usual place.
            clock: tells when to look.
            begin_anew: called when other settings are there and right.
            board: shows what is wrong with them.
            served: those that the kiosk serves with, as they were read: the file may have changed
                since. None: others than the file's, which are not asked for again as they are.
            environment: see `load_settings`.
        """
        self._wanted = file
        self._file = file or default_file(environment)
        self._clock = clock
        self._begin_anew = begin_anew
        self._notices = Notices(board)
        self._environment = environment
        self._next_look = clock.now() + LOOK_EVERY
        self._stamp = self._stamped()
        self._settings = self._read()
        if None not in (served, self._settings) and served != self._settings:
            begin_anew()

    def look(self) -> None:
        """Look, when it is time to; to be called all the time."""
        if self._clock.now() < self._next_look:
            return
        self._next_look = self._clock.now() + LOOK_EVERY
        if (stamp := self._stamped()) == self._stamp:
            return
        self._stamp = stamp
        read = self._read()
        if read is not None and read != self._settings:
            self._begin_anew()

    def _stamped(self) -> tuple[int, int] | None:
        try:
            found = self._file.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size

    def _read(self) -> Settings | None:
        try:
            settings = load_settings(self._wanted, self._environment)
        except SettingsError as error:
            line = str(error).splitlines()[0]
            self._notices.put("settings", f"{line}; until then the settings from before go on")
            return None
        self._notices.put("settings", "")
        return settings
