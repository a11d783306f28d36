"""The last settings that worked, kept for a restart while the settings file is wrong.

Nobody may be there when a kiosk dies: it must come back, even if the file is wrong by then. The
copy holds secrets, so only its owner can read it. A copy that others could have written is not
used.
"""

import json
import os
import stat
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from pydantic import SecretStr

from audio.untrusted_file import open_untrusted
from audio.vosk.models.installed import record_of
from kiosk.errors import SettingsError
from kiosk.files.toml_file import MOST_BYTES
from kiosk.service.control.place import write_own
from kiosk.settings.load import default_file, load_settings
from kiosk.settings.model import KEYS, Settings
from kiosk.watchdog.disk import Disk

NAME = "last-settings.json"

FILE_IS_WRONG = (
    "the settings are wrong, so the kiosk has started with the last ones that worked, and without "
    "the health questions until they are right; find out more: run_kiosk.py check"
)
CANNOT_START = (
    "with the settings as they are now the kiosk does not start, so it has started with the last "
    "ones that worked; find out more: run_kiosk.py check"
)


class LastSettings:
    """A copy, in the state folder, of the last working settings from one settings file."""

    def __init__(self, state_folder: Path, file: Path | None) -> None:
        """Keep it there.

        Args:
            state_folder: where the kiosk was first started.
            file: of the settings; None: the default one. A copy of another file's is not used.
        """
        self._copy = state_folder / NAME
        self._file = os.path.realpath(file or default_file(os.environ))

    def keep(self, settings: Settings) -> None:
        """Write them.

        Raises:
            OSError: they cannot be written.
        """
        values = {name: _plain(value) for name, value in settings.by_key().items()}
        values["keys"] = dict(settings.keys.table)
        if record_of(settings.hearing.models_folder, settings.hearing.vosk_model) is not None:
            values["vosk_model"] = None  # set-up chose it, and may choose another
        write_own(self._copy, json.dumps({"file": self._file, "settings": values}))

    def read(self) -> Settings | None:
        """Read them; None if there are none that can be trusted."""
        # A faulty copy counts as no copy.
        with suppress(OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            own = {os.geteuid()}
            with open_untrusted(self._copy, most=MOST_BYTES, owners=own, follow=False) as opened:
                if stat.S_IMODE(os.fstat(opened.fileno()).st_mode) != 0o600:
                    return None
                kept = json.loads(opened.read(MOST_BYTES))
            if kept["file"] == self._file:
                values = kept["settings"].items()
                known = {name: value for name, value in values if name in KEYS}
                return Settings.of(**known)
        return None


def _plain(value: object) -> object:
    """Give a value as a settings file would have it."""
    match value:
        case SecretStr():
            return value.get_secret_value()
        case bool() | int() | float() | None:
            return value
        case tuple():
            return list(value)
        case Path():
            return str(value.absolute())
        case _:
            return str(value)


@dataclass(frozen=True, slots=True)
class Served:
    """The settings that a process serves with.

    Attributes:
        settings: to serve with.
        warning: why they are not those of the file, for staff; "" if they are.
        sign_off_known: the file can be read, so it is known who has signed off.
    """

    settings: Settings
    warning: str = ""
    sign_off_known: bool = True


def settings_to_serve(
    file: Path | None, last: LastSettings, before: Settings | None, *, cannot_start: bool = False
) -> Served:
    """Give the file's settings, or the last that worked if the file's cannot be used.

    Args:
        file: of the settings; None means the default one.
        last: the copy.
        before: used if there is no copy; None for nothing.
        cannot_start: a process with the file's settings has just failed to start.

    Raises:
        SettingsError: the file is wrong, and there are no others.
    """
    try:
        now = load_settings(file)
    except SettingsError:
        if (kept := last.read() or before) is None:
            raise
        return Served(kept, FILE_IS_WRONG, sign_off_known=False)
    kept = last.read() or before if cannot_start else None
    if kept is None:
        return Served(now)
    return Served(replace(kept, sign_off=now.sign_off), CANNOT_START)


class Keeping:
    """Stores the settings that a process serves with, once it serves."""

    def __init__(
        self, last: LastSettings, served: Served, disk: Disk, report: Callable[[str], None]
    ) -> None:
        """Prepare to store them.

        Args:
            last: stores them.
            served: the settings to be stored.
            disk: writes them.
            report: told when they cannot be written.
        """
        self._write = partial(last.keep, served.settings)
        self._wanted = True
        self._disk = disk
        self._report = report
        self._job: Future[None] | None = None

    def look(self, serves: bool) -> None:
        """Store them once the process serves; call it all the time, it never waits."""
        if self._wanted and serves:
            self._wanted = False
            self._job = self._disk.do(self._write)
        if self._job is not None and self._job.done():
            error, self._job = self._job.exception(), None
            if error is not None:
                reason = (getattr(error, "strerror", None) or str(error)).lower()
                self._report(
                    f"the settings that work cannot be kept for a restart: {reason}; name a "
                    "writable state_folder in the settings"
                )
