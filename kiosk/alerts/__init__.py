"""Ways to fetch staff: each is a channel, and an alert goes out on all of them at once."""

from kiosk.alerts.alerts import Alerts
from kiosk.alerts.channel import AlertChannel, News
from kiosk.alerts.local import LocalChannel

__all__ = ["AlertChannel", "Alerts", "LocalChannel", "News"]
