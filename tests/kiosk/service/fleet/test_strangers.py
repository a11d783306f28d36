"""Strangers at the broker can neither end an emergency nor fill the memory."""

import resource
import socket
import struct
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from kiosk.alerts import News
from kiosk.clock import LiveClock
from kiosk.service.fleet import connection
from kiosk.service.fleet.broker import Broker
from kiosk.service.fleet.connection import Connection
from kiosk.service.fleet.desk import Desk
from kiosk.service.fleet.desk_page import DeskPage
from kiosk.service.fleet.link import DeskLink
from kiosk.service.fleet.messages import Answer, topic, written
from kiosk.service.fleet.paho_client import LARGEST_PACKET
from kiosk.status.snapshot import Snapshot
from tests.kiosk.service.control.background_kiosk import BackgroundKiosk
from tests.kiosk.service.fleet.mosquitto import Mosquitto, mosquitto
from tests.kiosk.service.fleet.test_desk import PATIENCE, at, certified, fleet, settings_for
from tests.system.live.terminal import kiosk
from tests.waiting import until

pytestmark = [pytest.mark.broker, pytest.mark.live]

HUGE = 150_000_000
"""Bytes of a message that a stranger publishes."""

FLAT = 40_000
"""Kilobytes by which a kiosk's memory may grow meanwhile."""


class Called:
    """A kiosk's link with an emergency on; its app loop is whoever waits here."""

    def __init__(self, broker: Broker, link: DeskLink | None = None) -> None:
        self.news: list[News] = []
        self.link = link or DeskLink(broker, "clinic", "hall", LiveClock())
        self.link.tell(
            lambda: Snapshot(
                kiosk="hall",
                in_service=True,
                state="attract",
                emergency=True,
                hears=True,
                sounds=True,
            )
        )
        self.link.fetch("emergency")

    def until(self, reached: Callable[[], bool]) -> None:
        def goes_on() -> bool:
            self.link.tell_now()
            self.news.append(self.link.progress())
            return reached()

        until(goes_on)

    @property
    def acknowledged(self) -> bool:
        return any(each.acknowledged for each in self.news)

    @property
    def cleared(self) -> bool:
        return any(each.cleared for each in self.news)


def lie(broker: Broker, alert_id: str, told: list[bytes]) -> Connection:
    """Pretend to be the desk: staff have taken over."""
    place = topic("clinic", "hall", "answer")
    liar = Connection(broker, (place,), lambda _place, payload: told.append(payload))
    liar.open()
    until(lambda: liar.connected)
    liar.publish(place, written(Answer(id=alert_id, cleared=True, person=True)))
    return liar


def test_over_an_unprotected_broker_a_desk_takes_a_call_and_ends_nothing(
    broker: Mosquitto,
) -> None:
    place = replace(broker.place, desk_may_clear_unprotected=False)
    called, told = Called(place), list[bytes]()
    with closing(called.link), closing(Desk(place, "clinic")) as desk:
        called.until(lambda: desk.kiosk("hall").alert is not None)
        alert = desk.kiosk("hall").alert
        assert alert is not None
        with closing(lie(place, alert.id, told)):
            called.until(lambda: called.acknowledged and told != [])
            # What is sent after it arrives, and it has still ended nothing.
            assert desk.acknowledge("hall")
            called.until(lambda: len(told) > 1)
            called.until(lambda: True)
        assert not called.cleared


def test_over_a_broker_that_asks_for_certificates_a_desk_ends_an_emergency(
    tmp_path: Path,
) -> None:
    config = certified(tmp_path, "hall", "desk") + "use_identity_as_username true"
    with mosquitto(tmp_path / "mosquitto", config) as broker:
        called = Called(at(tmp_path, broker, "hall"))
        desk = Desk(at(tmp_path, broker, "desk"), "clinic")
        with closing(called.link), closing(desk):
            called.until(lambda: desk.kiosk("hall").alert is not None)
            assert desk.clear("hall")
            called.until(lambda: called.cleared)


def test_a_desk_that_may_not_end_an_emergency_is_told_to_do_it_at_the_kiosk(
    tmp_path: Path, broker: Mosquitto
) -> None:
    environment = settings_for(broker, KIOSK_MQTT_DESK_MAY_CLEAR_UNPROTECTED="false")
    called, page = Called(replace(broker.place, desk_may_clear_unprotected=False)), DeskPage()
    with closing(called.link), closing(Desk(broker.place, "clinic")) as desk:
        called.until(lambda: not desk.kiosk("hall").clearable)
        refused = fleet(tmp_path, environment, "--clear", "hall")
        assert refused.returncode == 1
        assert refused.stderr.endswith(
            "is not protected (see mqtt_desk_may_clear_unprotected); end it at the kiosk\n"
        )
        page.show(desk)
        assert '"clearable": false' in page.picture
        with pytest.raises(ValueError, match="end it at the kiosk"):
            page.take(0, '{"do": "clear", "kiosk": "hall", "call": "%s"}' % ("0" * 32))


@pytest.mark.parametrize("trusted", [False, True])
def test_only_a_desk_that_may_end_an_emergency_restarts_a_kiosk(
    broker: Mosquitto, trusted: bool
) -> None:
    place = replace(broker.place, desk_may_clear_unprotected=trusted)
    restarts: list[None] = []
    link = DeskLink(place, "clinic", "hall", LiveClock(), restart=lambda: restarts.append(None))
    called = Called(place, link)
    with closing(link), closing(Desk(place, "clinic")) as desk:
        called.until(lambda: desk.kiosk("hall").status is not None)
        assert desk.kiosk("hall").restartable is trusted
        assert desk.restart("hall")
        # What is sent after it arrives.
        called.until(lambda: desk.acknowledge("hall") and called.acknowledged)
    assert len(restarts) == trusted


