"""Keeps the staff code's lock over a restart, and reports it to staff.

Times count from the machine's boot, so that no change of the clock moves them. A lock that was in
force when the machine was switched off begins again at the next start.
"""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from audio.untrusted_file import read_untrusted
from kiosk.files.own_folder import write_whole
from kiosk.visit.dialogue.actions import Action, KeepStaffPad
from kiosk.visit.dialogue.pad_state import (
    FIRST_LOCK,
    LONGEST_LOCK,
    NOT_TRIED,
    TRIES,
    PadState,
    lock_seconds,
)
from kiosk.visit.loop.ports import Observer
from kiosk.watchdog.disk import Disk

_LONGEST = 1024
_BOOT = Path("/proc/sys/kernel/random/boot_id")


def since_boot() -> float:
    """Give the seconds since the machine was booted, sleep included."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def this_boot() -> str:
    """Give an identifier of this boot; "" where the system has none."""
    with suppress(OSError):
        return _BOOT.read_text(encoding="ascii").strip()
    return ""


class _Kept(BaseModel):
    """The file's content.

    Attributes:
        wrong, locks: see `PadState`.
        until: when the lock ends, in seconds since boot; None: the pad is not locked.
        boot: the boot that `until` counts from.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    wrong: Annotated[int, Field(ge=0, lt=TRIES)]
    locks: Annotated[int, Field(ge=0, le=1_000_000)]
    until: Annotated[float | None, Field(allow_inf_nan=False)]
    boot: str


class PadKeeper(Observer):
    """Watches the app loop for changes of the pad."""

    def __init__(
        self,
        file: Path,
        put: Callable[[str], None],
        disk: Disk,
        now: Callable[[], float] = since_boot,
        boot: Callable[[], str] = this_boot,
    ) -> None:
        """Go on with what was kept.

        Args:
            file: keeps it.
            put: shows staff a notice in place of the one before; "" takes it down.
            disk: writes the file.
            now: gives seconds since boot.
            boot: tells this boot from others.
        """
        self._file = file
        self._put = put
        self._disk = disk
        self._now = now
        self._boot = boot
        self._state = self._read()
        self._until = self._now() + self._state.locked_for if self._state.locked_for else None
        if self._until is not None:
            self._write()
        self._tell()

    @property
    def kept(self) -> PadState:
        """How the pad is to go on after a start."""
        return self._state

    def on_action(self, now: float, action: Action) -> None:
        """Keep what has changed."""
        if isinstance(action, KeepStaffPad):
            self._state = action.state
            locked = action.state.locked_for
            self._until = self._now() + locked if locked else None
            self._write()
            self._tell()

    def look(self) -> None:
        """Report that a lock has ended, once it has."""
        if self._until is not None and self._now() >= self._until:
            self._until = None
            self._write()
            self._tell()

    def _tell(self) -> None:
        locks = self._state.locks
        if not locks:
            self._put("")
        elif self._until is not None:
            self._put(
                f"the staff code's keys are locked for {lock_seconds(locks):.0f} s: wrong codes "
                f"were entered {TRIES} times in a row (lock {locks}); staff end an emergency with: "
                "run_kiosk.py clear-emergency"
            )
        else:
            self._put(
                f"wrong staff codes have locked the keys {locks} times since the last right one; "
                "see who tries it, and when: run_kiosk.py logs"
            )

    def _read(self) -> PadState:
        try:
            content = read_untrusted(self._file, most=_LONGEST, owners={os.geteuid()}, follow=False)
            kept = _Kept.model_validate_json(content)
        except FileNotFoundError:
            return NOT_TRIED
        except (OSError, ValidationError):
            # It may have been locked: damaging the file must not give anybody more tries.
            return PadState(locks=1, locked_for=FIRST_LOCK)
        locked_for = 0.0
        if kept.until is not None and kept.boot == self._boot():
            locked_for = min(max(kept.until - self._now(), 0.0), LONGEST_LOCK)
        elif kept.until is not None:
            locked_for = lock_seconds(max(kept.locks, 1))
        return PadState(kept.wrong, kept.locks, locked_for)

    def _write(self) -> None:
        kept = _Kept(
            wrong=self._state.wrong, locks=self._state.locks, until=self._until, boot=self._boot()
        )
        self._disk.do(partial(self._write_file, kept.model_dump_json().encode()))

    def _write_file(self, content: bytes) -> None:
        # On a disk that is full the lock holds all the same, until the process ends.
        with suppress(OSError):
            write_whole(self._file, content)
