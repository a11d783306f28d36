"""Detects parts that hang while the loop still runs; only a restart helps.

A loop that runs proves little: the voice may be stuck, the keys dead, the events unread.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kiosk.clock import Clock
from kiosk.watchdog.busy_machine import BusyMachine
from kiosk.watchdog.deadlines import BUSY_FACTOR, PLAIN_SPEAKS_WITHIN
from kiosk.watchdog.restarts import Reason
from kiosk.watchdog.thread_heartbeats import ThreadHeartbeats

LOOK_EVERY = 0.5
"""Seconds between two looks."""

MOST_WAITING = 200
"""Events that may wait to be taken; presses, which a flood can bring, are not among them."""

HEARS_WITHIN = 120.0
"""Seconds that the recognizers may take to be loaded."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A part that hangs.

    Attributes:
        line: the sentence that reports it.
        reason: the same as a name.
        part: the thread that hangs; "" if it is not a thread.
    """

    line: str
    reason: Reason
    part: str = ""


class Health:
    """Checks every part that can hang without stopping the app loop."""

    def __init__(
        self,
        clock: Clock,
        heartbeats: ThreadHeartbeats,
        *,
        late: Callable[[], float],
        voice: Callable[[], float],
        waiting: Callable[[], int],
        hears: Callable[[], bool],
        speaks_within: float = PLAIN_SPEAKS_WITHIN,
        machine: BusyMachine | None = None,
    ) -> None:
        """Look at these parts.

        Args:
            clock: tells when to look.
            heartbeats: of the threads.
            late: seconds by which speech that was asked for is late.
            voice: seconds for which the voice's thread has taken no work.
            waiting: how many events wait to be taken, presses left out.
            hears: whether the recognizers are loaded.
            speaks_within: seconds after which speech that is late is stuck; while the machine is
                busy, `BUSY_FACTOR` times as long.
            machine: tells for how long it was busy; None: it never is.
        """
        self._clock = clock
        self._heartbeats = heartbeats
        self._late = late
        self._voice = voice
        self._waiting = waiting
        self._hears = hears
        self._speaks_within = speaks_within
        self._began = clock.now()
        self._next_look = clock.now()
        self._machine = machine
        self._troubles: tuple[Trouble, ...] = ()

    @property
    def last_trouble(self) -> str:
        """What the last check found, for any thread; see `trouble`."""
        return "; ".join(trouble.line for trouble in self._troubles)

    def trouble(self) -> str:
        """Say in one line what hangs; "" if nothing does. Call it all the time, from one thread."""
        now = self._clock.now()
        if self._machine is not None:
            self._machine.came_round()
        if now >= self._next_look:
            self._next_look = now + LOOK_EVERY
            self._troubles = tuple(self._look(now))
        return self.last_trouble

    @property
    def first(self) -> Trouble | None:
        """The first trouble that `trouble` reported; None if there was none."""
        return self._troubles[0] if self._troubles else None

    def _look(self, now: float) -> Iterator[Trouble]:
        for name in self._heartbeats.late():
            yield Trouble(f"a part hangs: {name}", "part_hangs", name)
        if self._voice_is_stuck():
            yield Trouble("the voice is stuck", "voice_stuck")
        if self._waiting() > MOST_WAITING:
            yield Trouble("keys and sounds are no longer handled", "events_wait")
        if not self._hears() and now - self._began > HEARS_WITHIN:
            yield Trouble("the recognizers are not loaded in time", "loading_hangs")

    def _voice_is_stuck(self) -> bool:
        """Tell a voice that hangs from a machine that is busy, which may be late for a while."""
        late = max(self._late(), self._voice())
        busy = self._machine.busy_for(late) if self._machine is not None else 0.0
        return late - busy > self._speaks_within or late > BUSY_FACTOR * self._speaks_within