@pytest.mark.parametrize(
    ("given", "protected"),
    [
        ({}, False),
        ({"user": "hall", "password": "secret"}, False),
        ({"authority": Path("ca.pem")}, False),
        ({"authority": Path("ca.pem"), "user": "hall"}, False),
        ({"authority": Path("ca.pem"), "user": "hall", "password": "secret"}, True),
        ({"authority": Path("ca.pem"), "certificate": Path("hall.pem")}, True),
    ],
)
def test_protected_is_tls_with_a_password_or_a_certificate(
    given: dict[str, object], protected: bool
) -> None:
    broker = Broker("broker", 1883, **given)  # type: ignore[arg-type]
    assert broker.trusts_desk is protected
    assert replace(broker, desk_may_clear_unprotected=True).trusts_desk


def memory(process: int) -> int:
    """The most kilobytes that a process has had."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))


def string(text: str) -> bytes:
    return struct.pack("!H", len(text)) + text.encode()


def length(number: int) -> bytes:
    """A packet's length, as MQTT 5 writes it (1.5.5)."""
    digits = []
    while True:
        number, digit = divmod(number, 128)
        digits.append(digit | (128 if number else 0))
        if not number:
            return bytes(digits)


def huge_packet(place: str) -> Iterator[bytes]:
    """A message that is retained (MQTT 5, 3.3), in pieces."""
    head = string(place) + b"\0"
    yield b"\x31" + length(len(head) + HUGE) + head
    for _ in range(HUGE // 1_000_000):
        yield bytes(1_000_000)


def publish_huge(broker: Mosquitto, place: str) -> None:
    """Publish it as a client that keeps none of it in memory."""
    with socket.create_connection(("127.0.0.1", broker.port), PATIENCE) as client:
        connect = string("MQTT") + b"\x05\x02\0\x3c" + b"\0" + string("stranger")
        client.sendall(b"\x10" + length(len(connect)) + connect)
        assert client.recv(100)[0] == 0x20
        for piece in huge_packet(place):
            client.sendall(piece)
        client.sendall(b"\xc0\0")  # is it still there?
        assert client.recv(100)[0] == 0xD0


def test_a_message_of_150_mb_takes_no_memory_and_keeps_no_call_back(
    tmp_path: Path, broker: Mosquitto
) -> None:
    environment = settings_for(broker)
    staff = BackgroundKiosk(tmp_path, environment)

    def desk_works() -> bool:
        return any(c["name"] == "desk" and c["working"] for c in staff.status()["channels"])

    with (
        closing(Desk(broker.place, "clinic")) as desk,
        kiosk("run", folder=tmp_path, environment=environment) as terminal,
    ):
        terminal.wait_for("Waiting")
        until(desk_works)
        process = terminal.serving_process()
        before, ours = memory(process), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for kind in ("answer", "alert"):  # the kiosk listens to one, the desk to both
            publish_huge(broker, topic("clinic", "hall", kind))
        terminal.press("!")
        terminal.wait_for("You need a member of staff")
        until(lambda: desk.kiosk("hall").rings)
        assert desk.acknowledge("hall")
        terminal.wait_for("I am calling them.")
        assert memory(process) - before < FLAT
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - ours < FLAT
        assert terminal.serving_process() == process


@contextmanager
def false_broker(sends: Callable[[], Iterable[bytes]]) -> Iterator[tuple[int, list[int]]]:
    """In the place of a broker: sends whoever connects all this, and confirms nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        sent: list[int] = []

        def serve() -> None:
            while True:
                try:
                    client, _ = listening.accept()
                except OSError:
                    return
                sent.append(0)
                with client, suppress(OSError):
                    client.settimeout(PATIENCE)
                    client.recv(1000)
                    client.sendall(b"\x20\x03\0\0\0")
                    for piece in sends():
                        client.sendall(piece)
                        sent[-1] += len(piece)
                    while client.recv(1000):
                        pass

        thread = Thread(target=serve)
        thread.start()
        try:
            yield listening.getsockname()[1], sent
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()


def test_somebody_in_the_brokers_place_is_hung_up_on_before_the_message_has_come() -> None:
    place = topic("clinic", "hall", "answer")
    with false_broker(lambda: huge_packet(place)) as (port, sent):
        link = DeskLink(Broker("127.0.0.1", port), "clinic", "hall", LiveClock())
        with closing(link):
            until(lambda: len(sent) > 1)  # it is tried again
        assert sent[0] < HUGE // 10
        assert HUGE // 10 > LARGEST_PACKET


def test_what_a_broker_never_confirms_does_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    assert connection.MOST_UNCONFIRMED == 5000
    monkeypatch.setattr(connection, "MOST_UNCONFIRMED", 30)
    with false_broker(tuple) as (port, _):
        sender = Connection(Broker("127.0.0.1", port), (), lambda _place, _payload: None)
        with closing(sender):
            sender.open()
            until(lambda: sender.connected)
            sent = [sender.publish(topic("clinic", "hall", "status"), b"{}") for _ in range(100)]
    assert sum(each is not None for each in sent) == 30
