"""Keeps C libraries from writing into what a terminal shows."""

import os
import sys
from pathlib import Path


def quiet_libraries() -> None:
    """Discard what C libraries write from now on: PortAudio reports each failed attempt.

    Python's own output still appears.
    """
    sys.stderr = os.fdopen(os.dup(2), "w", buffering=1)
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 2)
