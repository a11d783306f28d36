"""Opens the standard streams that a shell has closed (`>&-`, `2>&-`, `<&-`).

If one of them is missing, the next file that is opened gets its number, and all text for "standard
error", for example, goes into that file.
"""

import io
import os
import sys
from typing import TextIO

_NAMES = ("stdin", "stdout", "stderr")


def open_missing() -> None:
    """Connect each closed standard stream to the null device; call this before opening any file."""
    for number, name in enumerate(_NAMES):
        try:
            os.fstat(number)
        except OSError:
            # The system gives the lowest free number, and all numbers below are open by now.
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
        if getattr(sys, name) is None:
            binary = io.FileIO(number, "r" if number == 0 else "w", closefd=False)
            buffered = io.BufferedReader(binary) if number == 0 else io.BufferedWriter(binary)
            setattr(sys, name, io.TextIOWrapper(buffered, encoding="utf-8"))


def write_nowhere(stream: TextIO) -> None:
    """Drop text that a stream cannot write: text left in its buffer would raise again at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
