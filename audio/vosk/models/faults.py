"""Turns errors of the operating system into one line that says what to do."""

import errno
from pathlib import Path

from audio.errors import ModelError, reason_of

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_ELSEWHERE = "name a folder that can be written as models_folder in the settings"


def refused(error: OSError, place: Path) -> ModelError:
    """Give the error that tells of it; `place` is what was being read or written."""
    reason = reason_of(error)
    if error.errno in _FULL:
        return ModelError(f"{place}: {reason}; free some space and run: run_kiosk.py setup")
    return ModelError(f"{error.filename or place}: {reason}; {_ELSEWHERE}")


def too_little_room(place: Path, needed: int, free: int) -> ModelError:
    """Give the error of a disk that will not hold `needed` bytes."""
    return ModelError(
        f"{place}: the disk has {free / 1e6:.1f} MB free and {needed / 1e6:.1f} MB are needed; "
        "free some space and run: run_kiosk.py setup"
    )
