"""Calls staff: each way to reach them is a channel; an alert goes out on all at once."""

from kiosk.alerts.alerts import Alerts
from kiosk.alerts.channel import AlertChannel, News
from kiosk.alerts.local import LocalChannel

__all__ = ["AlertChannel", "Alerts", "LocalChannel", "News"]
