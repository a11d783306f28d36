"""A terminal's alternate screen: a picture of its own, without a scroll, which leaves no trace.

A process that is killed cannot leave it, so its parent does (see `kiosk.watchdog.supervisor`).
"""

import mmap
import os
from collections.abc import Mapping
from typing import TextIO

ENTER = "\x1b[0m\x1b[?1049h\x1b[?25l\x1b[?7l"
"""Takes the alternate screen, hides the cursor, and wraps nothing by itself."""

LEAVE = "\x1b[0m\x1b[2J\x1b[H\x1b[?7h\x1b[?25h\x1b[?1049l"
"""Wipes it and goes back to what was on the terminal before."""

SMALLEST = (20, 6)
"""Columns and lines of the smallest screen that is drawn on; a smaller one is drawn as this."""


class TakenScreen:
    """Whether a process has taken the alternate screen; shared with those that are forked later."""

    def __init__(self) -> None:
        """Take the memory; raises OSError where the system has none left."""
        self._memory = mmap.mmap(-1, 1)

    def __bool__(self) -> bool:
        """Whether it is taken."""
        return bool(self._memory[0])

    def set(self, taken: bool) -> None:
        """Remember that it is taken, or that it was left."""
        self._memory[0] = taken


def can_take(stream: TextIO, environment: Mapping[str, str] = os.environ) -> bool:
    """Tell whether a stream is a terminal that draws, which is this process's own just now."""
    plain = environment.get("TERM", "").lower() in ("", "dumb", "unknown")
    return stream.isatty() and not plain and not in_background(stream.fileno())


def in_background(terminal: int) -> bool:
    """Whether another job has the terminal: what is drawn on it would be in its way."""
    try:
        return os.tcgetpgrp(terminal) != os.getpgrp()
    except OSError:  # not the process's own terminal, so no shell runs jobs on it
        return False


def size_of(terminal: int) -> tuple[int, int]:
    """Give a terminal's columns and lines; 80 and 24 if it does not say."""
    try:
        columns, lines = os.get_terminal_size(terminal)
    except OSError:
        columns, lines = 0, 0
    return max(columns or 80, SMALLEST[0]), max(lines or 24, SMALLEST[1])
