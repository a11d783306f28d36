"""What a restart must not lose, brought onto the disk and into the lane's memory."""

from kiosk.clock import Clock
from kiosk.visit.loop.lane import Lane
from kiosk.visit.loop.ports import Marks
from kiosk.watchdog.deadlines import DISK_WAIT


class Kept:
    """Keeps an emergency and that somebody is in a visit; for the app loop."""

    def __init__(self, marks: Marks | None, lane: Lane | None, clock: Clock) -> None:
        """Keep nothing yet.

        Args:
            marks: are on the disk; None: nothing outlives this process.
            lane: remembers an emergency until the disk has it; None: there is no lane.
            clock: tells how long the disk takes.
        """
        self._marks = marks
        self._lane = lane
        self._clock = clock
        self._disk_wait = DISK_WAIT

    def begin_turn(self) -> None:
        """Begin another turn of the loop, in which the disk may be waited for."""
        self._disk_wait = DISK_WAIT

    def look(self) -> None:
        """See what has become of the marks."""
        if self._marks is not None:
            self._marks.look()

    def begin_emergency(self) -> None:
        """Let the disk begin to keep an emergency; the lane has it at once."""
        if self._lane is not None:
            self._lane.latch()
        if self._marks is not None:
            self._marks.keep_emergency(True)

    def end_emergency(self) -> None:
        """Keep it no longer."""
        if self._lane is not None:
            self._lane.kept()
        if self._marks is not None:
            self._marks.keep_emergency(False)
            self.settle()

    def settle(self) -> None:
        """Wait for the disk, but in one turn of the loop no longer than it may take in all."""
        if self._marks is None:
            return
        began = self._clock.now()
        kept = self._marks.settle(self._disk_wait)
        self._disk_wait = max(self._disk_wait - (self._clock.now() - began), 0.0)
        if kept and self._lane is not None:
            self._lane.kept()

    def keep_visit(self, visited: bool) -> None:
        """Keep whether somebody is in a visit."""
        if self._marks is not None:
            self._marks.keep_visit(visited)
