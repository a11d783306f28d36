"""Prometheus reads the kiosk's numbers on this machine, and only when the settings say so."""

import socket
import urllib.request
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from tests.live.own_browser import free_port
from tests.live.terminal import NO_SOUND, kiosk
from tests.service.background_kiosk import BackgroundKiosk


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
