"""Starts kiosks as forks of one process that has loaded the program and its phrases.

A start takes a third of the processor time that way. What differs from `python -m kiosk` is over
before the command line reads its arguments.
"""

import atexit
import fcntl
import multiprocessing
import os
import signal
import site
import subprocess
import sys
import termios
import threading
import warnings
from collections.abc import Mapping, Sequence
from multiprocessing.context import ForkServerContext
from multiprocessing.reduction import DupFd
from operator import methodcaller
from pathlib import Path
from tempfile import TemporaryFile

from kiosk.cli import main
from tests import CHECKOUT


class WarmKiosk:
    """A kiosk that was forked, with the part of `subprocess.Popen` that tests use."""

    def __init__(
        self,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        streams: Sequence[int],
        *,
        controls: bool = False,
    ) -> None:
        """Start it.

        Args:
            arguments: of the command line.
            environment: all its variables.
            streams: its standard input, output and error.
            controls: its standard input is a terminal, whose Ctrl-C and hang-up reach it.
        """
        sent = (list(arguments), dict(environment), [_Sent(each) for each in streams], controls)
        self._process = _forks().Process(target=_become_a_kiosk, args=sent)
        self._process.start()
        assert self._process.pid is not None
        self.pid: int = self._process.pid

    @property
    def returncode(self) -> int | None:
        """The exit code: -9 after it was killed, None while it runs."""
        return self._process.exitcode

    def poll(self) -> int | None:
        """Give the exit code; None while it runs."""
        return self.returncode

    def wait(self, timeout: float) -> int:
        """Wait until it has ended, and give the exit code."""
        self._process.join(timeout)
        if (code := self.returncode) is None:
            raise subprocess.TimeoutExpired("kiosk", timeout)
        return code

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """Kill it."""
        self.send_signal(signal.SIGKILL)


class WarmCommand(WarmKiosk):
    """A command with nothing to read, whose output is kept until it has ended."""

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
        self._printed = TemporaryFile(), TemporaryFile()  # noqa: SIM115 - closed once read
        with Path(os.devnull).open("rb") as nothing:
            streams = [each.fileno() for each in (nothing, *self._printed)]
            super().__init__(arguments, environment, streams)

    def communicate(self, timeout: float) -> tuple[str, str]:
        """Wait until it has ended, kill it if it does not, and give what it printed."""
        try:
            self.wait(timeout)
        finally:
            self.kill()
        out, error = self._printed
        texts = []
        for file in (out, error):
            with file:
                file.seek(0)
                texts.append(file.read().decode())
        return texts[0], texts[1]


def run_command(
    arguments: Sequence[str], environment: Mapping[str, str], seconds: float
) -> "subprocess.CompletedProcess[str]":
    """Run a command with nothing to read, and give what it printed, as `subprocess.run` does."""
    command = WarmCommand(arguments, environment)
    printed = command.communicate(seconds)
    assert command.returncode is not None
    return subprocess.CompletedProcess(list(arguments), command.returncode, *printed)


class _Sent:
    """A descriptor that is handed over when a process's arguments are sent."""

    def __init__(self, number: int) -> None:
        self._number = number

    def __reduce__(self) -> tuple[object, ...]:
        return methodcaller("detach"), (DupFd(self._number),)


def _forks() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.system.live.warm_modules"])
    return context


def _become_a_kiosk(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    streams: Sequence[int],
    controls: bool,
) -> None:
    """Do in the forked process what the system and Python do for a new one."""
    os.setsid()
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    if controls:
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    for stream in {*streams}:
        os.close(stream)
    os.chdir(CHECKOUT)
    os.environ.clear()
    os.environ.update(environment)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = os.fdopen(1, "w", buffering=1, encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)
    if path := environment.get("PYTHONPATH"):
        sys.path[:0] = path.split(os.pathsep)
        sys.modules.pop("sitecustomize", None)
        site.execsitecustomize()
    warnings.simplefilter("error")
    code = main(arguments)
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()
    atexit._run_exitfuncs()  # a forked process would leave these out
    sys.exit(code)
