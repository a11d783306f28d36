"""Measures for how long a voice is late because the machine is busy rather than because it hangs.

The machine counts as busy while the voice's process works or waits for the processor and has not
finished what it was asked for, or while the app loop itself is late.
"""

from collections.abc import Callable

from audio.processor_time import ProcessorTime
from kiosk.clock import Clock

LOOP_LATE_AFTER = 0.5
"""Seconds from one round of the loop to the next that nothing but a busy machine, or a wait for
somebody else, makes it take (see `kiosk.visit.loop.live.LONGEST_WAIT`)."""


class BusyMachine:
    """Tells a busy machine from a voice that hangs. Only the app loop may call it."""

    def __init__(
        self,
        clock: Clock,
        process: Callable[[], int | None],
        processor_time: ProcessorTime | None = None,
    ) -> None:
        """Look at a process.

        Args:
            clock: tells the time.
            process: gives the id of the voice's process; None if there is none.
            processor_time: tells whether it works.
        """
        self._clock = clock
        self._process = process
        self._processor_time = processor_time or ProcessorTime()
        self._round = self._look = clock.now()
        self._loop_was_late = False
        self._busy = 0.0

    def came_round(self) -> None:
        """Note one round of the app loop."""
        now = self._clock.now()
        self._loop_was_late = self._loop_was_late or now - self._round > LOOP_LATE_AFTER
        self._round = now

    def busy_for(self, late: float) -> float:
        """Give the seconds for which the machine was busy while the voice has been late.

        Args:
            late: seconds for which the voice is late; pass it at each check.
        """
        now = self._clock.now()
        since, self._look = now - self._look, now
        works = self._processor_time.works(self._process(), since)
        late_loop, self._loop_was_late = self._loop_was_late, False
        if not late:
            self._busy = 0.0
        elif works or late_loop:
            self._busy = min(self._busy + since, late)
        return self._busy
