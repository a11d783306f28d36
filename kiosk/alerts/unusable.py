"""A channel that the settings name and that cannot be used with them."""

from kiosk.alerts.channel import News
from kiosk.visit.dialogue.actions import Urgency


class UnusableChannel:
    """Reaches nobody and says why; the kiosk calls on the other channels. See `AlertChannel`."""

    due: float | None = None
    working = False
    confirms = True

    def __init__(self, name: str, trouble: str) -> None:
        """Stand for the channel of that name."""
        self.name = name
        self.trouble = trouble

    def fetch(self, urgency: Urgency) -> None:
        """Do nothing."""

    def clear(self) -> None:
        """Do nothing."""

    def test(self) -> None:
        """Do nothing."""

    def progress(self) -> News:
        """Give nothing."""
        return News()

    def close(self) -> None:
        """Do nothing."""
