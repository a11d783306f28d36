"""Reads the staff code from the kiosk's keys, checks each whole entry, and locks after errors.

Anybody at the kiosk can try codes, as fast as a machine can press keys. So only a whole entry is
checked, and after three wrong entries the pad accepts none for a while, twice as long each time.
"""

import hmac
from enum import Enum, auto

from kiosk.visit.dialogue.pad_state import (
    LONGEST_LOCK,
    SHORTEST_SAFE,
    TRIES,
    PadState,
    lock_seconds,
)

OPENS = "#"
"""The key that begins an entry outside an emergency, where digits have another meaning."""

ENDS = frozenset({"#", "\r", "\n"})
"""Keys that end an entry. Enter is also a visitor's yes, so too short an entry is ignored."""

LONGEST = 8
"""Most digits of a code; a longer entry is wrong."""

LAPSES_AFTER = 5.0
"""Seconds after a key of the entry within which the next one must follow."""

FORGIVEN_AFTER = 3600.0
"""Seconds without a wrong entry after which the count starts again. This is longer than the longest
lock, so waiting for it gains nobody more tries."""


class Entry(Enum):
    """The result of a key press."""

    NONE = auto()
    RIGHT = auto()
    WRONG = auto()
    LOCKED = auto()


class StaffPad:
    """Reads the code key by key; the caller gives the time of each."""

    def __init__(self, code: str) -> None:
        """Take the code of the settings; with "" no entry is ever checked."""
        self._code = code
        # A shorter entry is ignored: a frightened person may hammer a few keys and Enter. A code
        # from older settings may itself be shorter (`check` reports it); then its length counts.
        self._shortest = min(SHORTEST_SAFE, len(code))
        self._wrong = self._locks = 0
        self._locked_until = float("-inf")
        self._wrong_at = float("-inf")
        self.forget_entry()

    def forget_entry(self) -> None:
        """Drop the digits pressed so far."""
        self._digits = ""
        self._pressed_at = float("-inf")

    def open(self, now: float) -> bool:
        """Begin an entry at time `now` (seconds); False where there is no code to enter."""
        self.forget_entry()
        if self._code:
            self._pressed_at = now
        return bool(self._code)

    def is_open(self, now: float) -> bool:
        """Whether an entry has begun, and its next key may follow."""
        return now <= self._pressed_at + LAPSES_AFTER

    def resume(self, kept: PadState, now: float) -> None:
        """Restore the state from before a restart."""
        self._wrong, self._locks = kept.wrong, kept.locks
        self._locked_until = now + min(kept.locked_for, LONGEST_LOCK)
        self._wrong_at = now

    def state(self, now: float) -> PadState:
        """Give the state to keep over a restart."""
        return PadState(self._wrong, self._locks, max(self._locked_until - now, 0.0))

    def press(self, key: str, now: float) -> Entry:
        """Handle a key at time `now` (seconds); a key that belongs to no entry drops the digits."""
        if not self.is_open(now):
            self.forget_entry()
        if len(key) == 1 and key in "0123456789":
            # One digit more than any code has is enough to know that the entry is wrong.
            self._digits = (self._digits + key)[: LONGEST + 1]
            self._pressed_at = now
            return Entry.NONE
        digits = self._digits
        self.forget_entry()
        if key not in ENDS or not self._code or len(digits) < self._shortest:
            return Entry.NONE
        return self._judged(digits, now)

    def _judged(self, digits: str, now: float) -> Entry:
        if now < self._locked_until:
            return Entry.LOCKED
        if hmac.compare_digest(digits, self._code):
            self._wrong = self._locks = 0
            return Entry.RIGHT
        if now > max(self._wrong_at, self._locked_until) + FORGIVEN_AFTER:
            self._wrong = self._locks = 0
        self._wrong_at = now
        self._wrong += 1
        if self._wrong >= TRIES:
            self._wrong = 0
            self._locks += 1
            self._locked_until = now + lock_seconds(self._locks)
        return Entry.WRONG
