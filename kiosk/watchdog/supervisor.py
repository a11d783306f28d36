"""Restarts the kiosk when it dies or hangs: it must not stay silent.

The kiosk serves in a child process. Its parent only waits, so little can break there.
"""

import ctypes
import os
import signal
import sys
import termios
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NoReturn

from kiosk.errors import FORESEEN
from kiosk.terminal.outlet import Outlet
from kiosk.terminal.printed import command, say
from kiosk.terminal.whole_screen import LEAVE, TakenScreen
from kiosk.watchdog.deadlines import LOOK_EVERY
from kiosk.watchdog.notify import notify
from kiosk.watchdog.process_heartbeat import ProcessHeartbeat
from kiosk.watchdog.restarts import Reason

START_AGAIN = 75
"""Exit code of a child that the parent must restart (EX_TEMPFAIL of sysexits.h): it met a fault of
its own, or makes room for a fresh process."""

MAKES_PLACE = 76
"""Exit code of a child that was asked to let a fresh one start at once."""

CANNOT_START = 77
"""Exit code of a child that could not start because of something a person has to correct. A kiosk
that has served must not end for that: the last settings that worked may do (see
`kiosk.service.last_settings`)."""

SHORT_LIFE = 10.0
"""Seconds: a child that dies sooner makes the next start wait longer."""

LONGEST_WAIT = 5.0
"""Seconds between two starts at most."""

_LOOKS_AT_A_DYING_CHILD = 20
"""Looks, `LOOK_EVERY` seconds apart, after which nobody waits for the end of a killed child."""

_LAST_WORDS_WITHIN = 0.5
"""Seconds that the line of a process that ends as it stands may take."""

_AGAIN = (START_AGAIN, MAKES_PLACE, CANNOT_START)

_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_PR_SET_PDEATHSIG = 1
_FROM_THE_KERNEL = 0x80


def supervised(
    serve: Callable[[ProcessHeartbeat], int],
    *,
    falls_back: bool = False,
    screen: TakenScreen | None = None,
) -> int:
    """Run `serve` in a child process, and again whenever that dies of a signal, fails or hangs.

    Ctrl-C, SIGTERM and a closed terminal reach the child and end both. A parent that is killed
    takes the child with it, so that there are never two kiosks.

    Args:
        serve: gives its exit code; called in the child only, with what it is to beat.
        falls_back: the first child too has settings to fall back to when it cannot start.
        screen: the terminal's whole screen, which a child that was killed could not leave.

    Returns:
        In the parent, the exit code of the child that ended by itself. In the child, what `serve`
        gave: the caller goes on to end the process.
    """
    terminal = _terminal_settings()
    heartbeat = ProcessHeartbeat()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {*_STOPPING, signal.SIGCHLD})
    try:
        patience, wait = _Patience(), 0.0
        while True:
            if wait and signal.sigtimedwait(_STOPPING, wait) is not None:
                return 128 + signal.SIGTERM
            heartbeat.forget()
            patience.start()
            child = os.fork()
            if child == 0:
                end_with_parent()
                signal.pthread_sigmask(signal.SIG_SETMASK, before)
                return _guarded(serve, heartbeat, first_may_fail=falls_back)
            status, told_to_stop = _wait_for(child, heartbeat)
            _put_terminal_back(terminal, screen)
            if heartbeat.hung:
                _say("the kiosk hung and was ended")
            code = os.waitstatus_to_exitcode(status)
            heartbeat.look()
            if heartbeat.ends:
                return code if 0 <= code not in _AGAIN else 0
            if told_to_stop or (code >= 0 and code not in _AGAIN):
                return code if code >= 0 else 128 - code
            heartbeat.restarts.ended(_reason_of(code, hung=heartbeat.hung), signal=max(-code, 0))
            heartbeat.falls_back = code == CANNOT_START and not heartbeat.falls_back
            wait = patience.after(asked=code == MAKES_PLACE)
            _say("the kiosk died and starts again" if code < 0 else "the kiosk starts again")
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        heartbeat.close()


