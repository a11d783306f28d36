"""A connection to the MQTT broker that comes back by itself, on a thread of its own."""

import ssl
from collections.abc import Callable
from contextlib import suppress

from paho.mqtt import client as mqtt
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from kiosk.errors import FleetError
from kiosk.fleet.broker import Broker

SOONEST, LATEST = 1, 3
"""Seconds between two tries to connect, from the first to the last."""

KEEP_ALIVE = 10
"""Seconds of silence after which the broker counts one as gone, with half as much again."""


class Connection:
    """Publishes and listens while the broker is there, and tries again while it is not."""

    def __init__(
        self,
        broker: Broker,
        listens: tuple[str, ...],
        take: Callable[[str, bytes], None],
        *,
        will: tuple[str, bytes] | None = None,
        greet: Callable[[], None] = lambda: None,
    ) -> None:
        """Begin to connect.

        Args:
            broker: where.
            listens: topics to be told of.
            take: given topic and message, on the connection's thread.
            will: topic and retained message by which the broker tells that this one is gone.
            greet: called on that thread after each connecting.

        Raises:
            FleetError: a certificate cannot be used.
        """
        self.trouble = ""
        self._listens = listens
        self._take = take
        self._greet = greet
        self._where = f"the MQTT broker at {broker.host}:{broker.port}"
        self._client = mqtt.Client(CallbackAPIVersion.VERSION2, protocol=mqtt.MQTTv5)
        self._client.reconnect_delay_set(SOONEST, LATEST)
        self._client.on_connect = self._connected
        self._client.on_disconnect = self._disconnected
        self._client.on_connect_fail = self._unreachable
        self._client.on_message = self._message
        if broker.user:
            self._client.username_pw_set(broker.user, broker.password or None)
        if broker.authority is not None:
            self._use_tls(broker)
        if will is not None:
            self._client.will_set(will[0], will[1], qos=1, retain=True)
        self._unreachable(self._client, None)
        self._client.connect_async(broker.host, broker.port, KEEP_ALIVE)
        self._client.loop_start()

    @property
    def connected(self) -> bool:
        """The broker is there, and lets this one in."""
        return not self.trouble

    def publish(
        self, topic: str, message: bytes, *, retained: bool = False
    ) -> mqtt.MQTTMessageInfo | None:
        """Send at least once (QoS 1); None: there is no connection, and nothing is kept for one."""
        if not self.connected:
            return None
        return self._client.publish(topic, message, qos=1, retain=retained)

    def close(self) -> None:
        """Take leave; the broker does not tell the will."""
        self._client.disconnect()
        self._client.loop_stop()

    def _use_tls(self, broker: Broker) -> None:
        try:
            self._client.tls_set(
                ca_certs=str(broker.authority),
                certfile=str(broker.certificate) if broker.certificate else None,
                keyfile=str(broker.key) if broker.key else None,
                tls_version=ssl.PROTOCOL_TLS_CLIENT,
            )
        except (OSError, ValueError) as error:
            raise FleetError(
                f"the certificates for MQTT cannot be used: {error}; correct mqtt_authority, "
                "mqtt_certificate and mqtt_key in the settings"
            ) from None

    def _connected(
        self,
        client: mqtt.Client,
        _data: object,
        _flags: mqtt.ConnectFlags,
        reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        if reason.is_failure:
            self.trouble = (
                f"{self._where} refuses: {str(reason).lower()}; check mqtt_user, mqtt_password and "
                "mqtt_certificate in the settings"
            )
            return
        for topic in self._listens:
            client.subscribe(topic, qos=1)
        self.trouble = ""
        self._greet()

    def _disconnected(
        self,
        client: mqtt.Client,
        _data: object,
        _flags: mqtt.DisconnectFlags,
        _reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        if not self.trouble:
            self._unreachable(client, None)

    def _unreachable(self, _client: mqtt.Client, _data: object) -> None:
        self.trouble = f"{self._where} cannot be reached; check the network, and mqtt_host"

    def _message(self, _client: mqtt.Client, _data: object, message: mqtt.MQTTMessage) -> None:
        with suppress(FleetError):  # what is none of theirs does them no harm
            self._take(message.topic, bytes(message.payload))
