"""Runs a real kiosk under attack and observes it from outside: its calls and its status."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kiosk.errors import ServiceError
from kiosk.service.control.client import ask
from kiosk.service.control.door import page_file
from kiosk.status.snapshot import Snapshot
from kiosk.web.handover import handed_over
from tests import CHECKOUT
from tests.system.live.terminal import NO_SOUND, Terminal, on_a_terminal

LOOK_EVERY = 0.03
"""Seconds between two checks of a kiosk."""

CALLED_WITHIN = 10.0
"""Seconds after which staff who were not called count as not called."""

SERVES_WITHIN = 40.0
"""Seconds that a kiosk may take to serve, on a machine that is busy with other things."""

SHOWN_AT_MOST = 1500
"""Most characters of the terminal that a failure quotes."""

_ALERT = """\
#!/bin/sh
echo "$1" >> "{calls}"
"""


class CallLostError(AssertionError):
    """A visitor asked for staff, and the kiosk did not call them."""


@dataclass
class Attacked:
    """A kiosk under attack.

    Attributes:
        window: where it runs.
        folder: contains all its own files.
        environment: the variables for the kiosk and its commands.
    """

    window: Terminal
    folder: Path
    environment: dict[str, str]

    @property
    def state(self) -> Path:
        """Its state folder."""
        return self.folder / "state"

    @property
    def calls(self) -> list[str]:
        """The arguments of the alert command's calls, in order, without tests of the command."""
        return calls_in(self.folder)

    @property
    def staff_calls(self) -> int:
        """How often staff were called, by an alarm or for a visitor who asked for a person."""
        return sum(call in ("emergency", "call") for call in self.calls)

    @property
    def page(self) -> str:
        """The address of its page."""
        return handed_over(page_file(self.state)).address

    def press(self, keys: str) -> None:
        """Type keys."""
        self.window.type(keys)

    def flood(self, keys: str, seconds: float, a_second: int = 500) -> None:
        """Type keys over and over, at the rate `a_second`, and read the output meanwhile."""
        began = time.monotonic()
        typed = 0
        while (passed := time.monotonic() - began) < seconds:
            while typed < passed * a_second:
                self.press(keys[typed % len(keys)])
                typed += 1
            self.window.read_what_is_there()
            time.sleep(0.002)

    def process(self) -> int:
        """Give the process that serves; 0 while there is none."""
        with suppress(OSError, IndexError):
            return self.window.serving_process()
        return 0

    def status(self) -> Snapshot | None:
        """Give its status; None while it does not answer."""
        with suppress(ServiceError):
            return ask(self.state, "status", within=1.0).snapshot
        return None

    def is_so(self, reached: Callable[[Snapshot], bool]) -> bool:
        """Whether it gives a status, and `reached` is true for it."""
        status = self.status()
        return status is not None and reached(status)

    def happens(self, reached: Callable[[], bool], seconds: float, *, read: bool = True) -> bool:
        """Wait until `reached` gives True; return False if it did not within `seconds`.

        Args:
            reached: called again and again.
            seconds: the longest time to wait.
            read: read the terminal's output meanwhile; else leave the output unread.
        """
        ends = time.monotonic() + seconds
        while not reached():
            if time.monotonic() > ends:
                return False
            if read:
                self.window.read_what_is_there()
            time.sleep(LOOK_EVERY)
        return True

    def must(
        self,
        what: str,
        reached: Callable[[], bool],
        seconds: float = SERVES_WITHIN,
        *,
        read: bool = True,
    ) -> None:
        """Wait until `reached` gives True; raise AssertionError with `what` if it did not."""
        if not self.happens(reached, seconds, read=read):
            raise AssertionError(f"{what}: not within {seconds:g} s; {self._shown()}")

    def must_call(
        self, times: int = 1, seconds: float = CALLED_WITHIN, *, read: bool = True
    ) -> None:
        """Wait until staff were called `times` times, or raise CallLostError."""
        if not self.happens(lambda: self.staff_calls >= times, seconds, read=read):
            raise CallLostError(f"{self.staff_calls} calls instead of {times}; {self._shown()}")

    def must_serve(self, but: int = 0) -> None:
        """Wait until a process answers whose number is not `but`."""
        self.must(
            "it serves",
            lambda: self.is_so(lambda now: now.process != but and now.state != ""),
        )

    def kill(self) -> int:
        """Kill the process that serves, and give its number."""
        process = self.process()
        os.kill(process, signal.SIGKILL)
        return process

    def command(
        self, *words: str, more: Mapping[str, str] | None = None
    ) -> "subprocess.CompletedProcess[str]":
        """Run a command as staff type it, with the kiosk's variables and `more`."""
        return command(self.environment | dict(more or {}), *words)

    def _shown(self) -> str:
        self.window.read_what_is_there()
        return f"the terminal ends with:\n{self.window.text[-SHOWN_AT_MOST:]}"


