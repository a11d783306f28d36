"""A1, B6: the terminal is stopped, full or gone."""

import fcntl
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

from tests.attacks.attacked import Attacked, attacked, calls_in, started, variables
from tests.system.live.terminal import on_a_terminal

STOP, GO = "\x13", "\x11"
"""Ctrl-S, which stops the terminal's output, and Ctrl-Q, which resumes it."""

_SMALLEST_PIPE = 4096
_ENDS_WITHIN = 20.0
_REPLACED_WITHIN = 20.0


def stopped_terminal(folder: Path) -> None:
    """A1. Ctrl-S, then s

    Attack: Ctrl-S stops the terminal of `run`, a visitor presses s, and Ctrl-Q comes later.
    Holds: staff are called while the terminal stands still; the call is on it afterwards.
    """
    with attacked(folder) as kiosk:
        kiosk.press(" ")
        kiosk.window.wait_for("Hello.")
        kiosk.press(STOP)
        kiosk.press("s")
        kiosk.must_call(read=False)
        kiosk.must("the mark is there", lambda: _mark(kiosk), read=False)
        kiosk.press(GO)
        kiosk.window.wait_for("A visitor asks for staff")


def full_pipe(folder: Path) -> None:
    """A1. The output is a full pipe, then s

    Attack: `run` prints into a pipe that is full and that nobody reads, and s is pressed.
    Holds: staff are called, and the process is not replaced.
    """
    reading, writing = os.pipe()
    try:
        fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, _SMALLEST_PIPE)
        with attacked(folder, stdout=writing) as kiosk:
            process = kiosk.process()
            _fill(writing)
            kiosk.press("s")
            kiosk.must_call()
            assert kiosk.process() == process, "the process was replaced"
    finally:
        os.close(reading)
        os.close(writing)


def stopped_terminal_and_hang(folder: Path) -> None:
    """A1. Ctrl-S, the loop hangs, then s

    Attack: Ctrl-S stops the terminal, the serving process is stopped (SIGSTOP), and s is pressed.
    Holds: the supervisor replaces the process without waiting for the terminal, and staff are
        called.
    """
    with attacked(folder) as kiosk:
        process = kiosk.process()
        kiosk.press(STOP)
        os.kill(process, signal.SIGSTOP)
        kiosk.press("s")
        replaced = kiosk.happens(
            lambda: kiosk.process() not in (0, process), _REPLACED_WITHIN, read=False
        )
        kiosk.must_call(read=False)
        assert replaced, "the process that hangs was not replaced"


def closed_window(folder: Path) -> None:
    """B6. The window is closed in a visit

    Attack: the terminal's window is closed while a visitor is in a visit.
    Holds: the kiosk ends, no mark of the visit stays, and the next start calls nobody.
    """
    with attacked(folder) as kiosk:
        kiosk.press(" ")
        kiosk.window.wait_for("Hello.")
        kiosk.must("the visit's mark is there", (kiosk.state / "visit").exists)
        kiosk.window.hang_up()
        kiosk.must("it ends", lambda: kiosk.window.process.poll() is not None, read=False)
    _nobody_is_called_at_the_next_start(folder)


def tee_and_ctrl_c(folder: Path) -> None:
    """B6. `run | tee`, and Ctrl-C in a visit

    Attack: `run` prints into `tee`, and Ctrl-C ends both in a visit, `tee` first.
    Holds: no mark of the visit stays, and the next start calls nobody.
    """
    pipe = f"{sys.executable} -m kiosk run | tee {folder}/printed"
    with on_a_terminal(["sh", "-c", pipe], variables(folder), controls=True) as window:
        kiosk = Attacked(window, folder, variables(folder))
        kiosk.must_serve()
        kiosk.press(" ")
        kiosk.must("the visit's mark is there", (kiosk.state / "visit").exists)
        kiosk.press("\x03")
        kiosk.must("it ends", lambda: kiosk.status() is None and window.process.poll() is not None)
    _nobody_is_called_at_the_next_start(folder)


def _nobody_is_called_at_the_next_start(folder: Path) -> None:
    assert not (folder / "state" / "visit").exists(), "the mark of the visit stayed"
    before = calls_in(folder)
    with started(folder) as again:
        again.must_serve()
        again.window.wait_for("Waiting")
        assert again.calls == before, f"the next start called {again.calls[len(before) :]}"


def _mark(kiosk: Attacked) -> bool:
    return any((kiosk.state / mark).is_file() for mark in ("call", "call-taken"))


def _fill(pipe: int) -> None:
    """Write until nothing more fits in."""
    # Opened again, since the non-blocking flag would be shared with the kiosk's descriptor.
    own = os.open(f"/proc/self/fd/{pipe}", os.O_WRONLY | os.O_NONBLOCK)
    try:
        with suppress(BlockingIOError):
            while True:
                os.write(own, b".")
    finally:
        os.close(own)
