"""What an earlier process left to continue: an emergency, a call, a visit, the pad's lock."""

from pathlib import Path

from kiosk.errors import KioskError
from kiosk.notices import Notices
from kiosk.settings.model import Settings
from kiosk.status.vitals import Vitals
from kiosk.visit.dialogue.actions import Action, KeepEmergency
from kiosk.visit.dialogue.events import Started
from kiosk.visit.dialogue.pad_state import SHORT_CODE, SHORTEST_SAFE
from kiosk.visit.loop.pad_keeper import PadKeeper
from kiosk.visit.loop.ports import Observer
from kiosk.visit.screen.screens import Screens
from kiosk.watchdog.disk import Disk
from kiosk.watchdog.marks import Marks

KEPT_EMERGENCY = (
    "An emergency was kept from before; staff end it with the staff code, or with: "
    "run_kiosk.py clear-emergency"
)
_KEPT = "kept emergency"


def started_with(marks: Marks | None, pad: PadKeeper, vitals: Vitals, notices: Notices) -> Started:
    """Give what was kept from before; a kept emergency is reported from the first moment."""
    started = Started(
        emergency=marks is not None and marks.emergency,
        interrupted=marks is not None and marks.visit,
        staff_pad=pad.kept,
        call_age=marks.call_age if marks is not None else None,
        call_taken=marks is not None and marks.call_taken,
    )
    vitals.call = started.call_age is not None
    if started.emergency:
        # Until then nobody may be told that it is over, or that it is a new one.
        vitals.emergency = True
        notices.put(_KEPT, KEPT_EMERGENCY)
    return started


class EmergencyOver(Observer):
    """Removes the notice of a kept emergency when staff have ended it."""

    def __init__(self, notices: Notices) -> None:
        """Remove it from `notices`."""
        self._notices = notices

    def on_action(self, now: float, action: Action) -> None:
        """Look for the end of the emergency."""
        if action == KeepEmergency(latched=False):
            self._notices.put(_KEPT, "")


def kept_pad(settings: Settings, notices: Notices, disk: Disk) -> PadKeeper:
    """Keep the staff code's lock, and say where the code is too short to be safe."""
    if 0 < len(settings.alerts.staff_code) < SHORTEST_SAFE:
        notices.put("short staff code", SHORT_CODE)
    file = settings.storage.state_folder / "staff-pad"
    return PadKeeper(file, lambda text: notices.put("staff pad", text), disk)


def kept_marks(state_folder: Path, screen: Screens, disk: Disk) -> Marks | None:
    """Give the marks, or say why there are none."""
    try:
        notices = Notices(screen)
        return Marks(state_folder, lambda text: notices.put("marks", text), disk)
    except KioskError as error:
        screen.notice(str(error))
        return None
