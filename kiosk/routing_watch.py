"""Follows what changes in the sound server, such as where it leads streams, on its own thread."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Event as Flag
from threading import Thread
from typing import Generic, TypeVar

from audio.pactl import changes
from audio.routing import End, ends_led_nowhere

Answer = TypeVar("Answer")

SETTLES = 0.3
"""Seconds given to a change: unplugging one device is a dozen of them."""

RETRY_EVERY = 3.0
"""Seconds between two tries to follow a server that has ended, or is not there."""

_OF_CLIENTS = b" on client "
"""Part of the lines that tell of programs that come and go, such as the one that asks."""


def watched_routing(
    tell: Callable[[frozenset[End]], None], routing: Callable[[], frozenset[End]] = ends_led_nowhere
) -> AbstractContextManager[None]:
    """Call `tell` with what is led nowhere, as `watched_server` does."""
    return watched_server(tell, routing, SETTLES)


@contextmanager
def watched_server(
    tell: Callable[[Answer], None], look: Callable[[], Answer], settles: float
) -> Iterator[None]:
    """Call `tell` with what `look` gives, at first and after every change, while the body runs.

    Without `pactl` nothing is known, and it is never called.

    Args:
        tell: called on the watching thread, as `look` is.
        look: asks the server.
        settles: seconds given to a change before it is looked at.
    """
    watch = _Watch(tell, look, settles)
    thread = Thread(target=watch.run, name="sound server", daemon=True)
    thread.start()
    try:
        yield
    finally:
        watch.end()
        thread.join()


class _Watch(Generic[Answer]):
    def __init__(
        self, tell: Callable[[Answer], None], look: Callable[[], Answer], settles: float
    ) -> None:
        self._tell = tell
        self._look = look
        self._settles = settles
        self._ended = Flag()
        self._process: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        while not self._ended.is_set():
            try:
                self._process = changes()
            except OSError:
                return
            with self._process:
                if self._ended.is_set():
                    self._process.kill()
                self._follow(self._process)
            self._ended.wait(RETRY_EVERY)

    def end(self) -> None:
        self._ended.set()
        if self._process is not None:
            self._process.kill()

    def _follow(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdout is not None
        self._tell(self._look())
        while lines := os.read(process.stdout.fileno(), 65_536).splitlines():
            if all(_OF_CLIENTS in line for line in lines):
                continue
            if self._ended.wait(self._settles):
                return
            self._tell(self._look())
