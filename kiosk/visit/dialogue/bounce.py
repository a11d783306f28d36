"""Presses that nobody meant: a worn contact, a hand that shakes, a key that is held.

There are two times, because there are two reasons. The contacts of one physical key repeat within
`CONTACT_BOUNCE`: `kiosk.visit.keys.device` drops such repeats before they reach the dialogue. A
shaking hand needs longer, `BOUNCE`: a second press of the same key that soon was meant for what had
been asked before, and must not answer what is asked now, since a key's no counts by itself.
"""

from math import inf

CONTACT_BOUNCE = 0.3
"""Seconds in which a repeat of the same physical key is ignored."""

BOUNCE = 0.5
"""Seconds in which a repeat of the same key answers no question and takes no offer."""


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
