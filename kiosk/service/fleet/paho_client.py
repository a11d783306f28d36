"""paho's MQTT client, hardened for a desk and a kiosk."""

from collections.abc import Callable
from socket import gaierror

from paho.mqtt import client as mqtt
from paho.mqtt.enums import CallbackAPIVersion, MessageType, MQTTErrorCode
from paho.mqtt.exception import MalformedPacket

from kiosk.service.fleet.messages import LONGEST

LARGEST_PACKET = 4 * LONGEST
"""Bytes of an MQTT packet that is taken: a message with its topic and properties."""


class Client(mqtt.Client):
    """Sends a heartbeat each round of its thread, and survives hostile input.

    Two methods replace private ones of paho, which has nothing public in their place: the tests
    with a huge and with a malformed message (test_strangers.py, test_desk.py) fail with a release
    that has them no longer.

    Attributes:
        listens: its thread has been started and has not ended; paho tells nobody when it does.
    """

    def __init__(self, came_round: Callable[[], None]) -> None:
        """Call `came_round` on the thread, once a round."""
        super().__init__(CallbackAPIVersion.VERSION2, protocol=mqtt.MQTTv5)
        self._came_round = came_round
        self.listens = False

    def loop_forever(
        self, timeout: float = 1.0, retry_first_connection: bool = False
    ) -> MQTTErrorCode:
        """Listen until told to end; the thread runs this."""
        try:
            return super().loop_forever(timeout, retry_first_connection)
        finally:
            self.listens = False

    def loop_misc(self) -> MQTTErrorCode:
        """Do what is due at each round."""
        self._came_round()
        return super().loop_misc()

    def reconnect(self) -> MQTTErrorCode:
        """Connect again; raises OSError where that fails."""
        try:
            return super().reconnect()
        except UnicodeError as error:
            # Python calls a name wrong that has an empty part; paho's thread would end of that.
            raise gaierror(str(error)) from None

    def _sock_recv(self, bufsize: int) -> bytes:
        # A broker that ignores the bound, or somebody in its place, must not fill the memory. paho
        # takes a whole packet into it, and says nowhere else how long the one is that begins.
        if bufsize > LARGEST_PACKET:
            raise ConnectionError(f"a packet of more than {LARGEST_PACKET} bytes")
        return super()._sock_recv(bufsize)

    def _packet_handle(self) -> MQTTErrorCode:
        try:
            return super()._packet_handle()
        except MalformedPacket:
            if self._in_packet["command"] & 0xF0 != MessageType.PUBLISH:
                raise
            # The broker gives on what any kiosk publishes, and what it retains at each connecting:
            # to hang up, as paho does, would be to hear nobody from then on.
            return MQTTErrorCode.MQTT_ERR_SUCCESS
