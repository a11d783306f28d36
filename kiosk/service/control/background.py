"""Starts, stops and restarts a kiosk in the background, through systemd where it is set up.

Without systemd the kiosk's own parent process restarts it (see `kiosk.watchdog.supervisor`).
"""

import fcntl
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from audio.errors import reason_of
from kiosk import CHECKOUT
from kiosk.errors import ServiceError
from kiosk.files.own_folder import own_folder, put_aside
from kiosk.service.control.client import NOT_RUNNING, ask
from kiosk.service.control.door import runtime_folder
from kiosk.status.snapshot import JUST_BEGUN, Snapshot

UNIT = "voice-kiosk.service"
PAGE_UNIT = "voice-kiosk-page.service"
UNITS_FOLDER = Path("/etc/systemd/system")

STARTS_WITHIN = 60.0
ENDS_WITHIN = 30.0
"""Seconds; a visitor is told first."""

LOOK_EVERY = 0.1

Result = TypeVar("Result")


def by_systemd(units_folder: Path = UNITS_FOLDER) -> bool:
    """Tell whether `setup --service` has handed this machine's kiosk to systemd."""
    return (units_folder / UNIT).exists() and shutil.which("systemctl") is not None


def systemctl(order: str) -> None:
    """Run systemctl.

    Raises:
        ServiceError: it failed.
    """
    done = subprocess.run(["systemctl", order, UNIT], capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["it does not say why"])[0]
        raise ServiceError(f"systemd cannot {order} the kiosk: {said}; see: journalctl -u {UNIT}")


def is_running(state_folder: Path) -> bool:
    """Tell whether a kiosk holds the lock of this state folder."""
    try:
        lock = os.open(runtime_folder(state_folder) / "lock", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(lock)
    return False


def start(state_folder: Path, options: Sequence[str]) -> Snapshot:
    """Start a kiosk in the background, and wait until it serves.

    Args:
        state_folder: of its settings.
        options: of `run`.

    Raises:
        ServiceError: one runs already, or it ended at once.
    """
    if is_running(state_folder):
        raise ServiceError("a kiosk runs already; see it: run_kiosk.py status")
    errors = runtime_folder(state_folder) / "errors"
    try:
        own_folder(state_folder)
        own_folder(errors.parent)
        put_aside(errors)
        said = errors.open("w", encoding="utf-8")
    except OSError as error:
        reason = reason_of(error)
        raise ServiceError(
            f"{error.filename or state_folder}: the kiosk cannot write there: {reason}; "
            "start it as the user of that folder, or name another state_folder in the settings"
        ) from None
    with said:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "kiosk", "run", "--in-service", *options],
            cwd=CHECKOUT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
            start_new_session=True,
        )

    def serves() -> Snapshot | None:
        if process.poll() is not None:
            last = (errors.read_text(encoding="utf-8").strip().splitlines() or ["no reason"])[-1]
            raise ServiceError(f"the kiosk ended at once: {last.removeprefix('run_kiosk.py: ')}")
        return _snapshot(state_folder)

    return _wait(serves, STARTS_WITHIN, "the kiosk has not started serving")


def stop(state_folder: Path) -> None:
    """End the kiosk; a visitor is told, and an emergency is kept.

    Raises:
        ServiceError: none runs, or it does not end.
    """
    ask(state_folder, "stop")
    _wait(lambda: not is_running(state_folder) or None, ENDS_WITHIN, "the kiosk does not end")


def restart(state_folder: Path) -> Snapshot:
    """Replace the process that serves; a visitor is told.

    Raises:
        ServiceError: none runs, or no new one comes.
    """
    before = ask(state_folder, "restart").snapshot

    def fresh() -> Snapshot | None:
        now = _snapshot(state_folder)
        return now if now and before and now.process != before.process else None

    return _wait(fresh, ENDS_WITHIN + STARTS_WITHIN, "the kiosk has not started again")


def _snapshot(state_folder: Path) -> Snapshot | None:
    """Tell how a kiosk is that has looked at its parts; None if there is none yet."""
    try:
        found = ask(state_folder, "status").snapshot
    except ServiceError as error:
        if str(error) != NOT_RUNNING:
            raise
        return None
    return found if found is not None and JUST_BEGUN not in found.reasons else None


def _wait(look: Callable[[], Result | None], seconds: float, trouble: str) -> Result:
    ends = time.monotonic() + seconds
    while (found := look()) is None:
        if time.monotonic() > ends:
            raise ServiceError(f"{trouble}; see run_kiosk.py status, and run_kiosk.py check")
        time.sleep(LOOK_EVERY)
    return found
