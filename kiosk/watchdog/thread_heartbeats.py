"""Heartbeats of the threads that a kiosk serves with.

Each thread sends a heartbeat every round, also while it has nothing to do, and the app loop checks
them. A thread that hangs is easy to miss: a kiosk whose keys are dead still speaks.
"""

from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager

from kiosk.clock import Clock
from kiosk.watchdog.deadlines import THREAD_LATE_AFTER as LATE_AFTER

BEAT_EVERY = 1.0
"""Seconds between two heartbeats at most, of a thread that has nothing to do."""


class ThreadHeartbeats:
    """Records when each thread last sent a heartbeat."""

    def __init__(self, clock: Clock) -> None:
        """Watch no thread yet."""
        self._clock = clock
        self._due: dict[str, float] = {}

    def beat(self, name: str, waits: float = BEAT_EVERY) -> None:
        """Send the heartbeat of the named thread; from now on it is watched.

        Args:
            name: of the thread.
            waits: seconds for which it has nothing to do, at most, before its next heartbeat.
        """
        self._due[name] = self._clock.now() + waits + LATE_AFTER

    @contextmanager
    def watched(self, name: str, waits: float = BEAT_EVERY) -> Iterator[None]:
        """Watch the thread of that name for as long as the body runs on it; see `beat`."""
        self.beat(name, waits)
        try:
            yield
        finally:
            self._due.pop(name, None)

    def late(self) -> list[str]:
        """Give the names of the threads that hang."""
        now = self._clock.now()
        return sorted(name for name, due in list(self._due.items()) if now > due)


class Probe:
    """Asks the one thread of an executor, again and again, whether it still takes work.

    Such a thread cannot send heartbeats while it waits, and may be needed only minutes later.
    """

    def __init__(self, executor: Executor, clock: Clock) -> None:
        """Ask nothing yet."""
        self._executor = executor
        self._clock = clock
        self._asked: Future[None] | None = None
        self._asked_at = 0.0

    def silent_for(self) -> float:
        """Give the seconds since the oldest question that has no answer.

        Ask anew once it is answered.
        """
        if self._asked is None or self._asked.done():
            self._asked_at = self._clock.now()
            self._asked = self._executor.submit(lambda: None)
            return 0.0
        return self._clock.now() - self._asked_at
