"""Standard output and standard error of a process that must not wait for whoever reads them."""

import atexit
import io
import os
import sys
from dataclasses import dataclass
from typing import TextIO, cast

from kiosk.launch.printable import guarded, printable, unguarded
from kiosk.terminal.outlet import Outlet
from kiosk.terminal.quiet_libraries import quiet_libraries


class _OutletStream(io.TextIOBase):
    """An outlet in the form that `print` needs."""

    def __init__(self, outlet: Outlet, like: TextIO) -> None:
        self.outlet = outlet
        self._like = like

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._like.encoding

    def fileno(self) -> int:
        return self._like.fileno()

    def isatty(self) -> bool:
        return self._like.isatty()

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.outlet.put(text)
        return len(text)


@dataclass(frozen=True, slots=True)
class Printed:
    """Standard output of a process that serves.

    Attributes:
        stream: prints through the outlet.
        outlet: writes it.
    """

    stream: TextIO
    outlet: Outlet


def print_without_waiting() -> Printed:
    """Send all that this process prints through outlets, for the rest of its life.

    C libraries can write nothing from now on (see `quiet_libraries`).
    """
    quiet_libraries()
    output, errors = unguarded(sys.stdout), unguarded(sys.stderr)
    outlet = beside = Outlet(output.fileno(), output.encoding)
    if not os.path.sameopenfile(output.fileno(), errors.fileno()):
        beside = Outlet(errors.fileno(), errors.encoding)
    stream = cast(TextIO, _OutletStream(outlet, output))
    sys.stdout = guarded(stream)
    sys.stderr = guarded(cast(TextIO, _OutletStream(beside, errors)))
    atexit.register(beside.close)
    atexit.register(outlet.close)
    return Printed(stream, outlet)


_said: dict[tuple[int, int, int], Outlet] = {}
"""By process and file: the thread of an outlet does not outlive a fork."""


def say(line: str) -> Outlet:
    """Print a line on standard error, and wait for nothing; gives the outlet it goes through."""
    outlet = _outlet_of(sys.stderr)
    outlet.put(printable(line) + "\n")
    return outlet


def command(controls: str) -> None:
    """Send a terminal's own control characters to standard output, before any later `say`."""
    _outlet_of(sys.stdout).put(controls)


def _outlet_of(stream: TextIO) -> Outlet:
    stream = unguarded(stream)
    if isinstance(stream, _OutletStream):
        return stream.outlet
    if not _said:
        atexit.register(_leave)
    place = (os.getpid(), *_file(stream.fileno()))
    if place not in _said:
        _said[place] = Outlet(stream.fileno(), stream.encoding)
    return _said[place]


def _file(descriptor: int) -> tuple[int, int]:
    try:
        file = os.fstat(descriptor)
    except OSError:  # it is closed: what is written is dropped
        return -1, descriptor
    return file.st_dev, file.st_ino


def _leave() -> None:
    for (process, *_), outlet in _said.items():
        if process == os.getpid():
            outlet.close()
