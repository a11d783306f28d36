"""Heartbeat pipe from the serving process to its parent."""

import os
import time
from contextlib import suppress

from kiosk.watchdog.deadlines import HUNG_AFTER, LOOK_EVERY, STARTS_WITHIN
from kiosk.watchdog.restarts import Restarts

BEAT_EVERY = 0.25
"""Seconds between two beats at least."""

_READ_AT_ONCE = 4096

_BEAT, _ENDS = b".", b"e"


class ProcessHeartbeat:
    """The pipe: the parent makes it before it forks, the child sends heartbeats, the parent checks.

    It counts checks without a heartbeat, not seconds: when the machine was suspended or the parent
    was stopped, the child had no time to send one and must not count as hung.

    Attributes:
        starts: how many children there have been, including the present one.
        first_start: when the first one began, as `time.monotonic` tells it.
        falls_back: the child is to serve with the last settings that worked, because the one before
            it could not start with the present ones.
        ends: the child has been told to end, and no other is to follow it.
        restarts: why the children before ended.
    """

    def __init__(self) -> None:
        """Open the pipe; raises OSError where the system has none left."""
        self._read, self._write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._next_beat = float("-inf")
        self._began = False
        self._in_vain = 0
        self.starts = 0
        self.falls_back = False
        self.ends = False
        self.first_start = time.monotonic()
        self.restarts = Restarts()

    def beat(self) -> None:
        """Send a heartbeat; cheap, and never waits."""
        now = time.monotonic()
        if now >= self._next_beat:
            self._next_beat = now + BEAT_EVERY
            with suppress(OSError):  # the pipe is full while the parent does not read it
                os.write(self._write, _BEAT)

    def tell_end(self) -> None:
        """Tell the parent that this child ends because it was told to, however it ends."""
        with suppress(OSError):  # nobody reads
            os.write(self._write, _ENDS)

    def forget(self) -> None:
        """Begin with a fresh child."""
        self._heard()
        self.ends = False
        self.starts += 1
        self._began = False
        self._in_vain = 0

    def look(self) -> bool:
        """Check once, every `LOOK_EVERY` seconds; tells whether a heartbeat has come."""
        if self._heard():
            self._began = True
            self._in_vain = 0
            return True
        self._in_vain += 1
        return False

    @property
    def hung(self) -> bool:
        """Whether no heartbeat has come for too long."""
        longest = HUNG_AFTER if self._began else STARTS_WITHIN
        return self._in_vain * LOOK_EVERY >= longest

    def close(self) -> None:
        """Close the pipe and free the memory of restarts."""
        os.close(self._read)
        os.close(self._write)
        self.restarts.close()

    def _heard(self) -> bool:
        with suppress(BlockingIOError):
            told = os.read(self._read, _READ_AT_ONCE)
            self.ends = self.ends or _ENDS in told
            return bool(told)
        return False
