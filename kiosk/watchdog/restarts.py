"""Why each serving process was replaced, kept by its parent, also for one that gave no reason.

A child that ends writes its reason into memory that it shares with its parent. The parent judges
those that died and keeps the list. The next child writes it to the log.
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
    """One replacement of the serving process.

    Attributes:
        number: counted from one.
        reason: why.
        part: the thread that hung, one of `PARTS`, or "".
        signal: the signal that ended the process; 0 if none did.
        at: when it ended, in seconds since 1970.
    """

    number: int
    reason: Reason
    part: str
    signal: int
    at: float


class Restarts:
    """The list: the parent makes it before it forks, and each child gets its own copy."""

    def __init__(self) -> None:
        """Start with an empty list; raises OSError where the system has no memory left."""
        self._memory = mmap.mmap(-1, _NOTE.size + _LOGGED.size)
        self._known: deque[Restart] = deque(maxlen=_KEPT)
        self._count = 0

    @property
    def last(self) -> Restart | None:
        """The newest restart; None if there was none."""
        return self._known[-1] if self._known else None

    def leave(self, reason: Reason, part: str = "") -> None:
        """Say in the child why it is about to end."""
        known = (PARTS.index(part if part in PARTS else "other") + 1) if part else 0
        _NOTE.pack_into(self._memory, 0, REASONS.index(reason) + 1, known, 0)

    def ended(self, otherwise: Reason, signal: int = 0) -> Restart:
        """Record in the parent that a child has ended. Its own reason counts, unless it was killed.

        Args:
            otherwise: the reason to record if the child gave none.
            signal: the signal that ended it, or 0.
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
        """Give the restarts that no child has written to the log yet, oldest first."""
        (logged,) = _LOGGED.unpack_from(self._memory, _NOTE.size)
        return [each for each in self._known if each.number > logged]

    def logged(self, restart: Restart) -> None:
        """Remember, also for later children, that this restart and those before are in the log."""
        _LOGGED.pack_into(self._memory, _NOTE.size, restart.number)

    def close(self) -> None:
        """Free the memory."""
        self._memory.close()
