"""Follows changes in the sound server, such as where it routes streams, on a thread of its own."""

import os
import select
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from threading import Event as Flag
from threading import Thread
from typing import Generic, TypeVar

from audio.server.mixer import blockade
from audio.server.pactl import changes, everything
from audio.server.routing import End, ends_led_nowhere
from kiosk.watchdog.thread_heartbeats import BEAT_EVERY, ThreadHeartbeats

Answer = TypeVar("Answer")

SETTLES = 0.3
"""Seconds given to a change: unplugging one device is a dozen of them."""

RETRY_EVERY = 3.0
"""Seconds between two tries to follow a server that has ended, or is not there."""

ANSWERS_WITHIN = 5.0
"""Seconds pactl may take before this thread counts as hung."""

_OF_CLIENTS = b" on client "
"""Part of the lines that tell of programs that come and go, such as the one that asks."""


@dataclass(frozen=True, slots=True)
class Routing:
    """How the sound server treats this process's streams.

    Attributes:
        nowhere: ends that lead to no device.
        kept_back: by end, what its mixer blocks, and the command that repairs it.
    """

    nowhere: frozenset[End] = frozenset()
    kept_back: Mapping[End, str] = field(default_factory=dict)


def watched_routing(
    tell: Callable[[Routing], None], heartbeats: ThreadHeartbeats
) -> AbstractContextManager[None]:
    """Call `tell` with where the streams lead, as `watched_server` does."""
    return watched_server(tell, _routing, SETTLES, heartbeats, "sound server")


def _routing() -> Routing:
    ends: tuple[End, ...] = ("microphone", "speaker")
    lists = everything()
    found = {end: blockade(end, {os.getpid()}, lists) for end in ends}
    kept_back = {end: f"{b.what}; mend it: {b.mend}" for end, b in found.items() if b is not None}
    return Routing(ends_led_nowhere(lists), kept_back)


@contextmanager
def watched_server(
    tell: Callable[[Answer], None],
    look: Callable[[], Answer],
    settles: float,
    heartbeats: ThreadHeartbeats,
    name: str,
) -> Iterator[None]:
    """Call `tell` with what `look` gives, at first and after every change, while the body runs.

    Without `pactl` nothing is known, and it is never called.

    Args:
        tell: called on the watching thread, as `look` is.
        look: asks the server.
        settles: seconds given to a change before it is looked at.
        heartbeats: gets a heartbeat each round of the thread.
        name: of the thread.
    """
    watch = _Watch(tell, look, settles, heartbeats, name)

    def run() -> None:
        with heartbeats.watched(name):
            watch.run()

    thread = Thread(target=run, name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        watch.end()
        thread.join()


class _Watch(Generic[Answer]):
    def __init__(
        self,
        tell: Callable[[Answer], None],
        look: Callable[[], Answer],
        settles: float,
        heartbeats: ThreadHeartbeats,
        name: str,
    ) -> None:
        self._tell = tell
        self._look = look
        self._settles = settles
        self._heartbeats = heartbeats
        self._name = name
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
            self._heartbeats.beat(self._name, waits=RETRY_EVERY)
            self._ended.wait(RETRY_EVERY)

    def end(self) -> None:
        self._ended.set()
        if self._process is not None:
            self._process.kill()

    def _follow(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdout is not None
        lines_come = process.stdout.fileno()
        self._ask()
        while True:
            self._heartbeats.beat(self._name)
            if not select.select([lines_come], [], [], BEAT_EVERY)[0]:
                continue
            lines = os.read(lines_come, 65_536).splitlines()
            if not lines:
                return
            if all(_OF_CLIENTS in line for line in lines):
                continue
            if self._ended.wait(self._settles):
                return
            self._ask()

    def _ask(self) -> None:
        self._heartbeats.beat(self._name, waits=ANSWERS_WITHIN)
        self._tell(self._look())
