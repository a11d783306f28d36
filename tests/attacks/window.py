"""Runs a program in a terminal window that tests can close, stop and flood with keys."""

import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tests.system.live.terminal import Terminal

STOP, GO = "\x13", "\x11"
"""Ctrl-S, which stops the terminal's output, and Ctrl-Q, which resumes it."""

_WITH_THIS_TERMINAL = (
    "import fcntl, os, signal, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
    "signal.signal(signal.SIGINT, signal.default_int_handler); os.execvp(sys.argv[1], sys.argv[1:])"
)
"""Makes the terminal the program's controlling one, so that Ctrl-C and a hang-up reach it."""


class Window(Terminal):
    """The terminal as an attacker uses it."""

    def type(self, keys: str) -> None:
        """Write keys at once, without waiting between equal ones."""
        os.write(self._descriptor, keys.encode())

    def flood(self, keys: str, seconds: float, a_second: int = 500) -> None:
        """Type keys over and over, at the rate `a_second`, and read the output meanwhile."""
        began = time.monotonic()
        typed = 0
        while (passed := time.monotonic() - began) < seconds:
            while typed < passed * a_second:
                self.type(keys[typed % len(keys)])
                typed += 1
            self.read_what_is_there()
            time.sleep(0.002)

    def close_window(self) -> None:
        """Take the terminal away from the program; nothing more is read or typed."""
        nothing = os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)
        os.dup2(nothing, self._descriptor)
        os.close(nothing)

    @property
    def screen(self) -> str:
        """The output since the terminal was last cleared."""
        return self.raw.rpartition(b"\x1b[2J")[2].decode(errors="replace")


@contextmanager
def in_a_window(
    command: Sequence[str],
    environment: Mapping[str, str],
    folder: Path,
    *,
    stdout: int | IO[bytes] | None = None,
) -> Iterator[Window]:
    """Run a program in its own window, and end it when the context ends.

    Args:
        command: program and arguments.
        environment: all its variables.
        folder: where it starts.
        stdout: where it prints; None: on the terminal.
    """
    outer, inner = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", _WITH_THIS_TERMINAL, *command],
        cwd=folder,
        env=environment,
        stdin=inner,
        stdout=inner if stdout is None else stdout,
        stderr=inner,
        start_new_session=True,
    )
    os.close(inner)
    try:
        yield Window(process, outer)
    finally:
        _end(process)
        os.close(outer)


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)
