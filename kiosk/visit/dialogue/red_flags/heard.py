"""Measures how long a question has been heard or shown, before a key may make a NO of it.

Hammered keys answered eight questions in 3.6 s that nobody had heard. So a key that makes or
confirms a NO counts only `LEAST` seconds after the question's own first word (clinical-safety.md
§2 rule 3). Yes, not sure and staff count at once.
"""

from dataclasses import dataclass

LEAST = 1.5
"""Seconds: enough to hear "Do you have new", and to see which question it is."""


@dataclass(slots=True)
class TimeHeard:
    """A stopwatch on one question's own words; it stands still in pauses and asides."""

    _total: float = 0.0
    _since: float | None = None

    def begin(self, now: float) -> None:
        """The question's words sound, or are shown, from `now` (seconds) on."""
        if self._since is None:
            self._since = now

    def stop(self, now: float) -> None:
        """They were cut short at `now`, or something else is said."""
        if self._since is not None:
            self._total += now - self._since
            self._since = None

    def is_enough(self, now: float) -> bool:
        """Whether a no by key may count at `now`."""
        running = 0.0 if self._since is None else now - self._since
        return self._total + running >= LEAST
