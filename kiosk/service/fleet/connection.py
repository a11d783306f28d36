"""A connection to the MQTT broker that reconnects by itself, on a thread of its own."""

import ssl
import sys
from collections.abc import Callable
from socket import gaierror

from paho.mqtt import client as mqtt
from paho.mqtt.enums import MQTTErrorCode
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode
from paho.mqtt.subscribeoptions import SubscribeOptions

from audio.errors import reason_of
from kiosk.errors import FleetError
from kiosk.service.fleet.broker import Broker
from kiosk.service.fleet.paho_client import LARGEST_PACKET, Client
from kiosk.watchdog.thread_heartbeats import BEAT_EVERY

SOONEST, LATEST = 1, 3
"""Seconds between two tries to connect, from the first to the last."""

KEEP_ALIVE = 10
"""Seconds of silence after which the broker counts one as gone, with half as much again."""

CONNECTS_WITHIN = 180.0
"""Seconds that one try to connect may take: looking a name up is the longest of it."""

MOST_UNCONFIRMED = 5000
"""Messages that may wait for the broker to confirm them; a desk answers 2,000 kiosks at once."""

_FROM_NOW_ON = SubscribeOptions(
    qos=1, noLocal=True, retainHandling=SubscribeOptions.RETAIN_DO_NOT_SEND
)


