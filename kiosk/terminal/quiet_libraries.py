"""Keeps C libraries from writing into the midst of what a terminal shows."""

import os
import sys
from pathlib import Path


def quiet_libraries() -> None:
    """Let C libraries write nowhere from now on: PortAudio tells of each failed try.

    What Python has to say still comes out.
    """
    sys.stderr = os.fdopen(os.dup(2), "w", buffering=1)
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 2)
