"""The alert channels that the settings name."""

from kiosk.alerts.channel import AlertChannel
from kiosk.alerts.command import CommandChannel
from kiosk.alerts.webhook import WebhookChannel
from kiosk.clock import Clock
from kiosk.settings import Settings


def configured_channels(settings: Settings, clock: Clock) -> list[AlertChannel]:
    """Give a channel for each way to fetch staff that is set; they begin at `progress`."""
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
    return channels
