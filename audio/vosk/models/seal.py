"""The seal of an unpacked model: size and hash of each file, to check it without its archive."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from audio.vosk.models.table import ModelRecord

NAME = "kiosk-seal.json"
_FORMAT = 1


def seal(folder: Path, record: ModelRecord) -> None:
    """Write the seal of a model that was just unpacked; raises OSError."""
    files = {name: [size, _digest(folder / name)] for name, size in _sizes(folder).items()}
    written = {"format": _FORMAT, "archive_sha256": record.sha256, "files": files}
    with (folder / NAME).open("x", encoding="utf-8") as stream:
        json.dump(written, stream, indent=1)
        stream.flush()
        os.fsync(stream.fileno())


def looks_whole(folder: Path, record: ModelRecord) -> bool:
    """Whether each file is there with its size; fast enough for a start."""
    return _sealed(folder, record) is not None


def is_whole(folder: Path, record: ModelRecord) -> bool:
    """Whether each file is there, byte for byte; takes a second for each 500 MB."""
    sealed = _sealed(folder, record)
    try:
        return sealed is not None and all(
            _digest(folder / name) == digest for name, digest in sealed.items()
        )
    except OSError:
        return False


def _sealed(folder: Path, record: ModelRecord) -> dict[str, str] | None:
    """Give the hashes of the sealed files, if these are the files that are there."""
    try:
        kept: Any = json.loads((folder / NAME).read_text("utf-8"))
        if kept["format"] != _FORMAT or kept["archive_sha256"] != record.sha256:
            return None
        files = {
            str(name): (int(size), str(digest)) for name, (size, digest) in kept["files"].items()
        }
        sizes = _sizes(folder)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    if sizes != {name: size for name, (size, _) in files.items()}:
        return None
    return {name: digest for name, (_, digest) in files.items()}


def _sizes(folder: Path) -> dict[str, int]:
    """Give the size of each file by its path in the folder; a link has none that could be right."""
    return {
        file.relative_to(folder).as_posix(): -1 if file.is_symlink() else file.stat().st_size
        for file in folder.rglob("*")
        if (file.is_symlink() or file.is_file()) and file != folder / NAME
    }


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
