"""An emergency reaches the desk over a real broker, and the desk's answers reach the kiosk."""

import gc
import json
import os
import re
import signal
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import trustme
from paho.mqtt import client as mqtt
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from kiosk.alerts import News
from kiosk.clock import LiveClock
from kiosk.errors import FleetError
from kiosk.service.fleet.broker import Broker
from kiosk.service.fleet.connection import Connection
from kiosk.service.fleet.desk import Desk, waited_for
from kiosk.service.fleet.link import DeskLink
from kiosk.service.fleet.messages import Alert, Answer, Order, topic, written
from kiosk.service.fleet.seen import Seen
from kiosk.status.snapshot import Snapshot
from tests.kiosk.service.control.background_kiosk import BackgroundKiosk
from tests.kiosk.service.fleet.mosquitto import Mosquitto, mosquitto
from tests.system.live.terminal import NO_SOUND, Terminal, kiosk
from tests.waiting import until

pytestmark = [pytest.mark.broker, pytest.mark.live]

PATIENCE = 30.0
OVERTAKEN_WITHIN = 3.0


def desk_at(broker: Mosquitto) -> Desk:
    return Desk(broker.place, "clinic")


def seen(desk: Desk, name: str = "hall") -> Seen:
    return next((each for each in desk.kiosks if each.name == name), Seen(name))


def settings_for(broker: Mosquitto, **more: str) -> dict[str, str]:
    return {
        **NO_SOUND,
        "KIOSK_KIOSK_NAME": "hall",
        "KIOSK_MQTT_HOST": "127.0.0.1",
        "KIOSK_MQTT_PORT": str(broker.port),
        "KIOSK_MQTT_DESK_MAY_CLEAR_UNPROTECTED": "true",
        **more,
    }


@contextmanager
def kiosk_at_the_desk(
    tmp_path: Path, broker: Mosquitto
) -> Iterator[tuple[Terminal, Desk, BackgroundKiosk]]:
    """A kiosk whose channel to the desk works, the desk, and its commands for staff."""
    environment = settings_for(broker)
    staff = BackgroundKiosk(tmp_path, environment)
    with (
        closing(desk_at(broker)) as desk,
        kiosk("run", folder=tmp_path, environment=environment) as terminal,
    ):
        terminal.wait_for("Waiting")
        until(lambda: any(c["name"] == "desk" and c["working"] for c in staff.status()["channels"]))
        yield terminal, desk, staff


def test_an_emergency_is_acknowledged_and_ended_from_the_desk(
    tmp_path: Path, broker: Mosquitto
) -> None:
    with kiosk_at_the_desk(tmp_path, broker) as (terminal, desk, _):
        terminal.press("!")
        terminal.wait_for("You need a member of staff")
        until(lambda: seen(desk).alert is not None)
        assert seen(desk).needs_staff
        assert "I am calling them." not in terminal.text
        assert desk.acknowledge("hall")
        terminal.wait_for("I am calling them.")
        assert desk.clear("hall")
        terminal.wait_for("Press any key", PATIENCE)
        until(lambda: not seen(desk).needs_staff)


def test_a_visitors_call_is_a_call_at_the_desk_over_a_restart_until_staff_end_it(
    tmp_path: Path, broker: Mosquitto
) -> None:
    with kiosk_at_the_desk(tmp_path, broker) as (terminal, desk, staff):
        terminal.press("s")
        terminal.wait_for("A visitor asks for staff")
        until(lambda: seen(desk).calls)
        assert not seen(desk).needs_staff
        assert desk.acknowledge("hall")
        terminal.wait_for("I am calling a member of staff.")
        assert staff.status()["call"]
        first = seen(desk).alert
        os.kill(staff.status()["process"], signal.SIGKILL)
        until(lambda: seen(desk).calls and seen(desk).alert != first)
        until(lambda: staff.status()["call"] and not staff.status()["emergency"])
        assert desk.clear("hall")
        until(lambda: not staff.status()["call"])
        until(lambda: not seen(desk).calls)


