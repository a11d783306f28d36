"""Keeps what a restart must not lose, on the disk and in the lane's memory."""

from kiosk.clock import Clock
from kiosk.visit.dialogue.actions import KeepCall
from kiosk.visit.loop.lane import Lane
from kiosk.visit.loop.ports import Marks
from kiosk.watchdog.deadlines import DISK_WAIT


class Kept:
    """Keeps an emergency, a call, and that somebody is in a visit; for the app loop."""

    def __init__(self, marks: Marks | None, lane: Lane | None, clock: Clock) -> None:
        """Begin with nothing kept.

        Args:
            marks: are on the disk; None: nothing survives this process.
            lane: remembers an emergency until the disk has it; None if there is no lane.
            clock: tells how long the disk takes.
        """
        self._marks = marks
        self._lane = lane
        self._clock = clock
        self._disk_wait = DISK_WAIT

    def begin_turn(self) -> None:
        """Begin another turn of the loop, which may again wait for the disk."""
        self._disk_wait = DISK_WAIT

    def look(self) -> None:
        """Check the result of the marks."""
        if self._marks is not None:
            self._marks.look()

    def begin_emergency(self) -> None:
        """Begin to write the emergency to the disk; the lane has it at once."""
        if self._lane is not None:
            self._lane.latch()
        if self._marks is not None:
            self._marks.keep_emergency(True)

    def keep_call(self, call: KeepCall, *, latched: bool) -> None:
        """Begin to write a visitor's call to the disk, or that it is over.

        Until the disk has a new one, the lane has it: a process that is killed meanwhile comes back
        in an emergency.

        Args:
            call: what is to be kept.
            latched: an emergency begins at the same time, which the lane keeps.
        """
        if self._lane is not None and call.age is not None and not call.taken:
            self._lane.latch()
        elif self._lane is not None and call.age is None and self._marks is None and not latched:
            self._lane.kept()
        if self._marks is not None:
            self._marks.keep_call(call.age, taken=call.taken)

    def end_emergency(self) -> None:
        """Stop keeping it."""
        if self._lane is not None:
            self._lane.kept()
        if self._marks is not None:
            self._marks.keep_emergency(False)
            self.settle()

    def settle(self) -> None:
        """Wait for the disk, up to the limit for one turn of the loop."""
        if self._marks is None:
            return
        began = self._clock.now()
        kept = self._marks.settle(self._disk_wait)
        self._disk_wait = max(self._disk_wait - (self._clock.now() - began), 0.0)
        if kept and self._lane is not None:
            self._lane.kept()

    def keep_visit(self, visited: bool) -> None:
        """Record whether somebody is in a visit."""
        if self._marks is not None:
            self._marks.keep_visit(visited)
