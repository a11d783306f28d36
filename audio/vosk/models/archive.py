"""Unpacks an archive that may be hostile: it cannot write outside the folder or without limit."""

import errno
import os
import shutil
import stat
import struct
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from audio.errors import ModelError
from audio.vosk.models.faults import too_little_room

MOST_FILES = 1000
"""A model has a few dozen."""

MOST_GROWTH = 12
"""Bytes unpacked for each byte of the archive at most; tables of numbers do not shrink further."""

_CHUNK = 1 << 20
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, struct.error, ValueError)


def unpack(archive: Path, into: Path) -> Path:
    """Unpack a zip archive of one folder, onto the disk itself.

    Args:
        archive: the zip file.
        into: an empty folder.

    Returns:
        The folder that the archive holds, inside `into`.

    Raises:
        ModelError: the archive is damaged or not what a model's archive is; `into` may hold a part.
        OSError: the files cannot be written.
    """
    try:
        with zipfile.ZipFile(archive) as packed:
            entries = packed.infolist()
            _require_harmless(entries, archive.stat().st_size)
            needed = sum(entry.file_size for entry in entries)
            free = shutil.disk_usage(into).free
            if needed > free:
                raise too_little_room(into, needed, free)
            for entry in entries:
                _write(packed, entry, into)
    except _UNREADABLE as error:
        raise ModelError(f"it is damaged ({str(error).lower() or 'it ends early'})") from None
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        raise ModelError("it is damaged (it points outside itself)") from None
    for folder, _, _ in os.walk(into):
        _reach_the_disk(Path(folder))
    return into / PurePosixPath(entries[0].filename).parts[0]


def _require_harmless(entries: list[zipfile.ZipInfo], size: int) -> None:
    if not 0 < len(entries) <= MOST_FILES:
        raise ModelError(f"it holds {len(entries)} files and may hold 1 to {MOST_FILES}")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_GROWTH * size:
        raise ModelError(f"it would unpack to {unpacked:,} bytes, more than any model has")
    tops = set()
    seen: set[tuple[str, ...]] = set()
    files: set[tuple[str, ...]] = set()
    for entry in entries:
        parts = entry.filename.split("/")
        parts = parts[:-1] if entry.is_dir() else parts
        # A backslash or a NUL in the name as it was written may be taken for something else.
        strange = any(sign in entry.orig_filename for sign in "\\\0:")
        if strange or any(part in ("", ".", "..") for part in parts):
            raise ModelError(f"its file {entry.filename!r} would be written somewhere else")
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise ModelError(f"its file {entry.filename!r} is a link or a device")
        if tuple(parts) in seen:
            raise ModelError(f"it holds {entry.filename!r} twice")
        if len(parts) == 1 and not entry.is_dir():
            raise ModelError(f"its file {entry.filename!r} is in no folder")
        seen.add(tuple(parts))
        if not entry.is_dir():
            files.add(tuple(parts))
        tops.add(parts[0])
    if len(tops) != 1:
        raise ModelError("it holds more than one folder")
    if any(path[:depth] in files for path in seen for depth in range(1, len(path))):
        raise ModelError("one of its files is a folder as well")


def _write(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, into: Path) -> None:
    target = into / entry.filename
    if entry.is_dir():
        target.mkdir(parents=True, exist_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    left = entry.file_size
    with packed.open(entry) as source, target.open("xb") as stream:
        while chunk := source.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                raise ModelError(f"its file {entry.filename!r} is longer than it says")
            stream.write(chunk)
        stream.flush()
        os.fsync(stream.fileno())


def _reach_the_disk(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