def test_a_kiosk_that_is_killed_is_gone_at_the_desk_and_its_emergency_comes_again(
    tmp_path: Path, broker: Mosquitto
) -> None:
    with closing(desk_at(broker)) as desk:
        with kiosk("run", folder=tmp_path, environment=settings_for(broker)) as terminal:
            terminal.wait_for("Waiting")
            until(lambda: bool((status := seen(desk).status) and status.online))
            terminal.press("!")
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
    link = DeskLink(broker.place, "clinic", "hall", LiveClock())
    with closing(desk_at(broker)) as desk, closing(link):

        def works() -> bool:
            link.progress()
            return link.working

        until(works)
        broker.stop()
        until(lambda: not link.working)
        assert "cannot be reached" in link.trouble, "before anybody is called"
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
        refused = fleet(tmp_path, environment, "--restart", "hall")
        assert refused.returncode == 1
        assert "its settings do not allow it (mqtt_restart, with" in refused.stderr
        with closing(desk_at(broker)) as desk:  # one that asks all the same
            until(lambda: desk.restart("hall"))
        assert fleet(tmp_path, environment, "--restart", "door").returncode == 0
        open_one.wait_for("the kiosk starts again")
        until(lambda: (shown()["door"] or before["door"])["process"] != before["door"]["process"])
        assert shown()["hall"]["process"] == before["hall"]["process"]


def test_without_a_broker_fleet_says_what_to_do(tmp_path: Path) -> None:
    done = fleet(tmp_path, {}, "--once")
    assert (done.returncode, done.stderr) == (
        2,
        "run_kiosk.py: the settings name no MQTT broker; set mqtt_host\n",
    )


