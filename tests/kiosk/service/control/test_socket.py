"""Whatever arrives at the control socket, the kiosk continues and answers the next command."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from threading import Event as Flag
from threading import Thread
from typing import NoReturn

import pytest

from kiosk.clock import LiveClock
from kiosk.errors import ServiceError
from kiosk.service.control.client import ask
from kiosk.service.control.door import open_control, reachable
from kiosk.service.control.server import MOST_AT_ONCE, ControlServer
from kiosk.watchdog.thread_heartbeats import ThreadHeartbeats
from tests.kiosk.service.control.background_kiosk import BackgroundKiosk, started
from tests.system.live.terminal import NO_SOUND
from tests.waiting import until

pytestmark = pytest.mark.live

STATUS = b'{"version": 1, "order": "status"}\n'


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BackgroundKiosk]:
    # A path that is longer than a Unix socket's may be.
    folder = tmp_path_factory.mktemp("service") / ("deep" * 30)
    folder.mkdir()
    with started(folder, NO_SOUND) as running:
        yield running


def connected(service: BackgroundKiosk) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(20)
    try:
        with reachable(service.state / "run") as path:
            connection.connect(path)
    except OSError:
        connection.close()
        raise
    return connection


def answer(service: BackgroundKiosk, sent: bytes) -> str:
    with connected(service) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        reply = b"".join(iter(lambda: connection.recv(65536), b""))
    told: str = json.loads(reply)["trouble"]
    return told


@pytest.mark.parametrize(
    ("sent", "trouble"),
    [
        (b"", "a request ends with its line"),
        (STATUS[:-1], "a request ends with its line"),
        (b"x" * 100_000, "a request has at most 1024 bytes"),
        (b"\xff\xfe\n", "not a request of version 1: Invalid JSON"),
        (b"[" * 900 + b"\n", "not a request of version 1: Invalid JSON"),
        (b'{"version": 2, "order": "status"}\n', "not a request of version 1: version:"),
        (b'{"version": 1, "order": "sing"}\n', "not a request of version 1: order:"),
        (b'{"version": 1, "order": "stop", "more": 1}\n', "not a request of version 1: more:"),
        (b'{"version": "1", "order": "stop"}\n', "not a request of version 1: version:"),
    ],
)
def test_what_is_no_request_gets_one_line(
    service: BackgroundKiosk, sent: bytes, trouble: str
) -> None:
    try:
        told = answer(service, sent)
    except ConnectionError:  # it has closed before it was sent all
        assert len(sent) > 65536
    else:
        assert trouble in told
        assert "\n" not in told
    assert service.status()["restarts"] == 0


def test_a_thousand_connections_that_say_nothing_keep_nobody_out(
    service: BackgroundKiosk,
) -> None:
    process = service.status()["process"]
    before = len(list(Path(f"/proc/{process}/fd").iterdir()))
    with ExitStack() as held:
        for _ in range(1000):
            with suppress(BlockingIOError):  # so many wait that the system refuses more
                held.enter_context(connected(service))
        status = service.status()
        assert (status["process"], status["restarts"]) == (process, 0)
    assert service.wait_until(lambda _: len(list(Path(f"/proc/{process}/fd").iterdir())) <= before)


def test_orders_come_through_while_somebody_holds_and_renews_all_connections(
    service: BackgroundKiosk,
) -> None:
    ends, held = Flag(), list[socket.socket]()

    def hold_and_renew() -> None:
        while not ends.is_set():
            with suppress(OSError):
                held.append(connected(service))
            if len(held) > 2 * MOST_AT_ONCE:
                held.pop(0).close()

    holding = Thread(target=hold_and_renew)
    holding.start()
    try:
        assert all(service.status()["restarts"] == 0 for _ in range(3))
    finally:
        ends.set()
        holding.join()
        for each in held:
            each.close()


def test_a_socket_that_cannot_be_served_is_an_error_in_one_line(tmp_path: Path) -> None:
    door = open_control(tmp_path)
    door.close()
    server = ControlServer(door.socket, not_asked, not_asked, ThreadHeartbeats(LiveClock()))
    with pytest.raises(ServiceError, match="do not reach the kiosk: bad file descriptor"), server:
        pass


def test_an_order_is_heeded_though_the_kiosk_cannot_tell_how_it_is(tmp_path: Path) -> None:
    orders: list[str] = []
    with (
        closing(open_control(tmp_path)) as door,
        ControlServer(door.socket, not_asked, orders.append, ThreadHeartbeats(LiveClock())),
    ):
        with pytest.raises(ServiceError, match="the kiosk cannot say now how it is"):
            ask(tmp_path, "status")
        ask(tmp_path, "stop")
        until(lambda: orders == ["stop"])


def not_asked(*_: object) -> NoReturn:
    raise RuntimeError("dictionary changed size during iteration")


def test_one_that_sends_byte_after_byte_is_let_go(service: BackgroundKiosk) -> None:
    with connected(service) as slow, suppress(BrokenPipeError, ConnectionResetError):
        slow.settimeout(0.05)
        ends = time.monotonic() + 20
        while not _closed(slow):
            slow.sendall(b"{")
            assert time.monotonic() < ends, "it is still listened to"
    assert service.status()["restarts"] == 0


def _closed(connection: socket.socket) -> bool:
    with suppress(TimeoutError):
        return connection.recv(1) == b""
    return False
