"""The desk's page rings until a person answers, and says when it cannot receive calls."""

import json
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from kiosk.alerts import News
from kiosk.clock import LiveClock
from kiosk.service.fleet.desk import Desk
from kiosk.service.fleet.desk_page import DeskPage, served
from kiosk.service.fleet.link import DeskLink
from kiosk.status.snapshot import ChannelState, Snapshot
from kiosk.web.door import open_door
from tests import waiting
from tests.kiosk.report.looked_at import SIZES, faults
from tests.kiosk.service.fleet.mosquitto import Mosquitto, mosquitto
from tests.kiosk.visit.screen.touch.open_page import chromium
from tests.system.live.own_browser import free_port, opened_page
from tests.system.live.sound_server import Heard, sound_server
from tests.system.live.terminal import kiosk

pytestmark = [pytest.mark.broker, pytest.mark.browser, pytest.mark.live]

PATIENCE = 30.0
SITE = "clinic"
DESK = "Front desk"
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

    def __init__(
        self, broker: Mosquitto, name: str, *, place: str = "", restarts: bool = False
    ) -> None:
        self.name = name
        self.in_service = True
        self.reasons: tuple[str, ...] = ("the <i>log</i> cannot be written",)
        self.emergency = False
        self.restarted = 0
        self.news: list[News] = []
        self.link = DeskLink(
            broker.place,
            SITE,
            name,
            LiveClock(),
            restart=self._restart if restarts else None,
            place=place,
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
            in_service=self.in_service,
            state="attract",
            emergency=self.emergency,
            hears=True,
            sounds=True,
            reasons=self.reasons,
            channels=(ChannelState(name="local", working=True),),
        )


def until(reached: Callable[[], bool], *kiosks: Kiosk) -> None:
    def goes_on() -> bool:
        for each in kiosks:
            each.go_on()
        return reached()

    waiting.until(goes_on)


