"""The MQTT broker that the settings name."""

from dataclasses import dataclass
from pathlib import Path

from kiosk.settings.model import Settings


@dataclass(frozen=True, slots=True)
class Broker:
    """Where the broker is, and who connects.

    Attributes:
        host: its name or address.
        port: usually 1883, and 8883 with TLS.
        user: "" for none.
        password: "" for none.
        authority: certificates that vouch for the broker; None for no TLS.
        certificate: of the client; None for none.
        key: of that certificate.
        desk_may_clear_unprotected: a desk may end emergencies even where anybody can pretend to be
            it.
    """

    host: str
    port: int
    user: str = ""
    password: str = ""
    authority: Path | None = None
    certificate: Path | None = None
    key: Path | None = None
    desk_may_clear_unprotected: bool = False

    @property
    def protected(self) -> bool:
        """Whether nobody can read or write there without a password or a certificate."""
        return self.authority is not None and bool(self.password or self.certificate)

    @property
    def desk_may_clear(self) -> bool:
        """Whether a desk's message there may end an emergency."""
        return self.protected or self.desk_may_clear_unprotected


def broker_of(settings: Settings) -> Broker | None:
    """Give the broker; None if the settings name none."""
    if not settings.mqtt_host:
        return None
    return Broker(
        settings.mqtt_host,
        settings.mqtt_port,
        settings.mqtt_user,
        settings.mqtt_password.get_secret_value(),
        settings.mqtt_authority,
        settings.mqtt_certificate,
        settings.mqtt_key,
        settings.mqtt_desk_may_clear_unprotected,
    )
