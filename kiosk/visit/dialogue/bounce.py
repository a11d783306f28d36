"""Presses that nobody meant: a worn contact, a hand that shakes, a key that is held.

One physical key repeats within `CONTACT_BOUNCE` by its contacts alone; a read device drops those
before they become a key of the kiosk. What a key means to the dialogue needs longer, `BOUNCE`: a
second press of the same key that soon was meant for what had been asked before, and an answer that
nobody meant can become a NO.
"""

from math import inf

CONTACT_BOUNCE = 0.3
"""Seconds in which the same physical key again is a worn contact or a hand that shakes."""

BOUNCE = 0.5
"""Seconds in which the same key again answers nothing and takes no offer."""


class Bounce:
    """Compares each press with the one before it."""

    def __init__(self) -> None:
        self._key = ""
        self._at = -inf

    def pressed(self, key: str, now: float) -> bool:
        """Take a press at `now` (seconds); tell whether it repeats the last one too soon."""
        bounced = key == self._key and now < self._at + BOUNCE
        self._key, self._at = key, now
        return bounced
