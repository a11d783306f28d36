"""A call that no desk has taken survives the kiosk's process; a visitor's call stays the same."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from kiosk.alerts import Alerts
from kiosk.clock import LiveClock
from kiosk.service.assembly.channels import configured_channels
from kiosk.service.fleet.desk import Desk
from kiosk.settings.model import Settings
from kiosk.visit.dialogue.actions import AlertStaff
from kiosk.watchdog.marks import Marks
from tests.kiosk.service.fleet.mosquitto import Mosquitto
from tests.waiting import until

pytestmark = pytest.mark.broker

ID = "0123456789abcdef" * 2


class Process:
    """What a kiosk's process calls staff with, and the lines that it shows them."""

    def __init__(self, folder: Path, broker: Mosquitto) -> None:
        settings = Settings.of(
            state_folder=folder,
            kiosk_name="hall",
            mqtt_host="127.0.0.1",
            mqtt_port=broker.port,
        )
        self.lines: list[str] = []
        channels = configured_channels(
            settings.alerts,
            settings.mqtt,
            LiveClock(),
            restart=lambda: None,
            state_folder=settings.storage.state_folder,
        )
        self.alerts = Alerts(channels, self.lines.append)

    def until(self, reached: Callable[[], bool]) -> None:
        def goes_on() -> bool:
            self.alerts.progress()
            return reached()

        until(goes_on)


@contextmanager
def process(folder: Path, broker: Mosquitto) -> Iterator[Process]:
    one = Process(folder, broker)
    with closing(one.alerts):
        yield one


def kept(folder: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((folder / "owed-to-desk").read_text())
    return found


def test_a_call_made_while_the_broker_is_away_comes_after_a_restart_and_once(
    tmp_path: Path, broker: Mosquitto
) -> None:
    broker.stop()
    with process(tmp_path, broker) as before:
        before.alerts.fetch(AlertStaff("attention"))
        first = kept(tmp_path)
        before.alerts.fetch(AlertStaff("attention"))
        before.until(lambda: bool(before.alerts.trouble))
    assert kept(tmp_path) == first
    assert set(first) == {"event", "id", "at"}
    assert (tmp_path / "owed-to-desk").stat().st_mode & 0o077 == 0
    broker.start()
    with process(tmp_path, broker) as after, closing(Desk(broker.place, "clinic")) as desk:
        after.until(lambda: desk.kiosk("hall").wants_staff)
        alert = desk.kiosk("hall").alert
        assert alert is not None
        assert alert.id == first["id"]
        after.until(lambda: not (tmp_path / "owed-to-desk").exists())
    with process(tmp_path, broker) as last, closing(Desk(broker.place, "clinic")) as desk:
        last.until(lambda: last.alerts.working)
        assert desk.kiosk("hall").alert == alert


def test_that_an_emergency_is_over_is_told_after_a_restart_too(
    tmp_path: Path, broker: Mosquitto
) -> None:
    with closing(Desk(broker.place, "clinic")) as desk:
        with process(tmp_path, broker) as before:
            before.alerts.fetch(AlertStaff("emergency"))
            before.until(lambda: desk.kiosk("hall").rings)
            broker.stop()
            before.alerts.clear()
        assert kept(tmp_path)["event"] == "cleared"
        broker.start()
        with process(tmp_path, broker) as after:
            after.until(lambda: desk.kiosk("hall").alert is None)


def test_an_emergency_replaces_a_call_for_attention_on_the_disk_as_well(
    tmp_path: Path, broker: Mosquitto
) -> None:
    broker.stop()
    with process(tmp_path, broker) as before:
        before.alerts.fetch(AlertStaff("attention"))
        before.alerts.fetch(AlertStaff("emergency"))
    assert not (tmp_path / "owed-to-desk").exists()


def test_a_call_that_was_taken_is_the_same_call_after_a_restart(
    tmp_path: Path, broker: Mosquitto
) -> None:
    marks = Marks(tmp_path)
    with closing(Desk(broker.place, "clinic")) as desk:
        with process(tmp_path, broker) as before:
            marks.keep_call(0.0, taken=False)
            before.alerts.fetch(AlertStaff("call"))
            before.until(lambda: desk.kiosk("hall").needs == "call")
            first = desk.kiosk("hall").alert
            assert first is not None
            assert desk.acknowledge("hall", first.id)
            before.until(lambda: desk.kiosk("hall").told)
            marks.keep_call(0.0, taken=True)
        with process(tmp_path, broker) as after:
            after.until(lambda: after.alerts.working)
            after.alerts.fetch(AlertStaff("call"))
            after.until(lambda: desk.kiosk("hall").alert != first)
            again = desk.kiosk("hall")
            assert again.alert is not None
            assert again.alert.id == first.id
            assert again.alert.age > first.age
            assert again.acknowledged, "nobody has to take it twice"
            after.alerts.clear()
            after.until(lambda: not (tmp_path / "owed-to-desk").exists())
            after.alerts.fetch(AlertStaff("call"))
            after.until(lambda: desk.kiosk("hall").needs == "call")
            assert not desk.kiosk("hall").acknowledged, "this is another call"


def test_a_call_that_was_ended_while_the_kiosk_was_off_is_not_gone_on_with(
    tmp_path: Path, broker: Mosquitto
) -> None:
    ids = []
    for _ in range(2):
        with process(tmp_path, broker) as one, closing(Desk(broker.place, "clinic")):
            one.until(lambda: one.alerts.working)
            one.alerts.fetch(AlertStaff("call"))
            ids.append(kept(tmp_path)["id"])
    assert len(set(ids)) == 2


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\0",
        b"[" * 1000,
        b"{}",
        b"9" * 100_000,
        f'{{"event": "emergency", "id": "{ID}", "at": 1}}'.encode(),
        f'{{"event": "attention", "id": "{ID}", "at": NaN}}'.encode(),
        f'{{"event": "attention", "id": "{ID}", "at": 1, "said": "yes"}}'.encode(),
    ],
)
def test_what_cannot_be_read_is_told_once_and_set_aside(
    tmp_path: Path, broker: Mosquitto, content: bytes
) -> None:
    (tmp_path / "owed-to-desk").write_bytes(content)
    with process(tmp_path, broker) as one:
        for _ in range(3):
            one.alerts.progress()
    told = [line for line in one.lines if "cannot be read" in line]
    assert len(told) == 1
    assert told[0].endswith("see whether staff are needed at this kiosk")
    assert (tmp_path / "owed-to-desk.damaged").read_bytes() == content
    assert not (tmp_path / "owed-to-desk").exists()


def test_a_call_of_yesterday_is_dropped_and_that_is_told(tmp_path: Path, broker: Mosquitto) -> None:
    old = {"event": "attention", "id": ID, "at": time.time() - 20 * 3600}
    (tmp_path / "owed-to-desk").write_text(json.dumps(old))
    with process(tmp_path, broker) as one, closing(Desk(broker.place, "clinic")) as desk:
        one.until(lambda: one.alerts.working)
        assert desk.kiosk("hall").alert is None
    assert [line for line in one.lines if "over 4 hours old, and is dropped" in line]
    assert not (tmp_path / "owed-to-desk").exists()


def test_what_cannot_be_kept_is_told_and_called_all_the_same(
    tmp_path: Path, broker: Mosquitto
) -> None:
    with process(tmp_path / "gone", broker) as one, closing(Desk(broker.place, "clinic")) as desk:
        one.alerts.fetch(AlertStaff("attention"))
        one.until(lambda: desk.kiosk("hall").wants_staff)
    assert [line for line in one.lines if "cannot be kept over a restart" in line]
