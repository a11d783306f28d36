"""Whether a kiosk does what it looks as if it did; where not, only a fresh process helps.

A loop that goes round proves little: its voice may be stuck, its keys dead, its events unheard.
"""

from collections.abc import Callable, Iterator

from kiosk.clock import Clock
from kiosk.parts import Mouth
from kiosk.pulse import Pulse

LOOK_EVERY = 0.5
"""Seconds between two looks."""

PLAIN_SPEAKS_WITHIN = 6.0
NATURAL_SPEAKS_WITHIN = 15.0
"""Seconds after which speech that was asked for and does not sound, or does not end, is stuck. A
voice that is late is given up before: the plain one after 5, the natural one, in whose place the
plain one then speaks, after 8."""

MOST_WAITING = 200
"""Events that may wait to be taken: a key that is held down brings 30 a second."""

HEARS_WITHIN = 120.0
"""Seconds that the recognizers may take to be loaded."""


class Health:
    """Looks at all that can hang without stopping the app loop."""

    def __init__(
        self,
        clock: Clock,
        pulse: Pulse,
        mouth: Mouth,
        *,
        voice: Callable[[], float],
        waiting: Callable[[], int],
        hears: Callable[[], bool],
        speaks_within: float = PLAIN_SPEAKS_WITHIN,
    ) -> None:
        """Look at these parts.

        Args:
            clock: tells when to look.
            pulse: of the threads.
            mouth: tells how late it is.
            voice: seconds for which the voice's thread has taken no work.
            waiting: how many events wait to be taken.
            hears: whether the recognizers are loaded.
            speaks_within: seconds after which speech that is late is stuck.
        """
        self._clock = clock
        self._pulse = pulse
        self._mouth = mouth
        self._voice = voice
        self._waiting = waiting
        self._hears = hears
        self._speaks_within = speaks_within
        self._began = clock.now()
        self._next_look = clock.now()
        self._trouble = ""

    @property
    def last_trouble(self) -> str:
        """What the last look has found, for any thread; see `trouble`."""
        return self._trouble

    def trouble(self) -> str:
        """Say in one line what hangs; "": nothing. To be called all the time, by one thread."""
        now = self._clock.now()
        if now >= self._next_look:
            self._next_look = now + LOOK_EVERY
            self._trouble = "; ".join(self._troubles(now))
        return self._trouble

    def _troubles(self, now: float) -> Iterator[str]:
        for name in self._pulse.late():
            yield f"a part hangs: {name}"
        if max(self._mouth.late, self._voice()) > self._speaks_within:
            yield "the voice is stuck"
        if self._waiting() > MOST_WAITING:
            yield "what comes in is no longer taken"
        if not self._hears() and now - self._began > HEARS_WITHIN:
            yield "the recognizers are not loaded in time"
