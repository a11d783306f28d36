"""Writes to a terminal or pipe that may stop reading, without making the kiosk wait.

Ctrl-S, Scroll Lock or a reader that sleeps block the writer. Here only a thread of its own waits.
Text that it cannot write in time is dropped and counted, never kept for the next visitor.
"""

import errno
import os
import select
import time
from collections import deque
from collections.abc import Callable
from threading import Condition, Thread
from typing import TypeAlias

MOST_WAITING = 60_000
"""Characters that may wait to be written: some minutes of a visit."""

LATE_AFTER = 1.0
"""Seconds without a character taken after which a terminal counts as stopped."""

LEAVES_WITHIN = 1.0
"""Seconds that are given at the end to what is still to be written."""

_AT_ONCE = 256
"""Bytes that are written in one go: a slow serial line takes them in less than `LATE_AFTER`."""

_GONE = frozenset({errno.EPIPE, errno.EIO, errno.EBADF, errno.ECONNRESET, errno.ENXIO})


Drawing: TypeAlias = Callable[[bool], str]
"""Gives what is to be written now; told whether all must be drawn anew, for something was lost."""


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
        self._waiting: deque[str | Drawing] = deque()
        self._size = 0
        self._torn = True
        self._screen: tuple[Drawing, ...] | None = None
        self._held: deque[str] = deque()
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
            if self._screen is not None:
                self._hold(text)
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

    def take_screen(self, *leave: Drawing) -> None:
        """Keep the terminal for drawings: texts that are put from now on wait for its end.

        Args:
            leave: each gives a part of what ends the drawings, when those before it were written;
                `leave_screen` and `close` do so.
        """
        with self._changed:
            self._screen = leave

    def draw(self, drawing: Drawing) -> None:
        """Write what `drawing` gives when its turn comes; asked for twice before that, it is once.

        So what waits for a slow or stopped terminal is one picture, of what is true by then.
        """
        with self._changed:
            if self._screen is not None and not self.gone and drawing not in self._waiting:
                self._append(drawing)

    def leave_screen(self) -> None:
        """End the drawings, and write the texts that have come meanwhile."""
        with self._changed:
            if self._screen is not None:
                leave, self._screen = self._screen, None
                self._drop()
                for part in leave:
                    self._append(part)
                while self._held:
                    self._append(self._held.popleft())

    def close(self, within: float = LEAVES_WITHIN) -> None:
        """Write what waits, unless it takes too long; later texts are dropped."""
        self.leave_screen()
        with self._changed:
            self._closing = True
            self._changed.notify()
        if self._begun:
            self._thread.join(0.0 if self.stopped else within)

    def _append(self, text: str | Drawing) -> None:
        if not self._begun:  # a process that forks has no thread until it has something to write
            self._begun = True
            self._thread.start()
        self._waiting.append(text)
        self._size += _size(text)
        self._changed.notify()

    def _hold(self, text: str) -> None:
        self._held.append(text)
        while sum(map(len, self._held)) > MOST_WAITING:
            self.dropped += _lines(self._held.popleft())

    def _drop(self) -> None:
        self.dropped += sum(map(_lines, self._waiting))
        self._waiting.clear()
        self._size = 0

    def _serve(self) -> None:
        while (item := self._next()) is not None:
            text = item if isinstance(item, str) else item(self._torn)
            whole = False
            try:
                whole = self._write(
                    text.encode(self._encoding, "backslashreplace"), drawn=item is not text
                )
            except OSError as error:
                self._failed(text, gone=error.errno in _GONE)
            self._writes_since = None
            if not isinstance(item, str):
                self._torn = not whole
                if self._torn:
                    self.draw(item)
            if self._behind:
                self.catch_up()

    def _next(self) -> str | Drawing | None:
        with self._changed:
            while not self._waiting:
                if self._closing:
                    return None
                if self._behind:
                    return ""
                self._changed.wait()
            text = self._waiting.popleft()
            self._size -= _size(text)
            return text

    def _write(self, left: bytes, *, drawn: bool) -> bool:
        """Write it; what was drawn before the terminal stood still is not written after that.

        Returns:
            Whether all was written.
        """
        while left:
            began = self._writes_since = time.monotonic()
            try:
                left = left[os.write(self._descriptor, left[:_AT_ONCE]) :]
            except BlockingIOError:  # another process has made it non-blocking
                select.select([], [self._descriptor], [])
                continue
            if drawn and time.monotonic() - began > LATE_AFTER:
                return False
        return True

    def _failed(self, text: str, *, gone: bool) -> None:
        with self._changed:
            self.dropped += _lines(text)
            if gone:
                self.gone = True
                self._drop()


def _lines(text: str | Drawing) -> int:
    return text.count("\n") if isinstance(text, str) else 0


def _size(text: str | Drawing) -> int:
    return len(text) if isinstance(text, str) else 0
