"""Finds the kiosk that a command means: systemd's, if it runs one, else the user's own.

Staff must be able to reach a running kiosk even if its settings are wrong by now.
"""

import os
import shlex
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from audio.untrusted_file import read_untrusted
from kiosk.errors import SettingsError
from kiosk.notices import PrintedNotices
from kiosk.service.control.background import UNIT, UNITS_FOLDER, by_systemd, is_running
from kiosk.service.control.place import left_place
from kiosk.settings.load import default_file, load_settings, load_some
from kiosk.settings.model import Settings

USER = "voice-kiosk"

FOLDERS: Mapping[str, str] = MappingProxyType(
    {
        "KIOSK_STATE_FOLDER": f"/var/lib/{USER}",
        "KIOSK_MODELS_FOLDER": f"/var/lib/{USER}/models",
        "KIOSK_CACHE_FOLDER": f"/var/cache/{USER}",
    }
)
"""Where the kiosk of the service keeps its own, as variables of its environment."""


def settings_of_kiosk(
    file: Path | None,
    units_folder: Path = UNITS_FOLDER,
    environment: Mapping[str, str] = os.environ,
) -> Settings:
    """Read the settings of the kiosk that serves on this machine.

    Args:
        file: what the command was told; None: that of systemd's kiosk, else the usual one.
        units_folder: where systemd looks for units.
        environment: goes before the file and the kiosk's own folders.

    Raises:
        SettingsError: see `kiosk.settings.load.load_settings`.
    """
    return load_settings(*_sources(file, units_folder, environment))


@dataclass(frozen=True, slots=True)
class FoundKiosk:
    """The kiosk that a command means.

    Attributes:
        state_folder: where it is reached.
        trouble: what is wrong with its settings, one line for each mistake; "" if nothing.
    """

    state_folder: Path
    trouble: str


def find_kiosk(
    file: Path | None,
    units_folder: Path = UNITS_FOLDER,
    environment: Mapping[str, str] = os.environ,
) -> FoundKiosk:
    """Find the kiosk that is meant, even if its settings are wrong.

    A kiosk that runs goes before one that does not. What the settings name goes before what the
    last kiosk of that settings file recorded.

    Args:
        file: see `settings_of_kiosk`.
        units_folder: likewise.
        environment: likewise; a state folder that it names is the one that is meant.

    Raises:
        SettingsError: they are wrong, and nothing else tells where the kiosk is.
    """
    named, variables = _sources(file, units_folder, environment)
    trouble: SettingsError | None = None
    try:
        load_settings(named, variables)
    except SettingsError as error:
        trouble = error
    some = load_some({"state_folder"}, named, variables)
    places = [] if some is None else [some.storage.state_folder]
    if some is None or not environment.get("KIOSK_STATE_FOLDER"):
        left = left_place(named, environment)
        places += [] if left is None else [left]
    if not places:
        raise trouble or SettingsError("the settings name no state folder; name one")
    found = next(filter(is_running, places), places[0])
    return FoundKiosk(found, str(trouble or ""))


def state_folder_of_kiosk(file: Path | None) -> Path:
    """Give where the kiosk that is meant is reached; print what is wrong with its settings.

    Raises:
        SettingsError: see `find_kiosk`.
    """
    kiosk = find_kiosk(file)
    for line in kiosk.trouble.splitlines():
        PrintedNotices().notice(line)
    return kiosk.state_folder


def _sources(
    file: Path | None, units_folder: Path, environment: Mapping[str, str]
) -> tuple[Path | None, Mapping[str, str]]:
    """Give the file and the variables that the kiosk has its settings from."""
    if not by_systemd(units_folder):
        return file, environment
    return file or _named_in(units_folder / UNIT), {**FOLDERS, **environment}


def settings_file_of_kiosk(file: Path | None, units_folder: Path = UNITS_FOLDER) -> Path | None:
    """Give the file that `settings_of_kiosk` reads; None if there is none."""
    if file is None and by_systemd(units_folder):
        file = _named_in(units_folder / UNIT)
    usual = default_file(os.environ)
    return file or (usual if usual.exists() else None)


def _named_in(unit: Path) -> Path | None:
    """Give the settings file with which a unit starts the kiosk."""
    with suppress(OSError, ValueError):
        for line in read_untrusted(unit, owners={os.geteuid(), 0}).decode().splitlines():
            words = shlex.split(line) if line.startswith("ExecStart=") else []
            if "--settings" in words[:-1]:
                return Path(words[words.index("--settings") + 1])
    return None
