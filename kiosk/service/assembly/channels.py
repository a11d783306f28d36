"""Builds the alert channels that the settings name."""

from collections.abc import Callable

from kiosk.alerts.channel import AlertChannel
from kiosk.alerts.command import CommandChannel
from kiosk.alerts.unusable import UnusableChannel
from kiosk.alerts.webhook import WebhookChannel
from kiosk.clock import Clock
from kiosk.errors import FleetError
from kiosk.service.fleet.broker import broker_of
from kiosk.settings.model import Settings
from kiosk.watchdog.disk import AT_ONCE, Disk
from kiosk.watchdog.thread_heartbeats import Pulse


def configured_channels(
    settings: Settings,
    clock: Clock,
    restart: Callable[[], None] | None = None,
    disk: Disk = AT_ONCE,
    pulse: Pulse | None = None,
) -> list[AlertChannel]:
    """Give a channel for each way to call staff that is set; they begin at `progress`.

    Args:
        settings: name them.
        clock: tells when to call again.
        restart: of a kiosk in service, called when the desk orders a restart; None: it is not in
            service, and does not tell the desk how it is.
        disk: writes what must survive a restart.
        pulse: gets the heartbeats of their threads; None if nobody checks them.

    Raises:
        FleetError: a name or certificate for MQTT cannot be used. A kiosk in service gets a channel
            that says so, because its other channels can still call staff.
    """
    channels: list[AlertChannel] = []
    if settings.alert_command:
        channels.append(CommandChannel(settings.alert_command, settings.kiosk_name, clock))
    if settings.alert_webhook:
        token = settings.alert_webhook_token
        channels.append(
            WebhookChannel(
                settings.alert_webhook,
                settings.kiosk_name,
                clock,
                token=token.get_secret_value(),
            )
        )
    if (broker := broker_of(settings)) is not None:
        # It takes long to load, and few kiosks have a desk.
        from kiosk.service.fleet.link import DeskLink  # noqa: PLC0415

        try:
            desk: AlertChannel = DeskLink(
                broker,
                settings.mqtt_site,
                settings.kiosk_name,
                clock,
                restart=restart if settings.mqtt_restart else None,
                in_service=restart is not None,
                owed=settings.state_folder / "owed-to-desk" if restart is not None else None,
                disk=disk,
                pulse=pulse,
            )
        except FleetError as error:
            if restart is None:
                raise
            desk = UnusableChannel("desk", str(error))
        channels.append(desk)
    return channels
