"""Detects key presses that nobody meant: a worn contact, a shaking hand, a held key.

There are two limits for two causes. A worn contact repeats within `CONTACT_BOUNCE` seconds:
`kiosk.visit.keys.device` drops these repeats before they reach the dialogue. A shaking hand repeats
within `BOUNCE` seconds: its second press was meant for the previous question. That press must not
answer the current question, since a no by key needs no other evidence.
"""

from math import inf

CONTACT_BOUNCE = 0.3
"""Seconds within which a repeat of the same physical key is ignored."""

BOUNCE = 0.5
"""Seconds within which a repeat of the same key answers no question and takes no offer."""


class Bounce:
    """Compares each press with the one before it."""

    def __init__(self) -> None:
        self._key = ""
        self._at = -inf

    def pressed(self, key: str, now: float) -> bool:
        """Note a press at `now` (seconds); tell whether it repeats the last one too soon."""
        bounced = key == self._key and now < self._at + BOUNCE
        self._key, self._at = key, now
        return bounced
