"""Writes to a terminal or pipe that may stop reading, without making the kiosk wait.

Ctrl-S, Scroll Lock or a reader that sleeps block the writer. Here only a thread of its own waits.
Text that it cannot write in time is dropped and counted, never kept for the next visitor.
"""

import atexit
import errno
import io
import os
import select
import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition, Thread
from typing import TextIO, cast

from kiosk.launch.printable import guarded, printable, unguarded
from kiosk.terminal.quiet_libraries import quiet_libraries

MOST_WAITING = 60_000
"""Characters that may wait to be written: some minutes of a visit."""

LATE_AFTER = 1.0
"""Seconds without a character taken after which a terminal counts as stopped."""

LEAVES_WITHIN = 1.0
"""Seconds that are given at the end to what is still to be written."""

_AT_ONCE = 256
"""Bytes that are written in one go: a slow serial line takes them in less than `LATE_AFTER`."""

_GONE = frozenset({errno.EPIPE, errno.EIO, errno.EBADF, errno.ECONNRESET, errno.ENXIO})


class Outlet:
    """Writes texts in their order on a thread of its own; may be used from any thread.

    Attributes:
        dropped: number of lines that were not written.
        gone: whether nobody reads any more: the terminal was closed, or the pipe's reader has
            ended.
        catch_up: called on that thread once it can write again after texts were dropped; it may
            `renew` what is to be seen.
    """

    def __init__(self, descriptor: int, encoding: str = "utf-8", *, dropped: int = 0) -> None:
        """Write to a descriptor, which stays open.

        Args:
            descriptor: of a terminal, pipe or file.
            encoding: of the text; what it lacks is written as an escape.
            dropped: lines that were lost before.
        """
        self.dropped = dropped
        self.gone = False
        self.catch_up: Callable[[], None] = lambda: self.renew("")
        self._descriptor = descriptor
        self._encoding = encoding
        self._changed = Condition()
        self._waiting: deque[str] = deque()
        self._size = 0
        self._behind = False
        self._closing = False
        self._writes_since: float | None = None
        # A thread that waits for a terminal must not delay the end.
        self._thread = Thread(target=self._serve, name="terminal", daemon=True)
        self._begun = False

    @property
    def stopped(self) -> bool:
        """Whether the terminal or pipe accepts nothing at present."""
        since = self._writes_since
        return since is not None and time.monotonic() - since > LATE_AFTER

    def put(self, text: str) -> None:
        """Write a text after those before it; drop it at once while too many wait."""
        with self._changed:
            if self.gone or not text:
                return
            if self._behind or (self._waiting and self._size + len(text) > MOST_WAITING):
                self._drop()
                self.dropped += _lines(text)
                self._behind = True
                return
            self._append(text)

    def renew(self, text: str) -> None:
        """Write a text that replaces all that is shown.

        Drop texts that wait for a stopped terminal.
        """
        with self._changed:
            if self._behind or self.stopped:
                self._drop()
                self._behind = False
            if not self.gone and text:
                self._append(text)

    def close(self, within: float = LEAVES_WITHIN) -> None:
        """Write what waits, unless it takes too long; later texts are dropped."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        if self._begun:
            self._thread.join(0.0 if self.stopped else within)

    def _append(self, text: str) -> None:
        if not self._begun:  # a process that forks has no thread until it has something to write
            self._begun = True
            self._thread.start()
        self._waiting.append(text)
        self._size += len(text)
        self._changed.notify()

    def _drop(self) -> None:
        self.dropped += sum(map(_lines, self._waiting))
        self._waiting.clear()
        self._size = 0

    def _serve(self) -> None:
        while (text := self._next()) is not None:
            self._writes_since = time.monotonic()
            try:
                self._write(text.encode(self._encoding, "backslashreplace"))
            except OSError as error:
                self._failed(text, gone=error.errno in _GONE)
            self._writes_since = None
            if self._behind:
                self.catch_up()

    def _next(self) -> str | None:
        with self._changed:
            while not self._waiting:
                if self._closing:
                    return None
                if self._behind:
                    return ""
                self._changed.wait()
            text = self._waiting.popleft()
            self._size -= len(text)
            return text

    def _write(self, left: bytes) -> None:
        while left:
            try:
                left = left[os.write(self._descriptor, left[:_AT_ONCE]) :]
            except BlockingIOError:  # another process has made it non-blocking
                select.select([], [self._descriptor], [])
                continue
            self._writes_since = time.monotonic()

    def _failed(self, text: str, *, gone: bool) -> None:
        with self._changed:
            self.dropped += _lines(text)
            if gone:
                self.gone = True
                self._drop()


def _lines(text: str) -> int:
    return text.count("\n")


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


_said: dict[int, Outlet] = {}
"""By process: the thread of an outlet does not outlive a fork."""


def say(line: str) -> Outlet:
    """Print a line on standard error, and wait for nothing; gives the outlet it goes through."""
    stream = unguarded(sys.stderr)
    if isinstance(stream, _OutletStream):
        outlet = stream.outlet
    else:
        if not _said:
            atexit.register(_leave)
        outlet = _said.setdefault(os.getpid(), Outlet(stream.fileno(), stream.encoding))
    outlet.put(printable(line) + "\n")
    return outlet


def _leave() -> None:
    if (outlet := _said.get(os.getpid())) is not None:
        outlet.close()
