"""Logs why earlier processes ended, and how many presses were dropped."""

import time
from functools import partial

from kiosk.clock import Clock
from kiosk.status.log_writer import ServiceLog
from kiosk.watchdog.disk import Disk
from kiosk.watchdog.restarts import Restarts

TELL_EVERY = 10.0
"""Seconds between two lines about dropped presses: a flood of them is not to flood the log."""


def log_restarts(log: ServiceLog, restarts: Restarts, disk: Disk) -> None:
    """Log the restarts that are not in the log yet.

    Each is remembered once its line is on the disk.
    """
    for restart in restarts.unlogged():
        log.tell(
            "restarted",
            number=restart.number,
            reason=restart.reason,
            part=restart.part or None,
            signal=restart.signal or None,
            seconds_ago=max(time.time() - restart.at, 0.0),
        )
        disk.do(partial(restarts.logged, restart))


class DroppedPresses:
    """Logs how many presses were dropped."""

    def __init__(self, log: ServiceLog, clock: Clock) -> None:
        """Write to `log` when there are more."""
        self._log = log
        self._clock = clock
        self._told = 0
        self._next = clock.now()

    def look(self, dropped: int) -> None:
        """Take the number that were dropped so far; call it all the time."""
        now = self._clock.now()
        if dropped != self._told and now >= self._next:
            self._log.tell("presses_dropped", count=dropped - self._told)
            self._told, self._next = dropped, now + TELL_EVERY
