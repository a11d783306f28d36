"""The desk's page rings until a person answers, and says when it cannot receive calls."""

import json
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from kiosk.alerts import News
from kiosk.clock import LiveClock
from kiosk.service.fleet.desk import Desk, waited_for
from kiosk.service.fleet.desk_page import DeskPage, served
from kiosk.service.fleet.link import DeskLink
from kiosk.status.snapshot import Snapshot
from kiosk.web.door import open_door
from tests.kiosk.service.fleet.mosquitto import Mosquitto, mosquitto
from tests.kiosk.visit.screen.touch.visited import chromium
from tests.system.live.own_browser import free_port, opened_page
from tests.system.live.sound_server import Heard, sound_server
from tests.system.live.terminal import kiosk

pytestmark = [pytest.mark.broker, pytest.mark.browser, pytest.mark.live]

PATIENCE = 30.0
SITE = "clinic"
TITLE = f"Desk: {SITE}"


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mosquitto]:
    with mosquitto(tmp_path_factory.mktemp("mosquitto")) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


class Kiosk:
    """A kiosk's real link, without the kiosk; its app loop is whoever waits here."""

    def __init__(self, broker: Mosquitto, name: str, *, restarts: bool = False) -> None:
        self.name = name
        self.emergency = False
        self.restarted = 0
        self.news: list[News] = []
        self.link = DeskLink(
            broker.place,
            SITE,
            name,
            LiveClock(),
            restart=self._restart if restarts else None,
        )
        self.link.tell(self._snapshot)

    def call(self) -> None:
        self.emergency = True
        self.link.fetch("emergency")

    def go_on(self) -> None:
        self.link.tell_now()
        self.news.append(self.link.progress())

    @property
    def acknowledged(self) -> bool:
        return any(each.acknowledged for each in self.news)

    @property
    def cleared(self) -> bool:
        return any(each.cleared for each in self.news)

    def close(self) -> None:
        self.link.close()

    def _restart(self) -> None:
        self.restarted += 1

    def _snapshot(self) -> Snapshot:
        return Snapshot(
            kiosk=self.name,
            in_service=True,
            state="attract",
            emergency=self.emergency,
            hears=True,
            sounds=True,
            reasons=("the <i>log</i> cannot be written",),
        )


def until(reached: Callable[[], bool], *kiosks: Kiosk) -> None:
    def goes_on() -> bool:
        for each in kiosks:
            each.go_on()
        return reached()

    assert waited_for(goes_on, PATIENCE)


class Shown:
    """The desk, served from here, in a browser that rings only after a press."""

    def __init__(self, stack: ExitStack, broker: Mosquitto, browser: Browser) -> None:
        desk_page = DeskPage()
        door = stack.enter_context(closing(open_door(0)))
        self.desk = stack.enter_context(
            closing(Desk(broker.place, SITE, desk_page.changed, desk_page.attended))
        )
        desk_page.show(self.desk)
        self.serving = stack.enter_context(ExitStack())
        self.serving.enter_context(served(door, desk_page, SITE, "auto"))
        context = stack.enter_context(browser.new_context(reduced_motion="reduce"))
        self.page: Page = context.new_page()
        self.page.set_default_timeout(PATIENCE * 1000)
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.goto(door.address)

    def visible(self, where: str) -> Callable[[], bool]:
        return lambda: self.page.locator(where).is_visible()

    def hidden(self, where: str) -> Callable[[], bool]:
        return lambda: not self.page.locator(where).is_visible()

    def button(self, name: str, what: str) -> str:
        return f'[data-kiosk="{name}"] [data-do="{what}"]'

    @property
    def rings(self) -> bool:
        return bool(self.page.evaluate("document.body.dataset.rings === 'true'"))


def loudness(heard: Heard, seconds: float) -> float:
    """Root mean square of the last so many seconds, of full scale."""
    last = heard.frames[-int(seconds * 16000) :]
    return float(np.sqrt(np.mean(last**2))) if len(last) else 0.0


def test_fleet_opens_a_page_that_is_heard_to_ring_until_somebody_answers(
    tmp_path: Path, broker: Mosquitto
) -> None:
    port = free_port()
    (tmp_path / "sound").mkdir()
    with sound_server(tmp_path / "sound") as sound, ExitStack() as stack:
        environment = {name: sound.environment[name] for name in ("PULSE_SERVER", "HOME")} | {
            "KIOSK_MQTT_HOST": "127.0.0.1",
            "KIOSK_MQTT_PORT": str(broker.port),
            "KIOSK_BROWSER": f"chromium --headless --remote-debugging-port={port}",
        }
        terminal = stack.enter_context(
            kiosk("fleet", "--page", folder=tmp_path, environment=environment)
        )
        page = stack.enter_context(opened_page(port, TITLE))
        hall = stack.enter_context(closing(Kiosk(broker, "hall")))
        until(lambda: hall.link.working, hall)
        heard = stack.enter_context(sound.heard())
        hall.call()
        until(lambda: loudness(heard, 1.0) > 0.1, hall)
        expect(page.locator(".card.emergency h3")).to_have_text("hall")
        assert page.locator("#announced").text_content() == "Emergency: hall"
        assert not hall.acknowledged
        page.locator('[data-do="acknowledge"]').click()
        until(lambda: hall.acknowledged and loudness(heard, 1.5) == 0.0, hall)
        assert not hall.cleared
        hall.link.clear()
        hall.emergency = False
        until(lambda: page.locator("#nobody").is_visible(), hall)
        terminal.process.send_signal(signal.SIGINT)
        terminal.read_to_end()
        assert terminal.process.returncode == 0


