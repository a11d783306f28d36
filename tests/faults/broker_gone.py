"""Fault: the MQTT broker goes away for a while, and comes back."""

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
"""The name of paho's thread before the broker has named the client."""


class BrokerGone:
    """Runs the broker for one try of the fault."""

    def __init__(self, seconds: float) -> None:
        """Take the seconds for which the broker is away."""
        self._seconds = seconds
        self._broker: Mosquitto | None = None

    def prepare(self, folder: Path) -> None:
        """Start the broker."""
        place = folder / "mosquitto"
        place.mkdir()
        self._broker = Mosquitto(place, "allow_anonymous true")
        self._broker.start()

    def environment(self, _: Path) -> dict[str, str]:
        """Give the variables with which the kiosk calls through the broker."""
        assert self._broker is not None
        return {
            "KIOSK_KIOSK_NAME": NAME,
            "KIOSK_MQTT_HOST": "127.0.0.1",
            "KIOSK_MQTT_PORT": str(self._broker.port),
        }

    def undo(self, _: Path) -> None:
        """Stop the broker."""
        assert self._broker is not None
        self._broker.stop()

    def do(self, kiosk: Running) -> float | None:
        """Stop the broker for a while; give the seconds from its return until the desk knows."""
        assert self._broker is not None
        if kiosk.wait_for(lambda status: _desk_works(status) or status.emergency) is None:
            return None
        self._broker.stop()
        ends = time.monotonic() + self._seconds
        while time.monotonic() < ends:
            kiosk.terminal.read_what_is_there()
            time.sleep(0.1)
        # An emergency that begins while the broker is away must reach the desk afterwards.
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
    # No desk answers, so the only sign is that the channel has tried to reach it.
    return any(channel.name == "desk" for channel in status.channels)