def calls_in(folder: Path) -> list[str]:
    """Give the arguments of the alert command's calls in a folder, without tests of it."""
    with suppress(FileNotFoundError):
        return [call for call in (folder / "calls").read_text().split() if call != "test"]
    return []


def command(
    environment: Mapping[str, str], *words: str, checkout: Path = CHECKOUT
) -> "subprocess.CompletedProcess[str]":
    """Run a command of the kiosk to its end."""
    return subprocess.run(
        [sys.executable, "-m", "kiosk", *words],
        cwd=checkout,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def variables(folder: Path, own: Mapping[str, str] | None = None) -> dict[str, str]:
    """Give a kiosk's environment: all its own folders below `folder`, and an alert command."""
    script = folder / "call-staff"
    if not script.exists():
        script.write_text(_ALERT.format(calls=folder / "calls"))
        script.chmod(0o755)
        (folder / "runtime").mkdir(mode=0o700)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("KIOSK_")}
    return {
        **inherited,
        **NO_SOUND,
        "TERM": "xterm",
        "COLUMNS": "200",
        "KIOSK_FETCH_MODEL": "false",
        "KIOSK_VOICE": "plain",
        "KIOSK_ALERT_COMMAND": str(script),
        "KIOSK_MODELS_FOLDER": str(folder / "models"),
        "KIOSK_CACHE_FOLDER": str(folder / "cache"),
        "KIOSK_STATE_FOLDER": str(folder / "state"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_STATE_HOME": str(folder / "state-home"),
        "XDG_RUNTIME_DIR": str(folder / "runtime"),
        **(own or {}),
    }


@contextmanager
def started(
    folder: Path,
    own: Mapping[str, str] | None = None,
    *options: str,
    by: tuple[str, ...] = (),
    checkout: Path = CHECKOUT,
    stdout: int | IO[bytes] | None = None,
) -> Iterator[Attacked]:
    """Start a kiosk in a window, without waiting until it serves.

    Args:
        folder: for all its own files.
        own: further variables for it.
        options: of `run`.
        by: the command that starts it, such as a program that sets limits.
        checkout: the project.
        stdout: where it prints; None: on its terminal.
    """
    environment = variables(folder, own)
    whole = [*by, sys.executable, "-m", "kiosk", "run", "--plain", *options]
    with on_a_terminal(whole, environment, checkout, controls=True, stdout=stdout) as window:
        yield Attacked(window, folder, environment)


@contextmanager
def attacked(
    folder: Path,
    own: Mapping[str, str] | None = None,
    *options: str,
    by: tuple[str, ...] = (),
    checkout: Path = CHECKOUT,
    stdout: int | IO[bytes] | None = None,
) -> Iterator[Attacked]:
    """Run a kiosk until it serves and its call for staff has been tried (see `started`)."""
    with started(folder, own, *options, by=by, checkout=checkout, stdout=stdout) as kiosk:
        kiosk.must_serve()
        kiosk.must(
            "its call for staff works",
            lambda: kiosk.is_so(
                lambda now: any(one.name == "command" and one.working for one in now.channels)
            ),
        )
        yield kiosk