class Shown:
    """The desk, served from here, in a browser that rings only after a press."""

    def __init__(self, stack: ExitStack, broker: Mosquitto, browser: Browser) -> None:
        desk_page = DeskPage()
        door = stack.enter_context(closing(open_door(0)))
        self.desk = stack.enter_context(
            closing(Desk(broker.place, SITE, desk_page.changed, desk_page.attended, DESK))
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
        hall = stack.enter_context(closing(Kiosk(broker, "hall")))
        until(shown.visible("#nobody"), hall)
        broker.stop()
        until(shown.visible("#trouble"))
        assert "Emergencies do not reach this desk" in str(
            shown.page.locator("#trouble").text_content()
        )
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
        for each in (strict, willing):
            until(shown.visible(f'[data-kiosk="{each.name}"] summary'), strict, willing)
            shown.page.locator(f'[data-kiosk="{each.name}"] summary').click()
        until(shown.visible(shown.button("willing", "restart")), strict, willing)
        assert shown.page.locator(shown.button("strict", "restart")).count() == 0
        restart = shown.page.locator(shown.button("willing", "restart"))
        restart.click()
        restart.press("Enter")
        until(lambda: willing.restarted == 1, strict, willing)


def test_a_call_tells_where_since_when_and_what_was_called_and_then_who_has_taken_it(
    broker: Mosquitto, browser: Browser
) -> None:
    with ExitStack() as stack:
        shown = Shown(stack, broker, browser)
        porch = stack.enter_context(closing(Kiosk(broker, "porch", place="By the lift")))
        shown.page.locator("#ring-on").click()
        porch.call()
        until(shown.visible('[data-kiosk="porch"].emergency.untaken .called'), porch)
        card = shown.page.locator('[data-kiosk="porch"]')
        expect(card).to_contain_text("EmergencyporchBy the lift")
        expect(card).to_contain_text(re.compile(r"Since \d\d:\d\d, for \d+ s"))
        expect(card).to_contain_text("Called: the kiosk's own sound.")
        body = shown.page.viewport_size
        box = card.bounding_box()
        assert box is not None
        assert body is not None
        assert box["width"] > 0.95 * body["width"]
        shown.page.locator(shown.button("porch", "acknowledge")).click()
        until(shown.visible('[data-kiosk="porch"].emergency.taken'), porch)
        taken = re.compile(rf"Emergency: taken by {DESK} at \d\d:\d\d")
        expect(card).to_contain_text(taken)
        past = shown.page.locator("#today li").first
        expect(past).to_contain_text("porch, By the lift")
        expect(past).to_contain_text(re.compile(rf"Taken by {DESK} at \d\d:\d\d; still on"))
        porch.emergency = False
        porch.link.clear()
        until(lambda: "over at" in str(past.text_content()), porch)
        assert shown.faults == []


def test_a_kiosk_out_of_service_says_so_in_one_line_and_the_rest_when_it_is_asked(
    broker: Mosquitto, browser: Browser
) -> None:
    with ExitStack() as stack:
        shown = Shown(stack, broker, browser)
        attic = stack.enter_context(closing(Kiosk(broker, "attic")))
        attic.in_service = False
        attic.reasons = ("the microphone is silent; plug it in", "no way to call staff works")
        until(shown.visible('[data-kiosk="attic"].away'), attic)
        line = shown.page.locator('[data-kiosk="attic"]')
        expect(line.locator(".standing")).to_have_text("Out of service: the microphone is silent")
        expect(line.get_by_text("plug it in")).to_be_hidden()
        line.locator("summary").click()
        expect(line.get_by_text("plug it in")).to_be_visible()
        attic.reasons = (*attic.reasons, "the log is full")
        until(lambda: line.get_by_text("the log is full").is_visible(), attic)


def test_the_ring_is_made_quieter_for_all_pages_and_never_silent(
    broker: Mosquitto, browser: Browser
) -> None:
    with ExitStack() as stack:
        shown = Shown(stack, broker, browser)
        quieter = shown.page.locator("#quieter")
        level = shown.page.locator("#level")
        for step in (4, 3, 2, 1):
            expect(level).to_have_text(f"Ring: {step + 1} of 5")
            quieter.click()
            expect(level).to_have_text(f"Ring: {step} of 5")
        expect(quieter).to_have_attribute("aria-disabled", "true")
        assert shown.page.evaluate("ring.out.gain.value") > 0.1
        quieter.press("Enter")
        shown.page.reload()
        expect(level).to_have_text("Ring: 1 of 5")
        waits = "{ kiosks: [{ rings: true, age: 31 }], loudness: 1 }"
        shown.page.evaluate(f"Object.assign(picture, {waits}); setLoudness()")
        gain = shown.page.evaluate("ring.out.gain.value")
        assert gain == 1, "an emergency that nobody takes rings at full loudness"


def test_names_are_text_and_the_page_shuts_nobody_out(tmp_path: Path, browser: Browser) -> None:
    name = "<img src=x onerror=alert(1)> & ward"
    with mosquitto(tmp_path / "own") as broker, ExitStack() as stack:
        shown = Shown(stack, broker, browser)
        names = (name, "hall", "porch", "lift")
        kiosks = [stack.enter_context(closing(Kiosk(broker, each))) for each in names]
        kiosks[0].call()
        kiosks[1].call()
        kiosks[2].link.fetch("attention")
        kiosks[3].in_service = False
        until(lambda: shown.page.locator("#kiosks li").count() == 1, *kiosks)
        until(lambda: shown.page.locator("#calls li").count() == 3, *kiosks)
        shown.page.locator(shown.button("hall", "acknowledge")).click()
        until(lambda: kiosks[1].acknowledged, *kiosks)
        assert name in shown.page.locator("#calls h3").all_text_contents()
        assert shown.page.locator("main img, main i").count() == 0
        shown.page.locator("#kiosks summary").click()
        assert faults(shown.page, (*SIZES, (400, 800))) == []
        targets = shown.page.locator("button:visible, summary:visible").evaluate_all(
            "found => found.map((each) => each.getBoundingClientRect())"
            ".map(({width, height}) => Math.min(width, height))"
        )
        assert min(targets) >= 60
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
