"""The default folders, which belong to the user who runs the kiosk."""

from collections.abc import Mapping
from pathlib import Path


def own_folder(environment: Mapping[str, str], variable: str, fallback: str) -> Path:
    """Give the kiosk's own folder under an XDG base folder."""
    base = environment.get(variable, "")
    return (Path(base) if Path(base).is_absolute() else Path.home() / fallback) / "voice-kiosk"


def own_state_folder(environment: Mapping[str, str]) -> Path:
    """Give the folder for this user's kiosk state, unless the settings name another one."""
    return own_folder(environment, "XDG_STATE_HOME", ".local/state")
