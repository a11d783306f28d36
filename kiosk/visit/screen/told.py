"""What every screen shows until it is over, besides the visit."""

from dataclasses import dataclass

from kiosk.visit.dialogue.actions import Urgency


@dataclass(frozen=True, slots=True)
class Told:
    """What stands now; it outlives a visit.

    Attributes:
        notices: lines for staff about the kiosk itself, such as what is missing.
        alert: how staff are being fetched; None: they are not.
    """

    notices: tuple[str, ...] = ()
    alert: Urgency | None = None
