"""Writes the table of keys into a settings file; its other lines and comments stay as they are."""

import os
import re
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from stat import S_IMODE
from tempfile import NamedTemporaryFile

from audio.errors import reason_of
from kiosk.errors import SettingsError
from kiosk.files.toml_file import TomlFaultError, parse_toml, read_toml

_HEADER = re.compile(r"\s*\[keys\]\s*(#.*)?$")
_ANY_HEADER = re.compile(r"\s*\[")
_ENTRY = re.compile(r"""\s*(?P<key>"(?:[^"\\]|\\.)*"|'[^']*'|[\w-]+)\s*=""")
_VALUE = re.compile(r"""=\s*("(?:[^"\\]|\\.)*"|'[^']*')""")


def toml_lines(table: Mapping[str, str]) -> list[str]:
    """Give the lines of the table of keys, its header first."""
    return ["[keys]", *(_line(name, function) for name, function in table.items())]


def write_keys(file: Path, table: Mapping[str, str]) -> None:
    """Set these keys in the file, which may be missing; keys that it already has keep their lines.

    Raises:
        SettingsError: the file cannot be read or written, or its form does not allow a change
            without harm.
    """
    try:
        text = read_toml(file) if file.exists() else ""
        before = parse_toml(text)
        changed = _with_keys(text, table)
        _refuse_harm(file, before, changed, table)
        file.parent.mkdir(parents=True, exist_ok=True)
        _replace(file.resolve(), changed)
    except OSError as error:
        reason = reason_of(error)
        raise SettingsError(f"{file}: cannot write the keys: {reason}; paste the lines") from None
    except TomlFaultError as error:
        raise SettingsError(f"{error.at(file)}, or paste the lines") from None


def _replace(file: Path, text: str) -> None:
    """Write all of the text or nothing; keep owner and permissions, for the file holds secrets."""
    with (
        NamedTemporaryFile(
            "w", encoding="utf-8", dir=file.parent, prefix=file.name, delete=False
        ) as fresh,
        ExitStack() as leaving,
    ):
        leaving.callback(Path(fresh.name).unlink, missing_ok=True)
        fresh.write(text)
        fresh.flush()
        if file.exists():
            before = file.stat()
            os.fchown(fresh.fileno(), before.st_uid, before.st_gid)
            os.fchmod(fresh.fileno(), S_IMODE(before.st_mode))
        Path(fresh.name).replace(file)


def _with_keys(text: str, table: Mapping[str, str]) -> str:
    lines = text.splitlines()
    header = next((n for n, line in enumerate(lines) if _HEADER.match(line)), None)
    if header is None:
        gap = [""] if lines and lines[-1].strip() else []
        return "\n".join((*lines, *gap, *toml_lines(table), ""))
    left = dict(table)
    end = header + 1
    for number in range(header + 1, len(lines)):
        if _ANY_HEADER.match(lines[number]):
            break
        entry = _ENTRY.match(lines[number])
        if entry is not None:
            end = number + 1
            name = next(iter(parse_toml(f"{entry['key']} = 0")))
            if name in left:
                # No function's name has a character that is special in a replacement.
                lines[number] = _VALUE.sub(f'= "{left.pop(name)}"', lines[number], count=1)
    lines[end:end] = [_line(name, function) for name, function in left.items()]
    return "\n".join((*lines, ""))


def _refuse_harm(
    file: Path, before: dict[str, object], changed: str, table: Mapping[str, str]
) -> None:
    """Refuse a change that does anything else than set these keys."""
    old = before.get("keys", {})
    wanted = before | {"keys": {**old, **table}} if isinstance(old, dict) else None
    try:
        harmless = parse_toml(changed) == wanted
    except TomlFaultError:
        harmless = False
    if not harmless:
        raise SettingsError(
            f"{file}: its keys are not written as a table [keys]; correct them by hand, or paste "
            "the lines"
        )


def _line(name: str, function: str) -> str:
    bare = re.fullmatch(r"[A-Za-z0-9_-]+", name)
    quoted = name if bare else '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f'{quoted} = "{function}"'
