"""Prometheus reads the kiosk's numbers on this machine, and only when the settings say so."""

import socket
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from kiosk.clock import LiveClock
from kiosk.status.metrics import served_metrics
from kiosk.status.snapshot import Snapshot
from kiosk.watchdog.thread_heartbeats import ThreadHeartbeats
from kiosk.web.gate import KEPT, MOST
from tests.kiosk.service.control.background_kiosk import BackgroundKiosk
from tests.system.live.own_browser import free_port
from tests.system.live.terminal import NO_SOUND, kiosk
from tests.waiting import until

pytestmark = pytest.mark.live


def test_the_numbers_of_a_visit_are_there(tmp_path: Path) -> None:
    port = free_port()
    environment = NO_SOUND | {"KIOSK_METRICS_PORT": str(port)}
    with kiosk("run", folder=tmp_path, environment=environment) as terminal:
        terminal.wait_for("Waiting")
        terminal.press(" k")
        terminal.wait_for("Main menu")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=20) as answer:
            text = answer.read().decode()
    families = text_string_to_metric_families(text)
    numbers = {sample.name: sample.value for family in families for sample in family.samples}
    assert numbers["kiosk_visits_today_total"] == 1
    assert numbers["kiosk_visit"] == 1
    assert numbers["kiosk_hears"] == 0
    assert numbers["kiosk_alert_channel"] == 1


def test_a_port_that_is_taken_is_told_and_the_kiosk_serves(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        environment = NO_SOUND | {"KIOSK_METRICS_PORT": str(port)}
        with kiosk("run", folder=tmp_path, environment=environment) as terminal:
            terminal.wait_for(f"metrics cannot be served on port {port}: ")
            terminal.wait_for("Waiting")
            staff = BackgroundKiosk(tmp_path, environment)
            assert any("set metrics_port" in line for line in staff.status()["reasons"])


@contextmanager
def served() -> Iterator[int]:
    """Numbers of a kiosk that is well; gives the port."""
    port = free_port()
    well = Snapshot(kiosk="hall", in_service=True, state="attract", hears=True, sounds=True)
    with served_metrics(port, lambda: well, ThreadHeartbeats(LiveClock())):
        yield port


@pytest.mark.parametrize(
    ("host", "code"),
    [
        ("localhost", 200),
        ("localhost:9", 200),
        ("127.0.0.1:1234", 200),
        ("[::1]:1234", 200),
        ("elsewhere.example", 403),
        ("localhost.elsewhere.example:80", 403),
        ("127.0.0.1.elsewhere.example", 403),
        ("", 403),
    ],
)
def test_only_whoever_asks_for_this_machine_by_its_own_name_is_answered(
    host: str, code: int
) -> None:
    with served() as port:
        address = f"http://127.0.0.1:{port}/metrics"
        assert httpx.get(address, headers={"Host": host}).status_code == code


def test_of_many_connections_that_say_nothing_few_stay_and_the_numbers_come_all_the_same() -> None:
    with served() as port, ExitStack() as stack:
        held = [
            stack.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(200)
        ]
        for each in held:
            each.setblocking(False)

        def stays(connection: socket.socket) -> bool:
            try:
                return connection.recv(1) != b""
            except BlockingIOError:
                return True
            except ConnectionError:
                return False

        until(lambda: sum(map(stays, held)) == MOST - KEPT)
        answer = httpx.get(f"http://127.0.0.1:{port}/metrics")
        assert "kiosk_in_service 1.0" in answer.text
        assert answer.headers["content-type"].startswith("text/plain; version=")
