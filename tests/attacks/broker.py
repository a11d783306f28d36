"""B4: a stranger at an MQTT broker without passwords."""

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from kiosk.service.fleet.desk import Desk
from tests.attacks.attacked import (
    CALLED_WITHIN,
    Attacked,
    CallLostError,
    attacked,
)
from tests.kiosk.service.fleet.mosquitto import PATIENCE, Mosquitto, mosquitto

_NAME = "hall"
_PLACE = f"voice-kiosk/clinic/{_NAME}"
_HUGE = 150_000_000
_TAKEN_WITHIN = 30.0
_STAYS_FOR = 5.0
_LOADED_AFTER = 3.0
"""Seconds without growing after which a process has loaded what it needs."""
_GROWS_AT_MOST = 1.5
"""Times the most memory that the process had before."""


def stranger_clears(folder: Path) -> None:
    """B4. A stranger reads the call's id and sends "cleared"

    Attack: s is pressed; a stranger at the broker, which knows no passwords, reads the call and
        answers in the desk's name that it is cleared.
    Holds: the emergency stays; by `clear-emergency` it ends.
    """
    with _with_broker(folder) as (kiosk, broker), _stranger(broker.port) as stranger:
        with closing(Desk(broker.place, "clinic")) as desk:
            kiosk.press("s")
            _called_at(kiosk, desk)
            call = desk.kiosk(_NAME).alert
            assert call is not None
            cleared = {"version": 1, "id": call.id, "cleared": True, "person": True}
            stranger(f"{_PLACE}/answer", json.dumps(cleared).encode())
            over = kiosk.happens(lambda: kiosk.is_so(lambda now: not now.calls_staff), _STAYS_FOR)
        assert not over, "the emergency was ended by a stranger"
        kiosk.command("clear-emergency")
        kiosk.must("it is over", lambda: kiosk.is_so(lambda now: not now.calls_staff), 10.0)


def huge_message(folder: Path) -> None:
    """B4. A message of 150 MB, then s

    Attack: a stranger at the broker sends the kiosk a message of 150 MB; then s is pressed.
    Holds: the process takes less than half as much memory again, and the call reaches the desk.
    """
    with _with_broker(folder) as (kiosk, broker), _stranger(broker.port) as stranger:
        process = kiosk.process()
        # Recognizers are still being loaded when it begins to serve.
        grows = True
        while grows:
            before = _most_memory(process)
            grows = kiosk.happens(partial(_has_grown, process, before), _LOADED_AFTER)
        stranger(f"{_PLACE}/answer", bytes(_HUGE))
        kiosk.happens(lambda: _most_memory(process) > before * _GROWS_AT_MOST, 5.0)
        after = _most_memory(process)
        with closing(Desk(broker.place, "clinic")) as desk:
            kiosk.press("s")
            _called_at(kiosk, desk)
        assert kiosk.process() == process, "the process was replaced"
        assert after < before * _GROWS_AT_MOST, f"{before} kB at most before, {after} kB after"


def flood_of_messages(folder: Path) -> None:
    """B4. A flood of messages, then s

    Attack: a stranger sends the kiosk 20,000 messages that are none of a desk's; s is pressed
        meanwhile.
    Holds: staff are called, the call reaches the desk, and the process is the same as before.
    """
    with _with_broker(folder) as (kiosk, broker), _stranger(broker.port) as stranger:
        process = kiosk.process()
        with closing(Desk(broker.place, "clinic")) as desk:
            stranger(f"{_PLACE}/answer", b"{" * 10_000, 20_000)
            kiosk.press("s")
            kiosk.must_call()
            _called_at(kiosk, desk)
        assert kiosk.process() == process, "the process was replaced"


@contextmanager
def _with_broker(folder: Path) -> Iterator[tuple[Attacked, Mosquitto]]:
    with mosquitto(folder / "mosquitto") as broker:
        own = {
            "KIOSK_KIOSK_NAME": _NAME,
            "KIOSK_MQTT_HOST": "127.0.0.1",
            "KIOSK_MQTT_PORT": str(broker.port),
        }
        with attacked(folder, own) as kiosk:
            yield kiosk, broker


@contextmanager
def _stranger(port: int) -> Iterator[Callable[..., None]]:
    """Give what sends a message so many times, and waits until the broker has them all."""
    client = mqtt.Client(CallbackAPIVersion.VERSION2)
    client.connect("127.0.0.1", port)
    client.loop_start()

    def send(topic: str, payload: bytes, times: int = 1) -> None:
        sent = [client.publish(topic, payload, qos=1) for _ in range(times)]
        sent[-1].wait_for_publish(_TAKEN_WITHIN)

    try:
        yield send
    finally:
        client.disconnect()
        client.loop_stop()


def _called_at(kiosk: Attacked, desk: Desk) -> None:
    ends = time.monotonic() + max(CALLED_WITHIN, PATIENCE)
    while not ((seen := desk.kiosk(_NAME)).rings or seen.calls):
        if time.monotonic() > ends:
            raise CallLostError(f"the call did not reach the desk; it was {kiosk.calls} by command")
        kiosk.window.read_what_is_there()
        time.sleep(0.05)


def _has_grown(process: int, before: int) -> bool:
    return _most_memory(process) > before


def _most_memory(process: int) -> int:
    """Give the most memory that a process has had, in kB."""
    text = Path(f"/proc/{process}/status").read_text()
    found: Any = re.search(r"VmHWM:\s+(\d+) kB", text)
    return int(found[1])
