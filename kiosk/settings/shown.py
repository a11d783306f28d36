"""Shows the settings to people: each key with its default, its meaning and where it was set."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kiosk.settings.load import (
    ENVIRONMENT_PREFIX,
    line_of,
    load_settings,
    parsed,
    text_of,
    usual_file,
)
from kiosk.settings.model import KEYS

SECRETS = frozenset(
    {"staff_code", "alert_webhook", "alert_webhook_token", "alert_command", "mqtt_password"}
)
"""Keys whose values are never shown; an address or a command may contain a password."""


def describe_settings() -> list[tuple[str, str, str]]:
    """Give name, default and meaning of each key, for help texts and the manual."""
    rows = []
    for name, field in KEYS.items():
        default = field.get_default(call_default_factory=True, validated_data={})
        shown = (
            json.dumps(default)
            if isinstance(default, tuple)
            else f'"{"" if default is None else default}"'
        )
        if isinstance(default, bool | float | int):
            shown = str(default).lower()
        elif name == "keys":
            shown = "{}"
        rows.append((name, shown, field.description or ""))
    return rows


@dataclass(frozen=True, slots=True)
class Setting:
    """A key as `settings --show` shows it.

    Attributes:
        name: of the key.
        value: as TOML writes it; for a secret, only whether it is set.
        origin: "default", a file and line, or a variable of the environment.
    """

    name: str
    value: str
    origin: str


def shown_settings(file: Path | None, environment: Mapping[str, str]) -> list[Setting]:
    """Give each key with its value and its origin; see `load_settings` for the arguments."""
    file = file or usual_file(environment)
    values = load_settings(file, environment).by_key()
    text = text_of(file) if file is not None else ""
    in_file = parsed(file, text) if file is not None else {}
    shown = []
    for name, value in values.items():
        variable = ENVIRONMENT_PREFIX + name.upper()
        origin = "default"
        if environment.get(variable):
            origin = variable
        elif name in in_file:
            origin = f"{file}:{line_of(name, text)}"
        elif name == "vosk_model" and value is not None:
            origin = "run_kiosk.py setup"
        shown.append(Setting(name, _shown(name, value), origin))
    return shown


def _shown(name: str, value: object) -> str:
    if name in SECRETS:
        return "(set, not shown)" if value else '""'
    if value is None:
        return '""'
    plain = value if isinstance(value, bool | int | float | str | tuple | dict) else str(value)
    return json.dumps(plain, ensure_ascii=False)
