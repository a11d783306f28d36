"""Ends what a killed test run leaves behind.

A kiosk that a test has started has a supervisor that starts it again for ever. What a run starts
inherits a variable that only this run has, and is told by it whatever has become of its parents.

    python -I tests/left_over.py RUN MARK
"""

import os
import select
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

LOOKS = 100
"""Looks for what is left at most: each ends what was started since the one before."""


def ended_with_this_run(mark: str) -> None:
    """Have all that inherits `mark`, which no other run has, ended when this process is gone."""
    os.environ["RUN_OF_TESTS"] = mark
    command = [sys.executable, "-I", __file__, str(os.getpid()), mark]
    nowhere = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_RDWR, 0) for stream in range(3)]
    os.posix_spawn(sys.executable, command, {}, file_actions=nowhere, setsid=True)


def marked(mark: str) -> Iterator[int]:
    """Give the processes that live and whose environment, as they were started, has `mark`."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it is gone, or another user's
            if mark.encode() in (process / "environ").read_bytes():
                yield int(process.name)


def main(run: int, mark: str) -> None:
    """Wait for the end of `run`, and end what it has left."""
    with suppress(ProcessLookupError):  # it has ended already
        select.select([os.pidfd_open(run)], [], [])
    for _ in range(LOOKS):
        left = list(marked(mark))
        if not left:
            return
        for process in left:
            with suppress(OSError):
                os.kill(process, signal.SIGKILL)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
