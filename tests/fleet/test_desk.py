"""An emergency reaches the desk over a real broker, and what the desk does reaches the kiosk."""

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import trustme

from kiosk.alerts import News
from kiosk.clock import LiveClock
from kiosk.fleet.broker import Broker
from kiosk.fleet.desk import Desk, waited_for
from kiosk.fleet.link import DeskLink
from kiosk.fleet.seen import Seen
from tests.fleet.mosquitto import Mosquitto, mosquitto
from tests.live.terminal import NO_SOUND, kiosk
from tests.service.background_kiosk import BackgroundKiosk

PATIENCE = 30.0


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Mosquitto]:
    with mosquitto(tmp_path / "mosquitto") as running:
        yield running


def desk_at(broker: Mosquitto) -> Desk:
    return Desk(Broker("127.0.0.1", broker.port), "clinic")


def seen(desk: Desk, name: str = "hall") -> Seen:
    return next((each for each in desk.kiosks if each.name == name), Seen(name))


def until(reached: Callable[[], bool]) -> None:
    assert waited_for(reached, PATIENCE)


def settings_for(broker: Mosquitto, **more: str) -> dict[str, str]:
    return {
        **NO_SOUND,
        "KIOSK_KIOSK_NAME": "hall",
        "KIOSK_MQTT_HOST": "127.0.0.1",
        "KIOSK_MQTT_PORT": str(broker.port),
        **more,
    }


def test_an_emergency_is_acknowledged_and_ended_from_the_desk(
    tmp_path: Path, broker: Mosquitto
) -> None:
    environment = settings_for(broker)
    staff = BackgroundKiosk(tmp_path, environment)
    with (
        closing(desk_at(broker)) as desk,
        kiosk("run", folder=tmp_path, environment=environment) as terminal,
    ):
        terminal.wait_for("Waiting")
        until(lambda: any(c["name"] == "desk" and c["working"] for c in staff.status()["channels"]))
        terminal.press("s")
        terminal.wait_for("You need a member of staff")
        until(lambda: seen(desk).alert is not None)
        assert seen(desk).needs_staff
        assert "I am calling them." not in terminal.text
        assert desk.acknowledge("hall")
        terminal.wait_for("I am calling them.")
        assert desk.clear("hall")
        terminal.wait_for("Press any key", PATIENCE)
        until(lambda: not seen(desk).needs_staff)


def test_a_kiosk_that_is_killed_is_gone_at_the_desk_and_its_emergency_comes_again(
    tmp_path: Path, broker: Mosquitto
) -> None:
    with closing(desk_at(broker)) as desk:
        with kiosk("run", folder=tmp_path, environment=settings_for(broker)) as terminal:
            terminal.wait_for("Waiting")
            until(lambda: bool((status := seen(desk).status) and status.online))
            terminal.press("s")
            until(lambda: seen(desk).alert is not None)
            first = seen(desk).alert
            terminal.process.kill()
            until(lambda: bool((status := seen(desk).status) and not status.online))
        with kiosk("run", folder=tmp_path, environment=settings_for(broker)) as terminal:
            until(lambda: seen(desk).alert not in (None, first))
            assert desk.acknowledge("hall")


def test_without_the_broker_the_other_ways_go_on_and_nothing_is_lost(
    tmp_path: Path, broker: Mosquitto
) -> None:
    link = DeskLink(Broker("127.0.0.1", broker.port), "clinic", "hall", LiveClock())
    with closing(desk_at(broker)) as desk, closing(link):

        def works() -> bool:
            link.progress()
            return link.working

        until(works)
        broker.stop()
        link.fetch("emergency")
        until(lambda: not works())
        assert "the MQTT broker at 127.0.0.1:" in link.trouble
        assert "cannot be reached" in link.trouble
        broker.start()

        def called() -> bool:
            link.progress()
            return seen(desk).alert is not None

        until(called)
        call = seen(desk).alert
        assert desk.acknowledge("hall")
        news: list[News] = []

        def acknowledged() -> bool:
            news.append(link.progress())
            return news[-1].acknowledged

        until(acknowledged)
        assert not any(each.cleared for each in news)
        assert seen(desk).alert == call


def fleet(
    folder: Path, environment: dict[str, str], *words: str
) -> "subprocess.CompletedProcess[str]":
    return BackgroundKiosk(folder, environment).command("fleet", *words)


def test_fleet_shows_all_and_restarts_only_one_that_allows_it(
    tmp_path: Path, broker: Mosquitto
) -> None:
    environment = settings_for(broker)
    allowed = environment | {"KIOSK_MQTT_RESTART": "true", "KIOSK_KIOSK_NAME": "door"}
    with (
        kiosk("run", folder=tmp_path / "a", environment=environment) as strict,
        kiosk("run", folder=tmp_path / "b", environment=allowed) as open_one,
    ):
        strict.wait_for("Waiting")
        open_one.wait_for("Waiting")

        def shown() -> dict[str, Any]:
            told = json.loads(fleet(tmp_path, environment, "--json").stdout)
            return {each["kiosk"]: each["snapshot"] for each in told}

        before = shown()
        assert set(before) == {"hall", "door"}
        assert fleet(tmp_path, environment, "--restart", "hall").returncode == 0
        assert fleet(tmp_path, environment, "--restart", "door").returncode == 0
        open_one.wait_for("the kiosk starts again")
        until(lambda: shown()["door"]["process"] != before["door"]["process"])
        assert shown()["hall"]["process"] == before["hall"]["process"]


def test_without_a_broker_fleet_says_what_to_do(tmp_path: Path) -> None:
    done = fleet(tmp_path, {}, "--once")
    assert (done.returncode, done.stderr) == (
        1,
        "run_kiosk.py: the settings name no MQTT broker; set mqtt_host\n",
    )


def test_certificates_and_rules_let_each_write_its_own(tmp_path: Path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    names = {"server": "127.0.0.1", "hall": "hall", "door": "door", "desk": "desk"}
    for file, name in names.items():
        own = authority.issue_cert(name, common_name=name)
        own.private_key_pem.write_to_path(tmp_path / f"{file}.key")
        own.cert_chain_pems[0].write_to_path(tmp_path / f"{file}.pem")
    rules = fleet(tmp_path, {}, "--acl", "desk").stdout
    (tmp_path / "rules").write_text(rules)
    (tmp_path / "rules").chmod(0o600)
    config = (
        f"cafile {tmp_path}/ca.pem\ncertfile {tmp_path}/server.pem\nkeyfile {tmp_path}/server.key\n"
        f"require_certificate true\nuse_identity_as_username true\nacl_file {tmp_path}/rules"
    )
    with mosquitto(tmp_path / "mosquitto", config) as broker:

        def at(name: str) -> Broker:
            return Broker(
                "127.0.0.1",
                broker.port,
                authority=tmp_path / "ca.pem",
                certificate=tmp_path / f"{name}.pem",
                key=tmp_path / f"{name}.key",
            )

        hall = DeskLink(at("hall"), "clinic", "hall", LiveClock())
        liar = DeskLink(at("door"), "clinic", "porch", LiveClock())
        with closing(Desk(at("desk"), "clinic")) as desk, closing(hall), closing(liar):
            for link in (liar, hall):
                link.fetch("emergency")

            def called() -> bool:
                hall.progress()
                liar.progress()
                return seen(desk, "hall").alert is not None

            until(called)
            assert {each.name for each in desk.kiosks} == {"hall"}