class Connection:
    """Publishes and listens while the broker is there, and tries again while it is not."""

    def __init__(
        self,
        broker: Broker,
        listens: tuple[str, ...],
        take: Callable[[str, bytes], None],
        *,
        once: tuple[str, ...] = (),
        will: tuple[str, bytes] | None = None,
        greet: Callable[[], None] = lambda: None,
        beat: Callable[[float], None] = lambda _: None,
    ) -> None:
        """Get ready; nothing comes before `open`.

        Args:
            broker: where.
            listens: topics to be told of.
            take: given topic and message, on the connection's thread.
            once: topics of which only what others send from now on counts: what a broker retains
                would be done again at each connecting.
            will: topic and retained message by which the broker tells that this one is gone.
            greet: called on that thread after each connecting.
            beat: called each round of that thread, with the seconds that may pass
                until the next round.

        Raises:
            FleetError: a certificate cannot be used.
        """
        self._unconnected = self._refused = self._fault = ""
        self._secured = broker.authority is not None
        self._listens = listens
        self._once = once
        self._take = take
        self._greet = greet
        self._where = f"the MQTT broker at {broker.host}:{broker.port}"
        self._beat = beat
        self._client = Client(lambda: beat(BEAT_EVERY if self.connected else CONNECTS_WITHIN))
        self._client.reconnect_delay_set(SOONEST, LATEST)
        self._client.max_queued_messages_set(MOST_UNCONFIRMED)
        self._client.on_connect = self._connected
        self._client.on_disconnect = self._disconnected
        self._client.on_connect_fail = self._unreachable
        self._client.on_message = self._message
        self._client.on_subscribe = self._subscribed
        self._client.on_publish = self._published
        if broker.user:
            self._client.username_pw_set(broker.user, broker.password or None)
        if broker.authority is not None:
            self._use_tls(broker)
        if will is not None:
            self._client.will_set(will[0], will[1], qos=1, retain=True)
        self._unreachable(self._client, None)
        # The broker drops larger messages.
        bounds = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
        bounds.MaximumPacketSize = LARGEST_PACKET
        self._client.connect_async(broker.host, broker.port, KEEP_ALIVE, properties=bounds)

    def open(self) -> None:
        """Begin to connect; the receiver of messages must be complete by then."""
        self._client.listens = True
        self._client.loop_start()

    @property
    def trouble(self) -> str:
        """One line that says what is wrong and what to do; "": nothing."""
        if not self._client.listens:
            return f"{self._where} is no longer listened to; start this again"
        return self._unconnected or self._refused or self._fault

    @property
    def connected(self) -> bool:
        """Whether the broker is there and accepts this client."""
        return not self._unconnected

    def publish(
        self, topic: str, message: bytes, *, retained: bool = False
    ) -> mqtt.MQTTMessageInfo | None:
        """Send at least once (QoS 1).

        Returns:
            None: nothing is sent or kept, for there is no connection, or too much waits already
            for a broker that confirms nothing.
        """
        if not self.connected:
            return None
        sent = self._client.publish(topic, message, qos=1, retain=retained)
        return None if sent.rc == MQTTErrorCode.MQTT_ERR_QUEUE_SIZE else sent

    def close(self) -> None:
        """Disconnect; the broker does not publish the will."""
        self._client.disconnect()
        self._client.loop_stop()
        self._client.disconnect()  # also what was only just being connected, which paho leaves open

    def _use_tls(self, broker: Broker) -> None:
        for setting, file in (
            ("mqtt_authority", broker.authority),
            ("mqtt_certificate", broker.certificate),
            ("mqtt_key", broker.key),
        ):
            try:
                if file is not None:
                    file.open("rb").close()
            except OSError as error:
                reason = reason_of(error)
                raise FleetError(
                    f"{file}: cannot be read: {reason}; correct {setting} in the settings"
                ) from None
        try:
            self._client.tls_set(
                ca_certs=str(broker.authority),
                certfile=str(broker.certificate) if broker.certificate else None,
                keyfile=str(broker.key) if broker.key else None,
                tls_version=ssl.PROTOCOL_TLS_CLIENT,
            )
        except (OSError, ValueError) as error:
            raise FleetError(
                f"the certificates for MQTT cannot be used: {_in_words(error)}; see whether "
                "mqtt_authority, mqtt_certificate and mqtt_key name PEM files that go together"
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
            self._unconnected = (
                f"{self._where} refuses: {str(reason).lower()}; check mqtt_user, mqtt_password and "
                "mqtt_certificate in the settings"
            )
            return
        for topic in self._listens:
            client.subscribe(topic, qos=1)
        for topic in self._once:
            client.subscribe(topic, options=_FROM_NOW_ON)
        self._unconnected = self._refused = ""
        self._guarded(self._greet)

    def _disconnected(
        self,
        client: mqtt.Client,
        _data: object,
        _flags: mqtt.DisconnectFlags,
        _reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        if not self._unconnected:
            self._unreachable(client, None)

    def _unreachable(self, _client: mqtt.Client, _data: object) -> None:
        # paho calls this inside its `except`, and gives the error in no other way.
        reason = self._reason(sys.exception())
        self._unconnected = f"{self._where} cannot be reached{reason}"
        self._beat(CONNECTS_WITHIN)

    def _reason(self, error: BaseException | None) -> str:
        match error:
            case gaierror():
                return ": no machine of that name is found; check the network, and mqtt_host"
            case ConnectionRefusedError():
                return ": nothing listens there; see whether it runs, and check mqtt_port"
            case ssl.SSLCertVerificationError():
                return (
                    f": its certificate does not hold: {error.verify_message.lower()}; check "
                    "mqtt_authority, and that mqtt_host is the name in that certificate"
                )
            case ssl.SSLError():
                return f": {_in_words(error)}; check mqtt_port (8883 with TLS)"
        if self._secured:
            return "; check the network, mqtt_host, mqtt_port (8883 with TLS) and mqtt_certificate"
        return "; check the network, and mqtt_host"

    def _subscribed(
        self,
        _client: mqtt.Client,
        _data: object,
        _number: int,
        reasons: list[ReasonCode],
        _properties: Properties | None,
    ) -> None:
        self._look_for_refusal("does not let this one listen", *reasons)

    def _published(
        self,
        _client: mqtt.Client,
        _data: object,
        _number: int,
        reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        self._look_for_refusal("does not take what this one tells", reason)

    def _look_for_refusal(self, what: str, *reasons: ReasonCode) -> None:
        refusals = [str(reason).lower() for reason in reasons if reason.is_failure]
        if refusals:
            self._refused = (
                f"{self._where} {what}: {refusals[0]}; check its rules (fleet --acl), and mqtt_user"
            )

    def _message(self, _client: mqtt.Client, _data: object, message: mqtt.MQTTMessage) -> None:
        self._guarded(lambda: self._take(message.topic, bytes(message.payload)))

    def _guarded(self, call: Callable[[], None]) -> None:
        """Whatever it raises must not end the thread: nobody would hear anything from then on."""
        try:
            call()
        except FleetError:
            return  # ignore a message that is not theirs
        except Exception as error:
            self._fault = f"a message over MQTT cannot be handled: {error!r}; start this again"
            return
        self._fault = ""


def _in_words(error: OSError | ValueError) -> str:
    """Give the reason without the place in OpenSSL's source."""
    reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or str(error)
    return str(reason).replace("_", " ").lower()
