"""Reads single keys from a terminal, without Enter, on a thread; always restores the terminal."""

import atexit
import codecs
import os
import re
import select
import termios
import threading
import tty
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Self

from kiosk.watchdog.thread_heartbeats import BEAT_EVERY, ThreadHeartbeats

_ESCAPE_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|O[A-Za-z])?")
"""An arrow or function key, or Escape alone: a key that was pressed after that is its own."""
_CHUNK = 1024


class KeyReader:
    """Hands each key of a terminal to `put`, and each character of a line where there is none.

    Arrow and function keys are left out, since they mean nothing. Ctrl-C stays with the process;
    Ctrl-Z, Ctrl-S and the quit key do nothing, so that a visitor can neither put the kiosk to sleep
    nor stop its terminal. Nothing here waits for a terminal that is stopped all the same.
    """

    def __init__(
        self,
        descriptor: int | None,
        put: Callable[[str], None],
        heartbeats: ThreadHeartbeats,
        typed: memoryview | None = None,
        early: Callable[[str], object] | None = None,
    ) -> None:
        """Read from a file descriptor; None (no standard input) reads nothing.

        Args:
            descriptor: of a terminal, a pipe or a file.
            put: called on the reader's thread with one character.
            heartbeats: gets a heartbeat each round of that thread.
            typed: bytes are read into it and wiped when their keys were put (see
                `kiosk.visit.loop.lane.Lane.typed`); None: it ends with this process.
            early: called in place of `put` with what was typed at a terminal before this began,
                which was meant for a process that is gone; None: `put` is.
        """
        self._descriptor = descriptor
        self._put = put
        self._heartbeats = heartbeats
        self._early = early
        self._typed = memoryview(bytearray(_CHUNK)) if typed is None else typed
        self._saved: list[Any] | None = None
        self._thread: threading.Thread | None = None
        self._wake: tuple[int, int] | None = None

    @property
    def ended(self) -> bool:
        """Whether no more keys can come."""
        return self._thread is None or not self._thread.is_alive()

    def __enter__(self) -> Self:
        """Begin to read."""
        if self._descriptor is None:
            return self
        is_terminal = os.isatty(self._descriptor)
        if is_terminal and _is_in_background(self._descriptor):
            return self
        if is_terminal:
            self._take_terminal(self._descriptor)
            self._take_early_keys(self._descriptor)
        self._wake = os.pipe()
        self._thread = threading.Thread(
            target=self._read,
            args=(self._descriptor, self._wake[0], is_terminal),
            name="keys",
            daemon=True,
        )
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop reading and restore the terminal."""
        if self._wake is not None and self._thread is not None:
            os.write(self._wake[1], b"x")
            self._thread.join()
            for end in self._wake:
                os.close(end)
            self._wake = None
        self._give_terminal_back()

    def _take_terminal(self, descriptor: int) -> None:
        self._saved = termios.tcgetattr(descriptor)
        atexit.register(self._give_terminal_back)
        tty.setcbreak(descriptor, termios.TCSANOW)
        attributes = termios.tcgetattr(descriptor)
        attributes[0] &= ~termios.IXON
        for control in (termios.VSUSP, termios.VQUIT):
            attributes[6][control] = b"\0"
        termios.tcsetattr(descriptor, termios.TCSANOW, attributes)

    def _take_early_keys(self, descriptor: int) -> None:
        while self._early is not None and select.select([descriptor], [], [], 0)[0]:
            with suppress(OSError):
                if count := os.readv(descriptor, [self._typed]):
                    for key in bytes(self._typed[:count]).decode("utf-8", "ignore").lower():
                        self._early(key)
                    self._typed[:count] = bytes(count)
                    continue
            return

    def _give_terminal_back(self) -> None:
        saved, self._saved = self._saved, None
        if saved is not None and self._descriptor is not None:
            atexit.unregister(self._give_terminal_back)
            with suppress(termios.error):  # the terminal itself may be gone
                termios.tcsetattr(self._descriptor, termios.TCSANOW, saved)

    def _read(self, descriptor: int, wake: int, is_terminal: bool) -> None:
        with self._heartbeats.watched("keys"):
            self._follow(descriptor, wake, is_terminal)

    def _follow(self, descriptor: int, wake: int, is_terminal: bool) -> None:
        decoder = codecs.getincrementaldecoder("utf-8")(errors="ignore")
        empty_line = True
        while True:
            self._heartbeats.beat("keys")
            ready, _, _ = select.select([descriptor, wake], [], [], BEAT_EVERY)
            if not ready:
                continue
            if wake in ready:
                return
            try:
                count = os.readv(descriptor, [self._typed])
            except OSError:
                return
            if not count:
                return
            chunk = bytes(self._typed[:count])
            for key in _ESCAPE_SEQUENCE.sub("", decoder.decode(chunk)).lower():
                ends_line = key == "\n"
                if is_terminal or not ends_line or empty_line:
                    self._put(key)
                empty_line = ends_line
            self._typed[:count] = bytes(count)


def _is_in_background(terminal: int) -> bool:
    """Whether the terminal is another job's just now, and reading it would stop this process."""
    try:
        return os.tcgetpgrp(terminal) != os.getpgrp()
    except OSError:  # not the process's own terminal: nobody stops it
        return False
