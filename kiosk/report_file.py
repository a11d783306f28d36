"""A file that a command leaves for people and programs to read: all of it, or what was there."""

import os
import shutil
from contextlib import ExitStack
from pathlib import Path

from kiosk.errors import SettingsError


def check_writable(file: Path) -> None:
    """Find out before long work that what comes of it has no place.

    Raises:
        SettingsError: the folder is missing, or `file` is a folder.
    """
    if file.is_dir() or not file.parent.is_dir():
        raise SettingsError(f"{file}: cannot be written: name a file in a folder there is")


def write_report(file: Path, content: bytes) -> None:
    """Write it in place of what was there, or into a device or pipe.

    Raises:
        SettingsError: it cannot be written.
    """
    try:
        if file.exists() and not file.is_file():
            file.write_bytes(content)
            return
        new = file.with_name(f".{file.name}.{os.getpid()}")
        with ExitStack() as leaving:
            leaving.callback(new.unlink, missing_ok=True)
            new.write_bytes(content)
            if file.exists():
                shutil.copymode(file, new)
            new.replace(file.resolve())
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SettingsError(
            f"{file}: cannot be written: {reason}; make room, or name another file"
        ) from None
