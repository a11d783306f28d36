"""The state of the pad for the staff code, which is kept over a restart (see `staff_pad.py`)."""

from dataclasses import dataclass

SHORTEST_SAFE = 6
"""Fewest digits that the lock protects well: three tries in ten minutes would take years."""

SHORT_CODE = (
    "the staff_code has fewer than six digits and can be found by trying; set one of 6 to 8 digits "
    "that are no date or row of keys"
)

TRIES = 3
"""Wrong entries that lock the pad."""

FIRST_LOCK = 30.0
"""Seconds of the first lock; each further one is twice as long."""

LONGEST_LOCK = 600.0


@dataclass(frozen=True, slots=True)
class PadState:
    """How often a wrong code was entered; no digit of any entry.

    Attributes:
        wrong: wrong entries since the last lock, or since the last right entry.
        locks: locks since the last right entry.
        locked_for: seconds for which the pad still accepts no entry.
    """

    wrong: int = 0
    locks: int = 0
    locked_for: float = 0.0


NOT_TRIED = PadState()


def lock_seconds(locks: int) -> float:
    """Give the length of the lock with this number, in seconds; the first is number 1."""
    return float(min(FIRST_LOCK * 2.0 ** min(locks - 1, 10), LONGEST_LOCK))
