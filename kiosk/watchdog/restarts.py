"""Why the process that serves was replaced, kept by its parent: also for one that left no word.

A child that leaves writes its reason into memory that it shares with its parent. The parent judges
those that died, and keeps the list; the child that comes after writes it to the log.
"""

import mmap
import time
from collections import deque
from dataclasses import dataclass
from struct import Struct
from typing import Literal, TypeAlias, get_args

Reason: TypeAlias = Literal[
    "killed",
    "hung",
    "fault",
    "cannot_start",
    "asked_to",
    "new_settings",
    "new_model",
    "sound_lost",
    "part_hangs",
    "voice_stuck",
    "events_wait",
    "loading_hangs",
]
"""Why a process was replaced: a signal ended it; the parent killed it since its loop did not come
round; it met a fault of its own; what it needs to start is wrong; or, by its own word, what follows
in the list (see `kiosk.visit.loop.live` and `kiosk.watchdog.health`)."""

REASONS: tuple[Reason, ...] = get_args(Reason)

PARTS = (
    *("keys", "key device", "page", "control", "metrics", "desk"),
    *("sound server", "headphones", "echo", "other"),
)
"""Threads by whose hanging a process may be replaced."""

_KEPT = 50
"""Restarts that are kept: a kiosk that cannot start has one every five seconds."""

_NOTE = Struct("=BBH")
"""Reason and part, counted from one, and the signal."""

_LOGGED = Struct("=I")


@dataclass(frozen=True, slots=True)
class Restart:
    """One of them.

    Attributes:
        number: counted from one.
        reason: why.
        part: the thread that hung, one of `PARTS`, or "".
        signal: that ended the process; 0: none did.
        at: when it ended, in seconds since 1970.
    """

    number: int
    reason: Reason
    part: str
    signal: int
    at: float


class Restarts:
    """Made by the parent before it forks; a child gets its own copy of the list."""

    def __init__(self) -> None:
        """Know of none; raises OSError where the system has no memory left."""
        self._memory = mmap.mmap(-1, _NOTE.size + _LOGGED.size)
        self._known: deque[Restart] = deque(maxlen=_KEPT)
        self._count = 0

    @property
    def last(self) -> Restart | None:
        """The newest; None: there was none."""
        return self._known[-1] if self._known else None

    def leave(self, reason: Reason, part: str = "") -> None:
        """Say in the child why it is about to end."""
        known = (PARTS.index(part if part in PARTS else "other") + 1) if part else 0
        _NOTE.pack_into(self._memory, 0, REASONS.index(reason) + 1, known, 0)

    def ended(self, otherwise: Reason, signal: int = 0) -> Restart:
        """Keep in the parent that a child has ended; its own word counts, unless it was killed.

        Args:
            otherwise: why, where the child has said nothing.
            signal: that ended it, or 0.
        """
        reason, part, _ = _NOTE.unpack_from(self._memory, 0)
        _NOTE.pack_into(self._memory, 0, 0, 0, 0)
        told = 0 < reason <= len(REASONS) and not signal
        self._count += 1
        restart = Restart(
            number=self._count,
            reason=REASONS[reason - 1] if told else otherwise,
            part=PARTS[part - 1] if told and 0 < part <= len(PARTS) else "",
            signal=signal,
            at=time.time(),
        )
        self._known.append(restart)
        return restart

    def unlogged(self) -> list[Restart]:
        """Give those that no child has written to the log yet, oldest first."""
        (logged,) = _LOGGED.unpack_from(self._memory, _NOTE.size)
        return [each for each in self._known if each.number > logged]

    def logged(self, restart: Restart) -> None:
        """Remember, for later children too, that it and those before it are in the log."""
        _LOGGED.pack_into(self._memory, _NOTE.size, restart.number)

    def close(self) -> None:
        """Give the memory back."""
        self._memory.close()
