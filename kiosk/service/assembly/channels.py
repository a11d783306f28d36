"""Builds the alert channels that the settings name."""

from collections.abc import Callable
from pathlib import Path

from kiosk.alerts.channel import AlertChannel
from kiosk.alerts.command import CommandChannel
from kiosk.alerts.unusable import UnusableChannel
from kiosk.alerts.webhook import WebhookChannel
from kiosk.clock import Clock
from kiosk.errors import FleetError, KioskError
from kiosk.service.fleet.broker import broker_of
from kiosk.settings.service_sections import AlertSettings, MqttSettings
from kiosk.watchdog.disk import AT_ONCE, Disk
from kiosk.watchdog.marks import call_is_kept
from kiosk.watchdog.thread_heartbeats import ThreadHeartbeats


def configured_channels(
    alerts: AlertSettings,
    mqtt: MqttSettings,
    clock: Clock,
    restart: Callable[[], None] | None = None,
    *,
    state_folder: Path | None = None,
    disk: Disk = AT_ONCE,
    heartbeats: ThreadHeartbeats | None = None,
) -> list[AlertChannel]:
    """Give a channel for each way to call staff that is set; they begin at `progress`.

    Args:
        alerts: name the command, the webhook and this kiosk.
        mqtt: names the desk's broker.
        clock: tells when to call again.
        restart: of a kiosk in service, called when the desk wants that; None: it is not in service,
            and tells the desk nothing of how it is.
        state_folder: keeps what the desk is owed over a restart; None: nothing does.
        disk: writes what is to be kept over a restart.
        heartbeats: told as often as their threads come round; None: nobody is.

    Raises:
        FleetError: a name or certificate for MQTT cannot be used. A kiosk in service gets a channel
            that says so, because its other channels can still call staff.
    """
    channels: list[AlertChannel] = []
    if alerts.command:
        channels.append(CommandChannel(alerts.command, alerts.kiosk_name, clock))
    if alerts.webhook:
        token = alerts.webhook_token
        channels.append(
            WebhookChannel(alerts.webhook, alerts.kiosk_name, clock, token=token.get_secret_value())
        )
    if (broker := broker_of(mqtt)) is not None:
        # It takes long to load, and few kiosks have a desk.
        from kiosk.service.fleet.link import DeskLink  # noqa: PLC0415

        try:
            desk: AlertChannel = DeskLink(
                broker,
                mqtt.site,
                alerts.kiosk_name,
                clock,
                restart=restart if mqtt.restart else None,
                in_service=restart is not None,
                owed=None if state_folder is None else state_folder / "owed-to-desk",
                call_on=state_folder is not None and _call_is_on(state_folder),
                place=alerts.kiosk_place,
                disk=disk,
                heartbeats=heartbeats,
            )
        except FleetError as error:
            if restart is None:
                raise
            desk = UnusableChannel("desk", str(error))
        channels.append(desk)
    return channels


def _call_is_on(state_folder: Path) -> bool:
    """Tell whether a visitor's call was kept; `Marks` reports a folder that cannot be read."""
    try:
        return call_is_kept(state_folder)
    except KioskError:
        return False
