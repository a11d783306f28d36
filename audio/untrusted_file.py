"""Reads files that people or other programs wrote, and checks each before using a byte of it.

A FIFO would block for ever, a device never ends, and a file of another user may be a trap. A fault
is raised as an OSError whose `strerror` says it in plain words, so that callers report it like any
other fault of that file.
"""

import errno
import os
import stat
from collections.abc import Collection
from pathlib import Path
from typing import BinaryIO

MOST_BYTES = 4_000_000
"""Bytes that a text file may have: the largest real manifest has a few hundred thousand."""


def open_untrusted(
    file: Path,
    *,
    most: int = MOST_BYTES,
    owners: Collection[int] | None = None,
    follow: bool = True,
) -> BinaryIO:
    """Open a regular file for reading.

    Args:
        file: its path.
        most: bytes that it may have at most.
        owners: user ids to one of which it must belong; None: it may be anybody's.
        follow: whether a symbolic link is followed.

    Raises:
        OSError: it cannot be opened, is no regular file, is too large, or belongs to somebody else.
    """
    flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | (0 if follow else os.O_NOFOLLOW)
    try:
        descriptor = os.open(file, flags)
    except OSError as error:
        if error.errno == errno.ELOOP and not follow:
            raise OSError(errno.EINVAL, "is a symbolic link, not a file", str(file)) from None
        raise
    try:
        found = os.fstat(descriptor)
        if stat.S_ISDIR(found.st_mode):
            raise IsADirectoryError(errno.EISDIR, "is a folder, not a file", str(file))
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "is a pipe or a device, not a file", str(file))
        if owners is not None and found.st_uid not in owners:
            raise PermissionError(errno.EPERM, "belongs to another user", str(file))
        if found.st_size > most:
            raise OSError(errno.EFBIG, f"is larger than {most:,} bytes", str(file))
        os.set_blocking(descriptor, True)
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def read_untrusted(
    file: Path,
    *,
    most: int = MOST_BYTES,
    owners: Collection[int] | None = None,
    follow: bool = True,
) -> bytes:
    """Give what a regular file holds; see `open_untrusted`.

    Raises:
        OSError: it cannot be read, is no regular file, is too large (also where it grew while it
            was read), or belongs to somebody else.
    """
    with open_untrusted(file, most=most, owners=owners, follow=follow) as opened:
        content = opened.read(most + 1)
    if len(content) > most:
        raise OSError(errno.EFBIG, f"is larger than {most:,} bytes", str(file))
    return content
