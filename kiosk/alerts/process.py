"""One run of the alert command: its exit code and output; it always ends.

It needs no thread: the process runs in the background, and the kiosk checks it now and then.
"""

import os
import shlex
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from kiosk.alerts.remote import Answer
from kiosk.clock import Clock

CLEARED = b"cleared"

_MOST_READ = 65536
_LONGEST_LINE = 1024
_DYING = 0.5


class ProcessCall:
    """The command in a process group of its own; see `kiosk.alerts.remote.Call`."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], clock: Clock, longest: float
    ) -> None:
        """Start it.

        Args:
            command: program and arguments.
            environment: variables in addition to those the kiosk has, its settings left out.
            clock: tells when it has run too long.
            longest: seconds after which it is killed with all it started.
        """
        self._what = f"the alert command ({command[0]} {command[-1]})"
        self._clock = clock
        self._longest = longest
        self._ends = clock.now() + longest
        self._line = b""
        self._answered = False
        self._fault = ""
        self._process: subprocess.Popen[bytes] | None = None
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**_without_settings(), **environment},
                start_new_session=True,
                bufsize=0,
            )
        except (OSError, ValueError) as error:
            reason = (getattr(error, "strerror", None) or str(error)).lower()
            mend = "correct alert_command in the settings"
            if isinstance(error, PermissionError) and Path(command[0]).is_file():
                mend = f"let it be run: chmod +x {shlex.quote(command[0])}"
            self._fault = f"cannot be started: {reason}; {mend}"
            return
        assert self._process.stdout is not None
        os.set_blocking(self._process.stdout.fileno(), False)

    @property
    def over(self) -> bool:
        """Whether it was reported and has ended, with all that held its standard output."""
        return self._process is None

    def progress(self) -> Answer | None:
        """Give its exit code once it has ended, and what it printed."""
        if self._process is None:
            return self._answer(False, self._fault)
        # Checked before the output is read, so that nothing printed before the end is missed.
        code = self._exit_code(self._process)
        cleared, closed = self._read(self._process)
        too_long = self._clock.now() >= self._ends
        if too_long or (code is not None and closed):
            self.drop()
        if self._answered or (code is None and not too_long):
            return Answer(None, cleared=True) if cleared else None
        if code is None:
            fault = f"has not ended after {self._longest:.0f} seconds; correct the command"
        elif code < 0:
            fault = f"was killed by signal {-code}; start it by hand to see why"
        elif code > 0:
            fault = f"failed with exit code {code}; start it by hand to see why"
        else:
            fault = ""
        return self._answer(not fault, fault, cleared=cleared)

    def drop(self) -> None:
        """Kill it and all that it started, and close its pipe."""
        process, self._process = self._process, None
        if process is None:
            return
        # The process has not been waited for, so its group's number cannot be another's yet.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_DYING)
        assert process.stdout is not None
        process.stdout.close()

    def _answer(self, taken: bool, fault: str, *, cleared: bool = False) -> Answer | None:
        if self._answered:
            return None
        self._answered = True
        return Answer(taken, f"{self._what} {fault}" if fault else "", cleared)

    @staticmethod
    def _exit_code(process: "subprocess.Popen[bytes]") -> int | None:
        """Give the exit code, negative for a signal, and leave the process to be waited for."""
        status = os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        if status is None:
            return None
        return status.si_status if status.si_code == os.CLD_EXITED else -status.si_status

    def _read(self, process: "subprocess.Popen[bytes]") -> tuple[bool, bool]:
        """Read what is there, up to a bound; tells if a line says cleared, and if it is all."""
        assert process.stdout is not None
        read = process.stdout.read(_MOST_READ)
        *lines, rest = (self._line + (read or b"")).split(b"\n")
        closed = read == b""
        if closed:
            lines.append(rest)
        self._line = rest[:_LONGEST_LINE]
        return any(line.strip() == CLEARED for line in lines), closed


def _without_settings() -> dict[str, str]:
    """Give the environment without the kiosk's settings, the staff code and tokens among them."""
    return {name: value for name, value in os.environ.items() if not name.startswith("KIOSK_")}
