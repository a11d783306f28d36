"""The clock that is handed in: the live one, and one that tests and replays set by hand."""

import time
from typing import Protocol

from kiosk.errors import KioskError


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> float:
        """Seconds since an arbitrary start; never goes back."""
        ...


class LiveClock:
    """The machine's monotonic clock."""

    def now(self) -> float:
        """Seconds since an arbitrary start; never goes back."""
        return time.monotonic()


class VirtualClock:
    """A clock that stands still until it is told to advance."""

    def __init__(self, start: float = 0.0) -> None:
        self._now = start

    def now(self) -> float:
        """Seconds, as last set."""
        return self._now

    def advance(self, to: float) -> None:
        """Set the time to `to` seconds; a time that has passed is an error."""
        if to < self._now:
            raise KioskError(f"the clock cannot go back from {self._now} s to {to} s")
        self._now = to
