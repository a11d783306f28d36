"""Whether a kiosk runs on this machine, and whether it is in service."""

from pathlib import Path

from kiosk.errors import ServiceError
from kiosk.service.checkup.finding import Finding
from kiosk.service.control.client import ANOTHERS, NOT_RUNNING, ask
from kiosk.service.control.door import lock_holder, runtime_folder
from kiosk.status.snapshot import JUST_BEGUN, Snapshot

START = "run_kiosk.py start"
CHECK = "run_kiosk.py check"

ANSWERS_WITHIN = 12.0
"""Seconds for its answer: one that hangs is replaced within 10, unless all that looks after it
hangs too."""

ANSWERS_AGAIN_WITHIN = 2.0
"""Seconds for the answer of a kiosk that has just answered."""


class RunningKiosk:
    """The kiosk of a state folder, asked once."""

    def __init__(self, state_folder: Path) -> None:
        """Ask it; giving up on one that hangs takes some seconds."""
        self._folder = state_folder
        self._trouble: ServiceError | None = None
        self._snapshot: Snapshot | None = None
        try:
            self._snapshot = ask(self._folder, "status", ANSWERS_WITHIN).snapshot
        except ServiceError as error:
            self._trouble = error

    @property
    def snapshot(self) -> Snapshot | None:
        """How it is; None if none runs or it does not answer."""
        return self._snapshot

    @property
    def used(self) -> bool:
        """Whether somebody is in a visit or staff are called: then nothing may be tried."""
        return self._snapshot is not None and _is_used(self._snapshot)

    @property
    def anothers(self) -> bool:
        """Whether it belongs to another user and does not tell this one how it is."""
        return str(self._trouble) == ANOTHERS

    def used_now(self) -> bool:
        """Ask again, on any thread, whether somebody is in a visit: one may have just begun."""
        if self._snapshot is None:
            return False
        try:
            now = ask(self._folder, "status", ANSWERS_AGAIN_WITHIN).snapshot
        except ServiceError:
            return self.used
        return now is not None and _is_used(now)

    def finding(self) -> Finding:
        """Tell whether it is in service, and what to do if it is not."""
        if self._snapshot is None:
            return self._unanswered()
        snapshot = self._snapshot
        lacks = list(snapshot.reasons) if not snapshot.in_service else []
        lacks += [] if snapshot.hears else ["it does not hear"]
        lacks += [] if snapshot.sounds else ["it does not sound"]
        if JUST_BEGUN in lacks:
            return Finding(JUST_BEGUN, "unfit")
        if lacks:
            return Finding(
                f"it runs but is not fully in service ({'; '.join(dict.fromkeys(lacks))}); mend "
                "what stands above; if this stays, restart it: run_kiosk.py restart",
                "unfit",
            )
        visit = ", somebody is there: nothing is played, no test alert sent" if self.used else ""
        return Finding(f"{snapshot.kiosk} is in service{visit}")

    def _unanswered(self) -> Finding:
        if str(self._trouble) == NOT_RUNNING:
            if (runtime_folder(self._folder) / "lock").exists():
                return Finding(f"no kiosk runs here any more; start it: {START}", "unfit")
            return Finding(f"no kiosk was ever started here; start it: {START}", "look")
        if self.anothers:
            return Finding(f"it is another user's; check as root: sudo python3 {CHECK}", "unfit")
        process = lock_holder(self._folder)
        if process is None or "does not answer" not in str(self._trouble):
            return Finding(str(self._trouble), "unfit")
        return Finding(
            f"the kiosk hangs and answers nobody; end it and start it again: "
            f"kill -9 {process}; {START}",
            "unfit",
        )


def _is_used(snapshot: Snapshot) -> bool:
    return snapshot.visit or snapshot.calls_staff