def certified(folder: Path, *names: str) -> str:
    """Make certificates for these; gives Mosquitto's part of it."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "ca.pem")
    for name in ("127.0.0.1", *names):
        own = authority.issue_cert(name, common_name=name)
        own.private_key_pem.write_to_path(folder / f"{name}.key")
        own.cert_chain_pems[0].write_to_path(folder / f"{name}.pem")
    return (
        f"cafile {folder}/ca.pem\ncertfile {folder}/127.0.0.1.pem\n"
        f"keyfile {folder}/127.0.0.1.key\nrequire_certificate true\n"
    )


def at(folder: Path, broker: Mosquitto, name: str, user: str = "", password: str = "") -> Broker:
    return Broker(
        "127.0.0.1",
        broker.port,
        user,
        password,
        authority=folder / "ca.pem",
        certificate=folder / f"{name}.pem",
        key=folder / f"{name}.key",
    )


def test_certificates_and_rules_let_each_write_its_own(tmp_path: Path) -> None:
    config = certified(tmp_path, "hall", "door", "desk")
    rules = fleet(tmp_path, {}, "--acl", "desk").stdout
    (tmp_path / "rules").write_text(rules)
    (tmp_path / "rules").chmod(0o600)
    config += f"use_identity_as_username true\nacl_file {tmp_path}/rules"
    with mosquitto(tmp_path / "mosquitto", config) as broker:
        hall = DeskLink(at(tmp_path, broker, "hall"), "clinic", "hall", LiveClock())
        liar = DeskLink(at(tmp_path, broker, "door"), "clinic", "porch", LiveClock())
        desk = Desk(at(tmp_path, broker, "desk"), "clinic")
        with closing(desk), closing(hall), closing(liar):
            for link in (liar, hall):
                link.fetch("emergency")

            def called() -> bool:
                hall.progress()
                liar.progress()
                return seen(desk, "hall").alert is not None and liar.why_not != ""

            until(called)
            assert {each.name for each in desk.kiosks} == {"hall"}
            assert "does not take what this one tells: not authorized" in liar.why_not


def test_a_password_is_asked_for_beside_the_certificate(tmp_path: Path) -> None:
    config = certified(tmp_path, "hall")
    subprocess.run(
        ["mosquitto_passwd", "-b", "-c", str(tmp_path / "passwords"), "hall", "correct horse"],
        check=True,
        capture_output=True,
    )
    config += f"password_file {tmp_path}/passwords\nallow_anonymous false"
    with mosquitto(tmp_path / "mosquitto", config) as broker:
        right, wrong, without = (
            DeskLink(place, "clinic", "hall", LiveClock())
            for place in (
                at(tmp_path, broker, "hall", user="hall", password="correct horse"),
                at(tmp_path, broker, "hall", user="hall", password="battery"),
                Broker("127.0.0.1", broker.port, "hall", "correct horse", tmp_path / "ca.pem"),
            )
        )
        with closing(right), closing(wrong), closing(without):
            until(lambda: right.why_not == "")
            until(lambda: "refuses: not authorized" in wrong.why_not)
            until(lambda: "refuses" in without.why_not or "cannot be reached" in without.why_not)


def test_only_a_persons_answer_takes_an_emergency(broker: Mosquitto) -> None:
    told: list[bytes] = []
    news: list[News] = []
    place = topic("clinic", "hall", "answer")
    witness = Connection(broker.place, (place,), lambda _place, payload: told.append(payload))
    hall = DeskLink(broker.place, "clinic", "hall", LiveClock())
    with closing(desk_at(broker)) as desk, closing(witness), closing(hall):

        def goes_on(reached: Callable[[], bool]) -> Callable[[], bool]:
            def look() -> bool:
                news.append(hall.progress())
                return reached()

            return look

        witness.open()
        until(lambda: witness.connected)
        hall.fetch("emergency")
        until(goes_on(lambda: desk.kiosk("hall").rings))
        alert = desk.kiosk("hall").alert
        assert alert is not None
        witness.publish(place, written(Answer(id=alert.id, cleared=True)))
        until(goes_on(lambda: len(told) == 1))
        news.append(hall.progress())
        assert not any(each.acknowledged or each.cleared for each in news)
        assert desk.acknowledge("hall")
        until(goes_on(lambda: news[-1].acknowledged))


def test_an_order_that_the_broker_retains_does_not_restart_a_kiosk_for_ever(
    broker: Mosquitto,
) -> None:
    order, place = written(Order(order="restart")), topic("clinic", "hall", "order")
    restarts: list[None] = []
    with closing(Connection(broker.place, (), lambda _place, _payload: None)) as desk:
        desk.open()
        until(lambda: desk.connected)
        said = desk.publish(place, order, retained=True)
        assert said is not None
        said.wait_for_publish(PATIENCE)
        hall = DeskLink(
            broker.place, "clinic", "hall", LiveClock(), restart=lambda: restarts.append(None)
        )
        with closing(desk_at(broker)), closing(hall):
            hall.fetch("attention")
            until(lambda: hall.progress().acknowledged)
            assert restarts == []
            desk.publish(place, order)
            until(lambda: restarts != [])


# paho lets a socket go unclosed whose handshake has failed.
@pytest.mark.filterwarnings("ignore:unclosed <s:ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_what_is_wrong_with_tls_is_told_apart(tmp_path: Path, broker: Mosquitto) -> None:
    config = certified(tmp_path, "hall")
    (tmp_path / "other").mkdir()
    certified(tmp_path / "other", "hall")
    with mosquitto(tmp_path / "mosquitto", config) as secured:
        ours = at(tmp_path, secured, "hall")
        for wrong, told in (
            (replace(ours, authority=tmp_path / "other" / "ca.pem"), "certificate does not hold"),
            (replace(ours, port=broker.port), "mqtt_port (8883 with TLS)"),
            (replace(ours, port=1), "nothing listens there"),
            (replace(ours, host="no-such-host.invalid"), "no machine of that name is found"),
        ):
            with closing(Desk(wrong, "clinic")) as desk:
                until(lambda: told in desk.trouble, told=lambda: desk.trouble)  # noqa: B023
        other = tmp_path / "other" / "hall.key"
        for wrong, told in (
            (replace(ours, key=tmp_path / "none.key"), "none.key: cannot be read: no such file"),
            (replace(ours, authority=ours.key), "no certificate or crl found; see whether"),
            (replace(ours, key=other), "key values mismatch; see whether"),
        ):
            with pytest.raises(FleetError, match=re.escape(told)):
                Desk(wrong, "clinic")
        gc.collect()  # while their warnings are left out


def test_an_answer_needs_only_the_settings_of_the_broker_and_the_desk_itself_all(
    tmp_path: Path, broker: Mosquitto
) -> None:
    environment = settings_for(broker) | {"KIOSK_FOO": "1"}
    told = 'run_kiosk.py: environment variable KIOSK_FOO: unknown setting "foo"; remove it\n'
    shown = fleet(tmp_path, environment, "--json")
    assert (shown.returncode, shown.stdout, shown.stderr) == (0, "[]\n", told)
    desk = fleet(tmp_path, environment, "--page")
    assert (desk.returncode, desk.stderr) == (2, told)
    wrong = fleet(tmp_path, environment | {"KIOSK_MQTT_PORT": "x"}, "--json")
    assert wrong.returncode == 2


def test_a_desk_that_comes_later_knows_the_open_call_and_who_has_answered_it(
    tmp_path: Path, broker: Mosquitto
) -> None:
    environment = settings_for(broker)
    link = DeskLink(broker.place, "clinic", "hall", LiveClock())
    news: list[News] = []

    def goes_on(reached: Callable[[], bool]) -> Callable[[], bool]:
        def go_on() -> bool:
            news.append(link.progress())
            return reached()

        return go_on

    with closing(link), ThreadPoolExecutor(1) as beside:
        link.fetch("emergency")
        for what, learned in (("--acknowledge", "acknowledged"), ("--clear", "cleared")):
            done = beside.submit(fleet, tmp_path, environment, what, "hall")
            until(goes_on(lambda: any(getattr(each, learned) for each in news)))  # noqa: B023
            assert done.result().returncode == 0
            with closing(desk_at(broker)) as later:
                until(lambda: seen(later).acknowledged)
                assert not seen(later).rings
        link.clear()
        with closing(desk_at(broker)) as there:
            until(goes_on(lambda: seen(there).answer is not None and seen(there).alert is None))
        with closing(desk_at(broker)) as last:
            until(lambda: seen(last).answer is not None)
            assert seen(last).alert is None


def test_a_desk_hears_the_call_that_comes_while_it_is_being_made(
    broker: Mosquitto, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Seen] = []
    begin = mqtt.Client.loop_start

    def begin_and_be_overtaken(client: mqtt.Client) -> MQTTErrorCode:
        begun = begin(client)
        waited_for(lambda: len(heard) >= 2, OVERTAKEN_WITHIN)
        return begun

    alert = Alert(id="0" * 32, event="emergency")
    retained = (
        (topic("clinic", "hall", "alert"), written(alert)),
        (topic("clinic", "hall", "answer"), written(Answer(id=alert.id, person=True))),
    )
    with closing(Connection(broker.place, (), lambda _place, _payload: None)) as before:
        before.open()
        until(lambda: before.connected)
        for place, message in retained:
            said = before.publish(place, message, retained=True)
            assert said is not None
            said.wait_for_publish(PATIENCE)
    monkeypatch.setattr(mqtt.Client, "loop_start", begin_and_be_overtaken)
    with closing(Desk(broker.place, "clinic", heard.append)) as desk:
        until(lambda: seen(desk).acknowledged)
        assert desk.trouble == ""


def test_a_terminal_that_shows_nothing_takes_no_call(tmp_path: Path, broker: Mosquitto) -> None:
    environment = settings_for(broker)
    link = DeskLink(broker.place, "clinic", "hall", LiveClock())
    with closing(link), kiosk("fleet", folder=tmp_path, environment=environment) as terminal:
        link.fetch("attention")
        until(lambda: link.progress().acknowledged)
        terminal.press("\x13")  # Ctrl-S: the terminal stops

        def unanswered() -> bool:
            terminal.read_what_is_there()
            if link.progress().acknowledged:
                link.fetch("attention")
            return "nobody at the desk answers" in link.trouble

        link.fetch("attention")
        until(unanswered)
        terminal.press("\x11")  # Ctrl-Q: it goes on


def test_a_message_that_breaks_the_rules_of_mqtt_leaves_a_desk_deaf_to_nobody(
    broker: Mosquitto,
) -> None:
    client = mqtt.Client(CallbackAPIVersion.VERSION2, protocol=mqtt.MQTTv5)
    client.connect("127.0.0.1", broker.port)
    client.loop_start()
    forbidden = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call]
    forbidden.UserProperty = ("\ufeff", "no text may hold that")
    for kind in ("answer", "alert", "status"):
        place = topic("clinic", "door", kind)
        client.publish(place, b"{}", 1, True, forbidden).wait_for_publish(PATIENCE)
    client.disconnect()
    client.loop_stop()
    link = DeskLink(broker.place, "clinic", "hall", LiveClock())
    with closing(link), closing(desk_at(broker)) as desk:
        link.fetch("emergency")

        def rings() -> bool:
            link.progress()
            return seen(desk).rings

        until(rings)
        assert desk.trouble == ""


def test_a_host_that_is_no_name_is_told_and_tried_again() -> None:
    link = DeskLink(Broker("broker..local", 1883), "clinic", "hall", LiveClock())
    with closing(link):
        until(lambda: "no machine of that name is found" in link.why_not)


def test_a_desk_that_cannot_be_used_keeps_no_kiosk_from_serving(tmp_path: Path) -> None:
    environment = NO_SOUND | {"KIOSK_MQTT_HOST": "127.0.0.1", "KIOSK_MQTT_SITE": "a/b"}
    with kiosk("run", folder=tmp_path, environment=environment) as terminal:
        terminal.wait_for('"a/b" cannot be used over MQTT; leave out / + #')
        staff = BackgroundKiosk(tmp_path, environment)
        working = {each["name"]: each["working"] for each in staff.status()["channels"]}
        assert working == {"local": True, "desk": False}


def test_a_call_for_attention_is_shown_until_somebody_has_seen_it(broker: Mosquitto) -> None:
    link = DeskLink(broker.place, "clinic", "hall", LiveClock())
    with closing(link):
        link.fetch("attention")
        with closing(desk_at(broker)) as desk:
            until(lambda: link.progress() == News(acknowledged=True))
            assert seen(desk).wants_staff
        with closing(desk_at(broker)) as later:
            until(lambda: seen(later).wants_staff)
            assert not seen(later).rings
            assert later.acknowledge("hall")
            assert not seen(later).wants_staff
            until(lambda: seen(later).told)
        with closing(desk_at(broker)) as last:
            until(lambda: seen(last).answer is not None)
            assert not seen(last).wants_staff


def test_a_status_is_retained_and_the_last_will_says_that_the_kiosk_is_gone(
    broker: Mosquitto,
) -> None:
    link = DeskLink(broker.place, "clinic", "hall", LiveClock())
    link.tell(
        lambda: Snapshot(kiosk="hall", in_service=True, state="attract", hears=True, sounds=True)
    )

    def online(desk: Desk) -> bool | None:
        link.tell_now()
        status = seen(desk).status
        return None if status is None else status.online

    with closing(link):
        until(lambda: link.why_not == "")
        link.tell_now()
        with closing(desk_at(broker)) as desk:
            until(lambda: online(desk) is True)
    with closing(desk_at(broker)) as later:
        until(lambda: online(later) is False)


def test_two_kiosks_of_one_name_say_so_until_one_of_them_is_gone(
    tmp_path: Path, broker: Mosquitto
) -> None:
    environment = settings_for(broker)
    line = (
        'another kiosk of the site clinic calls itself "hall" too, and the desk takes both for '
        "one; give each a kiosk_name of its own in the settings"
    )
    staff = BackgroundKiosk(tmp_path / "a", environment)
    with (
        closing(desk_at(broker)),
        kiosk("run", folder=tmp_path / "a", environment=environment) as stays,
    ):
        stays.wait_for("Waiting")
        with kiosk("run", folder=tmp_path / "b", environment=environment) as goes:
            goes.wait_for(line)
            status = staff.wait_until(lambda status: line in status["reasons"])
            assert {c["name"]: c["working"] for c in status["channels"]}["desk"]
        # Nor does it take itself for another.
        staff.wait_until(lambda status: line not in status["reasons"])
