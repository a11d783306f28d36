"""Reads the settings: one TOML file and `KIOSK_*` environment variables, each key checked.

`--settings FILE` names the file; else it is `$XDG_CONFIG_HOME/voice-kiosk/kiosk.toml`, if there is
one. An environment variable (`KIOSK_CLINIC_NAME` for `clinic_name`) overrides the file.
"""

import difflib
import os
import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from audio.errors import reason_of
from audio.vosk.models.installed import installed_model
from kiosk.errors import SettingsError
from kiosk.files.toml_file import TomlFaultError, parse_toml, read_toml
from kiosk.launch.printable import one_line
from kiosk.settings.model import FOLDERS, KEYS, Settings
from kiosk.settings.own_folders import own_folder

ENVIRONMENT_PREFIX = "KIOSK_"

MOST_COMPLAINTS = 20
"""Most errors that one message lists, one line each."""


def default_file(environment: Mapping[str, str]) -> Path:
    """Give the path of the settings file for when none is named."""
    return own_folder(environment, "XDG_CONFIG_HOME", ".config") / "kiosk.toml"


def load_settings(file: Path | None, environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; if they name no Vosk model, take the one that `setup` installed.

    Args:
        file: the file to read, which must exist and belong to this user or root; None: the default
            one, which need not.
        environment: where `KIOSK_*` variables are looked up; None: the process's own.

    Raises:
        SettingsError: something is wrong; the message has one line for each error, with file and
            line.
    """
    environment = os.environ if environment is None else environment
    try:
        return with_installed_model(_checked(file, environment, owners={os.geteuid(), 0}))
    except SettingsError:
        raise
    except Exception as fault:  # noqa: BLE001, RUF100 - no error may end a kiosk that runs
        what = " ".join(f"{type(fault).__name__}: {fault}".split())
        place = file or "the settings file"
        raise SettingsError(one_line(f"{place}: cannot be used: {what}; correct it")) from fault


def load_some(
    names: Collection[str], file: Path | None, environment: Mapping[str, str]
) -> Settings | None:
    """Read a few of the settings, even if others are wrong or the file belongs to another user.

    Args:
        names: of the settings to read; the others have their defaults.
        file: see `load_settings`.
        environment: see `load_settings`.

    Returns:
        The settings; None if even these cannot be read.
    """
    try:
        return _checked(file, environment, names)
    except Exception:  # noqa: BLE001, RUF100 - `load_settings` tells the reason
        return None


def _checked(
    file: Path | None,
    environment: Mapping[str, str],
    names: Collection[str] | None = None,
    owners: Collection[int] | None = None,
) -> Settings:
    file = file or usual_file(environment)
    from_environment = {
        name.removeprefix(ENVIRONMENT_PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(ENVIRONMENT_PREFIX) and value
    }
    if names is not None:
        from_environment = {k: v for k, v in from_environment.items() if k in names}
    _require_text(from_environment)
    values: dict[str, Any] = {}
    text = ""
    # The file is not needed if the environment names all of these settings.
    if file is not None and (names is None or not from_environment.keys() >= set(names)):
        text = text_of(file, owners)
        values = parsed(file, text)
        if names is not None:
            values = {key: value for key, value in values.items() if key in names}
        _resolve_folders(values, file.parent)
        _refuse_zero_bytes(values, file, text)
    try:
        return Settings.of(**(values | from_environment))
    except ValidationError as error:
        raise SettingsError("\n".join(_complaints(error, file, text, from_environment))) from None


def with_installed_model(settings: Settings) -> Settings:
    """Add the model that was set up last, if there is one, to settings that name no model."""
    hearing = settings.hearing
    if hearing.vosk_model is not None:
        return settings
    return settings.changed(
        vosk_model=installed_model(hearing.models_folder, settings.clinic.language)
    )


def usual_file(environment: Mapping[str, str]) -> Path | None:
    """Give the default file; None if it does not exist. A file out of reach is still given."""
    usual = default_file(environment)
    try:
        usual.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:
        pass  # reading the file will tell why it cannot be read
    return usual


def text_of(file: Path, owners: Collection[int] | None = None) -> str:
    """Read the file; raise SettingsError if it cannot be read or belongs to none of `owners`."""
    try:
        return read_toml(file, owners)
    except PermissionError as error:
        reason = reason_of(error)
        advice = "name a readable file with --settings, or give it to root: sudo chown root"
        raise SettingsError(f"{file}: cannot read the settings: {reason}; {advice}") from None
    except OSError as error:
        reason = reason_of(error)
        raise SettingsError(
            f"{file}: cannot read the settings: {reason}; name a readable file with --settings"
        ) from None
    except TomlFaultError as error:
        raise SettingsError(error.at(file)) from None


def parsed(file: Path, text: str) -> dict[str, Any]:
    """Give the values of a file's text by their keys; raise SettingsError with the place."""
    try:
        return parse_toml(text)
    except TomlFaultError as error:
        raise SettingsError(one_line(error.at(file))) from None


def _resolve_folders(values: dict[str, Any], base: Path) -> None:
    """Resolve relative folders against the settings file's folder; drop folders that are ""."""
    for name in FOLDERS:
        value = values.get(name)
        if value == "":
            del values[name]
        elif isinstance(value, str):
            values[name] = str(base / value) if not value.startswith("~") else value


def _refuse_zero_bytes(values: Mapping[str, Any], file: Path, text: str) -> None:
    """Refuse zero bytes, which no path, name or device of the system can have."""
    for key, value in values.items():
        if isinstance(value, str) and "\0" in value:
            place = one_line(f'{file}:{line_of(key, text)}: "{key}"')
            raise SettingsError(f"{place} is wrong: it has a zero byte; take it out")


def _require_text(variables: Mapping[str, str]) -> None:
    for name, value in variables.items():
        try:
            f"{name}{value}".encode()
        except UnicodeEncodeError:
            variable = one_line(f"{ENVIRONMENT_PREFIX}{name.upper()}")
            raise SettingsError(
                f"environment variable {variable}: it is not UTF-8 text; correct or remove it"
            ) from None


def _complaints(
    error: ValidationError, file: Path | None, text: str, from_environment: Mapping[str, str]
) -> Iterable[str]:
    """Give one line for each problem, in the order of the file."""
    lines = []
    problems = error.errors(include_url=False)
    for problem in problems[:MOST_COMPLAINTS]:
        key = str(problem["loc"][0])
        line = 0
        where = f"environment variable {ENVIRONMENT_PREFIX}{key.upper()}"
        if file is not None and key not in from_environment:
            line = line_of(key, text)
            where = f"{file}:{line}"
        if problem["type"] == "extra_forbidden":
            near = difflib.get_close_matches(key, KEYS, n=1)
            what = f'unknown setting "{key}"; ' + (
                f'did you mean "{near[0]}"?' if near else "remove it"
            )
        else:
            reason = problem["msg"].removeprefix("Value error, ")
            what = f'"{key}" is wrong: {reason[0].lower()}{reason[1:]}'
        lines.append((line, one_line(f"{where}: {what}")))
    told = [complaint for _, complaint in sorted(lines)]
    if len(problems) > MOST_COMPLAINTS:
        told.append(f"and {len(problems) - MOST_COMPLAINTS} more things are wrong")
    return told


def line_of(key: str, text: str) -> int:
    """Give the number of the line that sets a top-level key or opens its table."""
    pattern = re.compile(rf"""\s*(\[+\s*)?["']?{re.escape(key)}["']?\s*[].=]""")
    lines = text.splitlines()
    return next((number for number, line in enumerate(lines, 1) if pattern.match(line)), 1)
