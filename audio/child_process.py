"""Ends a child process."""

import subprocess
from contextlib import suppress

_DIES_WITHIN = 2.0
"""Seconds after which a process that was killed is no longer waited for: a disk or a driver holds
it up in the kernel, and it dies when that lets it go."""


def kill(process: "subprocess.Popen[bytes]") -> None:
    """Kill a process, close its pipes and wait a little for its end."""
    process.kill()
    for pipe in filter(None, (process.stdin, process.stdout)):
        with suppress(OSError):  # what was not yet written is of no use
            pipe.close()
    with suppress(subprocess.TimeoutExpired):
        process.wait(_DIES_WITHIN)
