"""The stamp: what an environment holds, written last, so that only a finished part has one."""

import json
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_NAME = "kiosk-stamp.json"
_FORMAT = 1

Contents = dict[str, tuple[int, int]]
"""Of each name in a folder of packages: how many files, and how many bytes they are in all."""


def contents(packages: Path) -> Contents:
    """What a folder of packages holds.

    Bytecode is left out: Python writes it when it likes.
    """
    found = {}
    with os.scandir(packages) as entries:
        for entry in entries:
            if entry.name != "__pycache__":
                found[entry.name] = _size(entry)
    return found


def _size(entry: "os.DirEntry[str]") -> tuple[int, int]:
    if not entry.is_dir(follow_symlinks=False):
        return 1, entry.stat(follow_symlinks=False).st_size
    files = size = 0
    with os.scandir(entry.path) as inner:
        for each in inner:
            if each.name != "__pycache__":
                more_files, more_size = _size(each)
                files += more_files
                size += more_size
    return files, size


@dataclass(slots=True)
class Stamp:
    """What was installed.

    Attributes:
        digests: of each finished part, the digest of its lines in the lock.
        holds: of each finished part, what it added to the folder of packages.
    """

    digests: dict[str, str] = field(default_factory=dict)
    holds: dict[str, Contents] = field(default_factory=dict)

    @classmethod
    def read(cls, environment: Path) -> "Stamp":
        """The environment's stamp; an empty one where there is none that can be relied on."""
        try:
            kept: Any = json.loads((environment / _NAME).read_text("utf-8"))
            if kept["made by"] != _maker():
                return cls()
            holds = {
                part: {name: (int(files), int(size)) for name, (files, size) in names.items()}
                for part, names in kept["holds"].items()
            }
            return cls(dict(kept["digests"]), holds)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return cls()

    def write(self, environment: Path) -> None:
        """Write it, after everything it speaks of has reached the disk.

        A kiosk loses its power at any time: a stamp that outlived the files would be believed.
        """
        os.sync()
        draft = environment / f"{_NAME}.draft"
        kept = {"made by": _maker(), "digests": self.digests, "holds": self.holds}
        with draft.open("w", encoding="utf-8") as file:
            json.dump(kept, file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(environment / _NAME)

    @staticmethod
    def remove(environment: Path) -> None:
        """Take it away: what follows is not finished."""
        (environment / _NAME).unlink(missing_ok=True)


def _maker() -> list[Any]:
    return [_FORMAT, *sys.version_info[:2], os.uname().machine]
