"""Writes a report file completely, or leaves what was there."""

import os
import re
import secrets
import shutil
import stat
from contextlib import suppress
from pathlib import Path

from audio.errors import reason_of
from kiosk.errors import SettingsError

_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def check_writable(file: Path) -> None:
    """Check before long work that its result can be written.

    Raises:
        SettingsError: the folder is missing, or `file` is a folder.
    """
    if file.is_dir() or not file.parent.is_dir():
        raise SettingsError(f"{file}: cannot be written: name a file in a folder there is")


def legal(text: str) -> str:
    """Replace characters that XML 1.0 and HTML forbid, such as control characters."""
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)


def write_report(file: Path, text: str) -> None:
    """Write a report; the file's old content stays until all of the new is written.

    Raises:
        SettingsError: it cannot be written.
    """
    try:
        if _is_written_into(file):
            with file.open("a", encoding="utf-8") as stream:
                stream.write(text)
            return
        place = Path(os.path.realpath(file))  # a link stays one
        draft = place.with_name(f".report-{secrets.token_hex(4)}")
        try:
            with draft.open("x", encoding="utf-8") as fresh:
                fresh.write(text)
            if place.exists():
                shutil.copymode(place, draft)
            draft.replace(place)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        reason = reason_of(error)
        raise SettingsError(
            f"{file}: cannot be written: {reason}; make room or name another file"
        ) from None


def _is_written_into(file: Path) -> bool:
    """Whether nothing can take its place: a device, a pipe, or where this process prints to."""
    if not file.exists():
        return False
    status = file.stat()
    if not stat.S_ISREG(status.st_mode):
        return True
    for descriptor in (1, 2):
        with suppress(OSError):
            if os.path.samestat(status, os.fstat(descriptor)):
                return True
    return False
