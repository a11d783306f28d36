"""Swaps two folders in one step, so that one of them is always in place."""

import ctypes
import os
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def put_in_place(made: Path, place: Path) -> None:
    """Move the folder `made` to `place`; what was there is at `made` then. Raises OSError."""
    if not os.path.lexists(place):
        made.rename(place)
    elif not _exchange(made, place):
        # A file system that cannot swap two names, such as one of a network.
        aside = made.with_name(f"{made.name}.before")
        place.rename(aside)
        try:
            made.rename(place)
        except OSError:
            aside.rename(place)
            raise
        aside.rename(made)
    for parent in (place.parent, made.parent):
        descriptor = os.open(parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two names (Linux: `man 2 renameat2`, RENAME_EXCHANGE)."""
    try:
        swap = ctypes.CDLL(None, use_errno=True).renameat2
    except AttributeError:
        return False
    done: int = swap(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return done == 0