class _Patience:
    """How long the next start is to wait."""

    def __init__(self) -> None:
        self._short_lives = 0
        self._started = 0.0

    def start(self) -> None:
        """A child begins."""
        self._started = time.monotonic()

    def after(self, *, asked: bool) -> float:
        """Give the seconds to wait after a child that ended, because it was asked to or not."""
        short = not asked and time.monotonic() - self._started < SHORT_LIFE
        self._short_lives = self._short_lives + 1 if short else 0
        # The first crash may be bad luck; repeated ones wait longer each time.
        return min(2.0 ** (self._short_lives - 2), LONGEST_WAIT) if self._short_lives > 1 else 0.0


def _reason_of(code: int, *, hung: bool) -> Reason:
    """Say why a child ended that has not said so itself."""
    if code < 0:
        return "hung" if hung else "killed"
    if code == CANNOT_START:
        return "cannot_start"
    return "asked_to" if code == MAKES_PLACE else "fault"


def _wait_for(child: int, heartbeat: ProcessHeartbeat) -> tuple[int, bool]:
    """Hand signals on until the child has ended; give its status and whether it was told to.

    One that hangs is killed: it does not end by itself, and may ignore a signal.
    """
    told_to_stop = False
    while True:
        arrived = signal.sigtimedwait({*_STOPPING, signal.SIGCHLD}, LOOK_EVERY)
        if arrived is None:
            if heartbeat.look():
                # Each beat says that all parts of the kiosk do what they should.
                notify("READY=1")
                notify("WATCHDOG=1")
            if heartbeat.hung:
                return _killed(child), told_to_stop
        elif arrived.si_signo != signal.SIGCHLD:
            told_to_stop = True
            notify("STOPPING=1")
            # Ctrl-C has reached the child already; that a terminal was closed, the system tells
            # only the first process in it.
            if arrived.si_signo == signal.SIGHUP or arrived.si_code != _FROM_THE_KERNEL:
                with suppress(ProcessLookupError):
                    os.kill(child, arrived.si_signo)
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return status, told_to_stop


def _killed(child: int) -> int:
    """Kill a child and give its status.

    A child that a disk or a driver holds up in the kernel dies when that lets it go. It runs no
    program any more, so the next one starts beside it.
    """
    os.kill(child, signal.SIGKILL)
    for _ in range(_LOOKS_AT_A_DYING_CHILD):
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return status
        signal.sigtimedwait({signal.SIGCHLD}, LOOK_EVERY)
    _say("the kiosk that hangs has not died yet; another starts beside it")
    return signal.SIGKILL


def end_with_parent() -> None:
    """Let the process that started this one take it along, whatever ends it."""
    parent = os.getppid()
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent or parent == 1:
        os._exit(START_AGAIN)


def leave_at_once(reason: str, code: int = START_AGAIN) -> NoReturn:
    """End this process as it stands, to be followed by a fresh one.

    What hangs in a thread or in PortAudio would hang in an orderly end too.
    """
    _say(reason).close(_LAST_WORDS_WITHIN)
    os._exit(code)


def _guarded(
    serve: Callable[[ProcessHeartbeat], int], heartbeat: ProcessHeartbeat, *, first_may_fail: bool
) -> int:
    """Serve; a fault of the program's own is one line and a fresh start."""
    try:
        return serve(heartbeat)
    except BrokenPipeError:
        raise
    except FORESEEN as error:
        if heartbeat.starts == 1 and not first_may_fail:
            raise
        _say(str(error))
        return CANNOT_START
    except Exception as fault:  # noqa: BLE001, RUF100 - whatever it is, the kiosk must come back
        place = traceback.extract_tb((fault.__cause__ or fault).__traceback__)[-1]
        _say(f"fault in {place.filename}:{place.lineno}: {type(fault).__name__}: {fault}")
        return START_AGAIN


def _say(line: str) -> Outlet:
    """Tell the person who started the kiosk, unless their terminal is stopped; never wait."""
    return say(f"run_kiosk.py: {line}")


def _terminal_settings() -> list[Any] | None:
    with suppress(termios.error, OSError, ValueError, AttributeError):
        return termios.tcgetattr(sys.stdin.fileno())
    return None


def _put_terminal_back(settings: list[Any] | None, screen: TakenScreen | None) -> None:
    """A child that was killed has left the terminal as it needed it."""
    if screen:
        screen.set(False)
        command(LEAVE)
    if settings is not None:
        with suppress(termios.error, OSError):
            termios.tcsetattr(sys.stdin.fileno(), termios.TCSANOW, settings)
