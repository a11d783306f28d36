"""The MQTT broker goes away for a while, and comes back."""

import time
from contextlib import closing
from pathlib import Path

from kiosk.service.fleet.broker import Broker
from kiosk.service.fleet.desk import Desk
from kiosk.status.snapshot import Snapshot
from tests.faults.running import Running
from tests.kiosk.service.fleet.mosquitto import Mosquitto

NAME = "hall"

BROKER_THREAD = "paho-mqtt-client-"
"""How paho calls its thread before the broker has named the client."""


class BrokerGone:
    """Holds the broker of one try."""

    def __init__(self, seconds: float) -> None:
        """Let it be away for so long."""
        self._seconds = seconds
        self._broker: Mosquitto | None = None

    def prepare(self, folder: Path) -> None:
        """Start it."""
        place = folder / "mosquitto"
        place.mkdir()
        self._broker = Mosquitto(place, "allow_anonymous true")
        self._broker.start()

    def environment(self, _: Path) -> dict[str, str]:
        """Let the kiosk call through it."""
        assert self._broker is not None
        return {
            "KIOSK_KIOSK_NAME": NAME,
            "KIOSK_MQTT_HOST": "127.0.0.1",
            "KIOSK_MQTT_PORT": str(self._broker.port),
        }

    def undo(self, _: Path) -> None:
        """Stop it."""
        assert self._broker is not None
        self._broker.stop()

    def do(self, kiosk: Running) -> float | None:
        """Take it away; give the seconds from its return until the desk is reached again."""
        assert self._broker is not None
        if kiosk.wait_for(lambda status: _desk_works(status) or status.emergency) is None:
            return None
        self._broker.stop()
        ends = time.monotonic() + self._seconds
        while time.monotonic() < ends:
            kiosk.terminal.read_what_is_there()
            time.sleep(0.1)
        # Called while the broker is away, an emergency must be at the desk afterwards.
        kiosk.terminal.press("s")
        kiosk.wait_for(lambda status: status.emergency)
        with closing(Desk(Broker("127.0.0.1", self._broker.port), "clinic")) as desk:
            self._broker.start()
            return kiosk.wait_for(
                lambda status: (
                    status.in_service
                    and any(seen.name == NAME and seen.alert is not None for seen in desk.kiosks)
                )
            )


def _desk_works(status: Snapshot) -> bool:
    # Without a desk that answers, a channel that has asked is all there is to see.
    return any(channel.name == "desk" for channel in status.channels)
