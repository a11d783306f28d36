"""The MQTT broker that the settings name."""

from dataclasses import dataclass
from pathlib import Path

from kiosk.settings.service_sections import MqttSettings


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
        desk_may_clear_unprotected: a desk is trusted even where anybody can pretend to be it.
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
    def trusts_desk(self) -> bool:
        """What a desk says there may end an emergency, and restart the kiosk."""
        return self.protected or self.desk_may_clear_unprotected


def broker_of(mqtt: MqttSettings) -> Broker | None:
    """Give it; None: the settings name none."""
    if not mqtt.host:
        return None
    return Broker(
        mqtt.host,
        mqtt.port,
        mqtt.user,
        mqtt.password.get_secret_value(),
        mqtt.authority,
        mqtt.certificate,
        mqtt.key,
        mqtt.desk_may_clear_unprotected,
    )
