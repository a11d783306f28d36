"""What comes over the control socket, MQTT and the desk's page, damaged.

It is what it should be, or one line says why not; nobody falls silent or grows without bound.
"""

import json
import socket
from collections.abc import Iterator
from contextlib import closing, suppress
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paho.mqtt.client import MQTTMessage

from kiosk.clock import LiveClock
from kiosk.errors import ServiceError
from kiosk.service.control import messages as service_messages
from kiosk.service.control.messages import Reply, read_reply, read_request
from kiosk.service.fleet.broker import Broker
from kiosk.service.fleet.connection import Connection
from kiosk.service.fleet.desk import MOST_KIOSKS, Desk
from kiosk.service.fleet.desk_page import DeskPage
from kiosk.service.fleet.link import DeskLink
from kiosk.service.fleet.messages import Alert, Answer, Order, Status, written
from kiosk.status.snapshot import Snapshot
from tests.system.fuzz.damage import damaged

pytestmark = [pytest.mark.unit, pytest.mark.slow]

REQUEST = b'{"version": 1, "order": "restart"}\n'
REPLY = (
    Reply(
        snapshot=Snapshot(kiosk="hall", in_service=True, state="attract", hears=True, sounds=True)
    )
    .model_dump_json()
    .encode()
)


@given(line=damaged(REQUEST) | st.binary(max_size=2000))
def test_requests(line: bytes) -> None:
    told = ""
    try:
        told = read_request(line).order
    except ServiceError as error:
        told = str(error)
    assert told in {*get_args(service_messages.Order)} or told.startswith(
        "not a request of version 1: "
    )
    assert "\n" not in told


@given(line=damaged(REPLY) | st.binary(max_size=2000))
def test_replies(line: bytes) -> None:
    with suppress(ServiceError):
        assert read_reply(line).version == 1


STATUS = written(
    Status(
        online=True,
        restartable=True,
        snapshot=Snapshot(
            kiosk="hall",
            in_service=True,
            state="attract",
            hears=True,
            sounds=True,
            reasons=("no microphone is connected; plug one in",),
        ),
    )
)
ALERT = written(Alert(id="0123456789abcdef" * 2, event="emergency", age=3.5))
ANSWER = written(Answer(id="0123456789abcdef" * 2, cleared=True, person=True))
PRESSED = b'{"do": "acknowledge", "kiosk": "hall", "call": "0123456789abcdef0123456789abcdef"}'
WANTED = b'{"do": "restart", "kiosk": "+/hall#"}'
ORDER = written(Order(order="restart"))
CONTROLS = set(map(chr, range(32)))
MOST = 50
TOPICS = [f"voice-kiosk/clinic/hall/{kind}" for kind in ("status", "alert", "answer", "order")]

_PAYLOADS = st.one_of(
    *(damaged(right) for right in (STATUS, ALERT, ANSWER, ORDER)),
    st.sampled_from([STATUS, ALERT, ANSWER, ORDER, b"", b"{" * 20_000]),
    st.binary(max_size=200),
)
_NAMES = st.text(st.sampled_from([*CONTROLS, *"ha/+#\u202e\N{GRINNING FACE}"]), max_size=100)
_TOPICS = st.one_of(
    st.sampled_from(TOPICS),
    damaged(TOPICS[1].encode()).map(lambda each: each.decode("utf-8", "replace")),
    st.builds("voice-kiosk/clinic/{}/status".format, _NAMES),
)


@pytest.fixture(scope="module")
def nowhere() -> Broker:
    """A broker that is not there: what comes is handed to those who would take it from one."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return Broker("127.0.0.1", free.getsockname()[1])


class Told:
    """Hands what comes over MQTT to a connection, as paho does."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __call__(self, place: str, payload: bytes) -> None:
        message = MQTTMessage(topic=place.encode())
        message.payload = payload
        self._connection._message(self._connection._client, None, message)
        assert "cannot be handled" not in self._connection.trouble


@pytest.fixture(scope="module")
def desk(nowhere: Broker) -> Iterator[tuple[Desk, DeskPage]]:
    page = DeskPage()
    with closing(Desk(nowhere, "clinic", page.changed)) as listening:
        page.show(listening)
        yield listening, page


@given(messages=st.lists(st.tuples(_TOPICS, _PAYLOADS), max_size=6))
def test_what_comes_to_the_desk(
    desk: tuple[Desk, DeskPage], messages: list[tuple[str, bytes]]
) -> None:
    listening, page = desk
    tell = Told(listening._connection)
    for place, payload in messages:
        tell(place, payload)
    picture = json.loads(page.picture, parse_constant=pytest.fail)
    assert len(picture["kiosks"]) == len(listening.kiosks) <= MOST_KIOSKS
    assert all(seen.name.isprintable() or seen.name[0] > "\x1f" for seen in listening.kiosks)


def test_a_flood_of_names_neither_grows_the_desk_nor_hides_an_emergency(
    nowhere: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.service.fleet.desk.MOST_KIOSKS", MOST)
    page = DeskPage()
    with closing(Desk(nowhere, "clinic", page.changed)) as listening:
        page.show(listening)
        tell = Told(listening._connection)
        tell("voice-kiosk/clinic/porch/alert", written(Alert(id="a" * 32, event="emergency")))
        for number in range(20 * MOST):
            tell(f"voice-kiosk/clinic/{number}/status", STATUS)
            tell(f"voice-kiosk/clinic/{'x' * number}/status", STATUS)
        assert len(listening.kiosks) == MOST
        assert len(page._entries) <= 3 * MOST
        assert "are left out; check its rules" in listening.warning
        first = json.loads(page.picture)["kiosks"][0]
        assert (first["name"], first["rings"]) == ("porch", True)


@given(messages=st.lists(st.tuples(_TOPICS, _PAYLOADS), max_size=6))
def test_what_comes_to_a_kiosk(link: DeskLink, messages: list[tuple[str, bytes]]) -> None:
    tell = Told(link._connection)
    link.fetch("emergency")
    for place, payload in messages:
        tell(place, payload)
    link.progress()
    assert len(link._answers) <= 50


@pytest.fixture(scope="module")
def link(nowhere: Broker) -> Iterator[DeskLink]:
    with closing(DeskLink(nowhere, "clinic", "hall", LiveClock(), restart=lambda: None)) as calling:
        yield calling


@given(
    text=(damaged(PRESSED) | damaged(WANTED)).map(lambda each: each.decode("utf-8", "replace"))
    | st.text(max_size=80)
)
def test_what_the_desk_s_page_sends(desk: tuple[Desk, DeskPage], text: str) -> None:
    _, page = desk
    try:
        page.take(0, text)
    except ValueError as error:
        assert "\n" not in str(error)  # noqa: PT017
