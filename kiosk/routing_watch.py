"""Follows where the sound server leads the kiosk's streams, on a thread of its own."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event as Flag
from threading import Thread

from audio.pactl import changes
from audio.routing import End, ends_led_nowhere

SETTLES = 0.3
"""Seconds given to a change: unplugging one device is a dozen of them."""

RETRY_EVERY = 3.0
"""Seconds between two tries to follow a server that has ended, or is not there."""

_OF_CLIENTS = b" on client "
"""Part of the lines that tell of programs that come and go, such as the one that asks."""


@contextmanager
def watched_routing(
    tell: Callable[[frozenset[End]], None], routing: Callable[[], frozenset[End]] = ends_led_nowhere
) -> Iterator[None]:
    """Call `tell` with what is led nowhere, at first and after every change, while the body runs.

    Without `pactl` nothing is known, and it is never called.

    Args:
        tell: called on the watching thread.
        routing: asks the server.
    """
    watch = _Watch(tell, routing)
    thread = Thread(target=watch.run, name="routing", daemon=True)
    thread.start()
    try:
        yield
    finally:
        watch.end()
        thread.join()


class _Watch:
    def __init__(
        self, tell: Callable[[frozenset[End]], None], routing: Callable[[], frozenset[End]]
    ) -> None:
        self._tell = tell
        self._routing = routing
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
        self._tell(self._routing())
        while lines := os.read(process.stdout.fileno(), 65_536).splitlines():
            if all(_OF_CLIENTS in line for line in lines):
                continue
            if self._ended.wait(SETTLES):
                return
            self._tell(self._routing())
