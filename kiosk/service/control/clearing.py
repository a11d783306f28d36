"""Ends an emergency or a visitor's call: over the control socket of a kiosk, else on its disk."""

import time
from pathlib import Path

from audio.errors import reason_of
from kiosk.errors import ServiceError
from kiosk.service.control.client import ANOTHERS, NOT_RUNNING, ask
from kiosk.service.control.door import no_kiosk_runs
from kiosk.service.control.messages import Order, Reply
from kiosk.watchdog.marks import call_is_kept, emergency_is_kept, forget_emergency

CLEARED_WITHIN = 15.0
"""Seconds to go on trying: a kiosk that hangs or dies is back within 10."""

AGAIN_EVERY = 0.1

TOLD_AGAIN_AFTER = 3.0
"""Seconds that a kiosk which was told may take: its loop may be busy, or its disk slow."""


def clear_emergency(state_folder: Path) -> bool:
    """End the emergency or visitor's call of a kiosk, whether it runs or not.

    No later start brings it back.

    Args:
        state_folder: of the kiosk.

    Returns:
        Whether there was one. When this returns, the kiosk has confirmed its end and its mark is
        gone.

    Raises:
        ServiceError: it is still on; says what to do.
    """
    ends = time.monotonic() + CLEARED_WITHIN
    was_on = _is_kept(state_folder)
    while True:
        told = _asked(state_folder, "clear-emergency", ends)
        if told is None and _forgot(state_folder):
            return was_on
        if told is not None:
            on = told.snapshot is None or told.snapshot.calls_staff
            was_on = was_on or on
            if not on or _is_over(state_folder, told, ends):
                _wait_until_forgotten(state_folder, ends)
                return was_on
        if time.monotonic() > ends:
            raise ServiceError(
                f"the emergency is NOT ended: the kiosk does not do it within {CLEARED_WITHIN:g} "
                "s; see run_kiosk.py status, then try again"
            )
        time.sleep(AGAIN_EVERY)


def _is_kept(state_folder: Path) -> bool:
    return emergency_is_kept(state_folder) or call_is_kept(state_folder)


def _is_over(state_folder: Path, told: Reply, ends: float) -> bool:
    """Wait until the kiosk that was told has ended it; False: tell it, or its follower, again.

    It is not told again sooner, since that could end an emergency which has just begun.
    """
    again = min(time.monotonic() + TOLD_AGAIN_AFTER, ends)
    while time.monotonic() < again:
        now = _asked(state_folder, "status", ends)
        if now is None or now.snapshot is None:
            return False
        if not now.snapshot.calls_staff:
            return True
        if told.snapshot is not None and now.snapshot.process != told.snapshot.process:
            return False
        time.sleep(AGAIN_EVERY)
    return False


def _asked(state_folder: Path, order: Order, ends: float) -> Reply | None:
    """Give what the kiosk answers; None: none runs."""
    try:
        return ask(state_folder, order, max(ends - time.monotonic(), AGAIN_EVERY))
    except ServiceError as error:
        if str(error) == NOT_RUNNING:
            return None
        raise ServiceError(f"the emergency is NOT ended: {error}") from None


def _forgot(state_folder: Path) -> bool:
    """Remove the marks of a kiosk that does not run; False: one starts just now."""
    try:
        with no_kiosk_runs(state_folder) as alone:
            if alone and _is_kept(state_folder):
                forget_emergency(state_folder)
            return alone
    except PermissionError:
        raise ServiceError(ANOTHERS) from None
    except OSError as error:
        reason = reason_of(error)
        raise ServiceError(
            f"{state_folder}: the emergency is NOT ended, its mark cannot be removed: {reason}; "
            "mend that, then try again"
        ) from None


def _wait_until_forgotten(state_folder: Path, ends: float) -> None:
    """Wait until a kiosk that has ended its emergency has removed the mark too."""
    while _is_kept(state_folder):
        if time.monotonic() > ends:
            raise ServiceError(
                f"{state_folder}: the kiosk has ended the emergency, but one is still marked "
                "there: another has begun, or the disk fails; see run_kiosk.py status"
            )
        time.sleep(AGAIN_EVERY)
