"""The stamp of an environment: lists its finished parts, and is written after each is installed."""

import json
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_NAME = "kiosk-stamp.json"
_FORMAT = 1

Contents = dict[str, tuple[int, int]]
"""For each name in a folder of packages: the number of files, and their bytes in all."""


def contents(packages: Path) -> Contents:
    """Measure a folder of packages.

    Bytecode is left out: Python may write it at any time.
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
    """The parts that were installed.

    Attributes:
        digests: for each finished part, the digest of its lines in the lock.
        holds: for each finished part, the contents that it added to the folder of packages.
    """

    digests: dict[str, str] = field(default_factory=dict)
    holds: dict[str, Contents] = field(default_factory=dict)

    @classmethod
    def read(cls, environment: Path) -> "Stamp":
        """Read the environment's stamp; give an empty one if it is missing or cannot be trusted."""
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
        """Write the stamp, after all files that it lists have reached the disk.

        A kiosk may lose its power at any time, and a stamp without its files would be believed.
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
        """Remove the stamp before the environment is changed: it is then not finished."""
        (environment / _NAME).unlink(missing_ok=True)


def _maker() -> list[Any]:
    return [_FORMAT, *sys.version_info[:2], os.uname().machine]
