"""Tells a process that works, or waits for the processor or the disk, from one that hangs."""

import os
from pathlib import Path

WORKS = 0.05
"""Part of a processor that a process uses which works, on a machine with twenty times as much to
do. A speech engine that hangs looks every 2 ms whether it is done, and uses 0.01."""

_TICKS = os.sysconf("SC_CLK_TCK")
_STATE, _USER, _SYSTEM = 0, 11, 12
"""Places in /proc/PID/stat after the program's name (proc_pid_stat(5))."""

_WANTS_TO_WORK = frozenset("RD")
"""States of one that runs, or would if it were its turn, and of one that waits for the disk."""


class ProcessorTime:
    """Checks one process again and again; use it from one thread."""

    def __init__(self, system: Path = Path("/")) -> None:
        """Look below `system`, where proc is."""
        self._proc = system / "proc"
        self._pid: int | None = None
        self._used = 0.0

    def works(self, pid: int | None, seconds: float) -> bool:
        """Tell whether a process has worked since the last check.

        Args:
            pid: of the process; None if there is none.
            seconds: since the last check.
        """
        state, used = self._look(pid)
        known, before = self._pid == pid, self._used
        self._pid, self._used = pid, used
        if pid is None or not state:
            return False
        return state in _WANTS_TO_WORK or (known and used - before >= WORKS * seconds)

    def _look(self, pid: int | None) -> tuple[str, float]:
        """Give the state and the seconds of processor time; "" when the process is gone."""
        try:
            fields = (self._proc / str(pid) / "stat").read_bytes().rpartition(b")")[2].split()
            ticks = int(fields[_USER]) + int(fields[_SYSTEM])
        except (OSError, IndexError, ValueError):
            return "", 0.0
        return fields[_STATE].decode(), ticks / _TICKS
