"""Whose settings a command means: those of the kiosk that systemd runs, where it runs one."""

import os
import shlex
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

from kiosk.service.background import UNIT, UNITS_FOLDER, by_systemd
from kiosk.settings import Settings, default_file, load_settings

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
    """Read the settings as the kiosk that serves on this machine has them.

    Args:
        file: what the command was told; None: that of systemd's kiosk, else the usual one.
        units_folder: where systemd looks for units.
        environment: goes before the file and the kiosk's own folders.

    Raises:
        SettingsError: see `kiosk.settings.load_settings`.
    """
    if not by_systemd(units_folder):
        return load_settings(file, environment)
    return load_settings(file or _named_in(units_folder / UNIT), {**FOLDERS, **environment})


def settings_file_of_kiosk(file: Path | None, units_folder: Path = UNITS_FOLDER) -> Path | None:
    """Give the file that `settings_of_kiosk` reads; None: there is none."""
    if file is None and by_systemd(units_folder):
        file = _named_in(units_folder / UNIT)
    usual = default_file(os.environ)
    return file or (usual if usual.exists() else None)


def _named_in(unit: Path) -> Path | None:
    """Give the settings file with which a unit starts the kiosk."""
    with suppress(OSError, ValueError):
        for line in unit.read_text(encoding="utf-8").splitlines():
            words = shlex.split(line) if line.startswith("ExecStart=") else []
            if "--settings" in words[:-1]:
                return Path(words[words.index("--settings") + 1])
    return None