def test_an_emergency_is_ended_by_two_presses_of_whoever_sees_it(
    broker: Mosquitto, browser: Browser
) -> None:
    with ExitStack() as stack:
        porch = stack.enter_context(closing(Kiosk(broker, "porch")))
        shown = Shown(stack, broker, browser)
        shown.page.locator("#ring-on").click()
        porch.call()
        until(lambda: shown.rings, porch)
        shown.page.locator(shown.button("porch", "acknowledge")).click()
        until(lambda: porch.acknowledged and not shown.rings, porch)
        end = shown.page.locator(shown.button("porch", "clear"))
        end.click()
        expect(end).to_have_text("Press again to end it: staff are there")
        assert not porch.cleared
        end.press("Enter")
        until(lambda: porch.cleared, porch)
        porch.emergency = False
        porch.link.clear()
        until(shown.visible("#nobody"), porch)
        assert shown.faults == []


def test_a_desk_that_cannot_ring_says_so_and_answers_no_kiosk(
    broker: Mosquitto, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.service.fleet.desk_call.ANSWERED_WITHIN", 3.0)
    with ExitStack() as stack:
        shown = Shown(stack, broker, browser)
        lift = stack.enter_context(closing(Kiosk(broker, "lift")))
        expect(shown.page.locator("#silent")).to_contain_text("The ring is off")
        until(lambda: lift.link.trouble != "", lift)
        assert lift.link.trouble.startswith("nobody at the desk answers")
        shown.page.locator("#ring-on").click()
        until(lambda: lift.link.working, lift)
        expect(shown.page.locator("#silent")).to_be_hidden()


def test_a_desk_that_is_deaf_says_so_loudly(tmp_path: Path, browser: Browser) -> None:
    with mosquitto(tmp_path / "own") as broker, ExitStack() as stack:
        shown = Shown(stack, broker, browser)
        stack.enter_context(closing(Kiosk(broker, "hall"))).go_on()
        until(shown.visible("#nobody"))
        broker.stop()
        until(shown.visible("#trouble"))
        assert "No emergency is told here" in str(shown.page.locator("#trouble").text_content())
        assert shown.hidden("#nobody")()
        assert shown.page.title().startswith("DEAF")
        broker.start()
        until(shown.hidden("#trouble"))
        shown.serving.close()
        until(shown.visible("#gone"))
        assert shown.hidden("#nobody")()


def test_restart_is_offered_where_the_kiosk_allows_it(broker: Mosquitto, browser: Browser) -> None:
    with ExitStack() as stack:
        shown = Shown(stack, broker, browser)
        strict = stack.enter_context(closing(Kiosk(broker, "strict")))
        willing = stack.enter_context(closing(Kiosk(broker, "willing", restarts=True)))
        until(shown.visible(shown.button("willing", "restart")), strict, willing)
        until(shown.visible('[data-kiosk="strict"]'), strict, willing)
        assert shown.hidden(shown.button("strict", "restart"))()
        restart = shown.page.locator(shown.button("willing", "restart"))
        restart.click()
        restart.press("Enter")
        until(lambda: willing.restarted == 1, strict, willing)


EVERY_RULE = {"runOnly": ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa"]}


def violations(page: Page) -> list[str]:
    found: dict[str, Any] = Axe().run(page, options=EVERY_RULE).response
    assert found["passes"]
    return [f"{r['id']}: {node['html']}" for r in found["violations"] for node in r["nodes"]]


def test_names_are_text_and_the_page_shuts_nobody_out(tmp_path: Path, browser: Browser) -> None:
    name = "<img src=x onerror=alert(1)> & ward"
    with mosquitto(tmp_path / "own") as broker, ExitStack() as stack:
        shown = Shown(stack, broker, browser)
        names = (name, "hall", "porch", "lift")
        kiosks = [stack.enter_context(closing(Kiosk(broker, each))) for each in names]
        kiosks[0].call()
        kiosks[1].call()
        kiosks[2].link.fetch("attention")
        until(lambda: shown.page.locator("#kiosks li").count() == 1, *kiosks)
        until(lambda: shown.page.locator("#calls li").count() == 3, *kiosks)
        shown.page.locator(shown.button("hall", "acknowledge")).click()
        until(lambda: kiosks[1].acknowledged, *kiosks)
        assert name in shown.page.locator("#calls h3").all_text_contents()
        assert shown.page.locator("main img, main i").count() == 0
        assert violations(shown.page) == []
        shown.page.emulate_media(color_scheme="dark")
        shown.page.set_viewport_size({"width": 400, "height": 800})
        assert violations(shown.page) == []
        wide = shown.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0
        assert shown.faults == []


def test_what_the_page_sends_is_looked_at() -> None:
    page = DeskPage()
    for text in ("", "[]", '{"rings": 1}', '{"do": "clear", "kiosk": "hall"}', '{"do": "stop"}'):
        with pytest.raises(ValueError, match="the page and the desk differ"):
            page.take(0, text)
    page.take(0, json.dumps({"rings": True}))
    assert page.attended()
    page.left(0)
    assert not page.attended()
