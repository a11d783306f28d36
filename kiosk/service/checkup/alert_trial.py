"""Sends a test on every alert channel, and waits for the results."""

from collections.abc import Iterator
from contextlib import closing
from time import sleep

from kiosk.alerts import Alerts
from kiosk.alerts.channel import AlertChannel
from kiosk.clock import LiveClock
from kiosk.service.assembly.channels import configured_channels
from kiosk.service.checkup.finding import Finding
from kiosk.settings.service_sections import AlertSettings, MqttSettings
from kiosk.status.snapshot import Snapshot

ANSWERS_WITHIN = 18.0
"""Seconds in which a channel must have answered its test; most do at once."""

_LOOK_EVERY = 0.05

_LOCAL = "local"


class AlertTrial:
    """Sends the tests when it is made; they run while other parts are tried."""

    def __init__(self, alerts: AlertSettings, mqtt: MqttSettings) -> None:
        """Begin.

        Raises:
            FleetError: a name or certificate for MQTT cannot be used.
        """
        self._clock = LiveClock()
        self._ends = self._clock.now() + ANSWERS_WITHIN
        self._channels: list[AlertChannel] = configured_channels(alerts, mqtt, self._clock)
        self._alerts = Alerts(self._channels)
        self._alerts.progress()

    def findings(self) -> Iterator[tuple[str, Finding]]:
        """Give the name of each channel with the result of its test."""
        with closing(self._alerts):
            while self._clock.now() < self._ends and not all(map(_has_answered, self._channels)):
                sleep(_LOOK_EVERY)
                self._alerts.progress()
            for name, working, trouble in self._alerts.channels:
                unfit = trouble or "has not answered; see that it runs"
                yield name, Finding("took the test") if working else Finding(unfit, "unfit")


def told_channels(kiosk: Snapshot) -> Iterator[tuple[str, Finding]]:
    """Give what the running kiosk knows of its channels: a test could be taken for a call."""
    for channel in kiosk.channels:
        if channel.name != _LOCAL:
            works = Finding("works, says the running kiosk; not tested now")
            yield channel.name, works if channel.working else Finding(channel.detail, "unfit")


def local_alert(speaker: Finding, kiosk: Snapshot | None, *, others: bool) -> Finding:
    """Tell whether the kiosk's own sound and screen call staff.

    Args:
        speaker: how it is.
        kiosk: how the one that runs here is; None: none does.
        others: the settings name other channels too.
    """
    elsewhere = "alert_command, alert_webhook or mqtt_host in the settings reach staff elsewhere"
    alone = "" if others else f" alone; {elsewhere}"
    if speaker.verdict != "unfit":
        return Finding(f"this kiosk's own sound and screen{alone}")
    if kiosk is not None and kiosk.page == "shown":
        return Finding(
            f"this kiosk's own screen; the speaker's line says why it does not ring{alone}"
        )
    return Finding(
        "an emergency would not ring here; do first what the line on the speaker says", "unfit"
    )


def _has_answered(channel: AlertChannel) -> bool:
    return channel.working or bool(channel.trouble)
