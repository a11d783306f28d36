"""Reads the log for people: one plain line an event, and new lines as they come."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from audio.untrusted_file import open_untrusted, read_untrusted
from kiosk.status.log_sentences import sentence
from kiosk.status.log_writer import FILE, KEPT, LARGEST
from kiosk.status.state_names import state_name

_LARGEST_READ = 2 * LARGEST

LOOK_EVERY = 0.3
"""Seconds between two looks for new lines."""

_MARKED = frozenset({"trouble", "lost", "emergency", "staff_called", "restarted"})

_PLAIN_WITHOUT = frozenset({"what", "urgency", "channel"})
"""Fields whose value says by itself what it is."""


def lines_so_far(folder: Path, most: int) -> list[str]:
    """Give the last lines, oldest first."""
    lines: list[str] = []
    for number in range(KEPT + 1):
        if len(lines) >= most:
            break
        file = folder / (f"{FILE}.{number}" if number else FILE)
        if file.exists():
            text = read_untrusted(file, most=_LARGEST_READ).decode("utf-8", errors="replace")
            lines = text.splitlines() + lines
    return lines[-most:]


def new_lines(folder: Path, wait: Callable[[float], None] = time.sleep) -> Iterator[str]:
    """Give each line that is written from now on, across rotations; never ends."""
    file = folder / FILE
    at, known = (file.stat().st_size, file.stat().st_ino) if file.exists() else (0, 0)
    rest = b""
    while True:
        wait(LOOK_EVERY)
        if not file.exists():
            continue
        found = file.stat()
        if found.st_ino != known:
            at, rest = _rest_of_rotated(folder, known, at, rest)
            yield from _whole(rest)
            at, known, rest = 0, found.st_ino, b""
        with open_untrusted(file, most=_LARGEST_READ) as opened:
            opened.seek(at)
            new = opened.read()
        at += len(new)
        *whole, rest = (rest + new).split(b"\n")
        yield from (line.decode("utf-8", "replace") for line in whole)


def _rest_of_rotated(folder: Path, known: int, at: int, rest: bytes) -> tuple[int, bytes]:
    """Give what was written into the file of before since the last look."""
    before = folder / f"{FILE}.1"
    if before.exists() and before.stat().st_ino == known:
        with open_untrusted(before, most=_LARGEST_READ) as opened:
            opened.seek(at)
            return 0, rest + opened.read()
    return 0, rest


def _whole(text: bytes) -> Iterator[str]:
    yield from (line.decode("utf-8", "replace") for line in text.splitlines())


def in_plain_words(line: str) -> str:
    """Translate a line of the log into plain words; give any other line as it is."""
    try:
        fields: dict[str, Any] = json.loads(line)
        when = datetime.fromisoformat(fields.pop("timestamp")).astimezone()
        name = str(fields.pop("event"))
    except (ValueError, LookupError, TypeError, AttributeError):
        return line
    begin = f"{when:%Y-%m-%d %H:%M:%S} {'!' if name in _MARKED else ' '}"
    if "text" in fields:
        return f"{begin} {fields['text']}" + (" (over)" if name == "mended" else "")
    if (words := sentence(name, fields)) is not None:
        return f"{begin} {words}"
    told = ", ".join(_told(key, value) for key, value in fields.items())
    words = name.replace("_", " ")
    return f"{begin} {words}{': ' if told else ''}{told}"


def _told(key: str, value: object) -> str:
    if key in ("state", "states"):
        states = value if isinstance(value, list) else [value]
        return ", ".join(state_name(str(state)) for state in states)
    return _word(value) if key in _PLAIN_WITHOUT else f"{key.replace('_', ' ')} {_word(value)}"


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)
