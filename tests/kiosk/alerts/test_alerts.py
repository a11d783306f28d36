"""Alerts: every channel is called, and only what reached people is acknowledged."""

from collections.abc import Callable

import pytest

from kiosk.alerts import Alerts, LocalChannel, News
from kiosk.clock import VirtualClock
from kiosk.visit.dialogue.actions import AlertStaff, PlayEarcon, Urgency
from kiosk.visit.dialogue.events import AlertAcknowledged, StaffCleared, StaffReachable

pytestmark = pytest.mark.unit


class Display:
    """Keeps what it shows."""

    def __init__(self) -> None:
        self.shown: list[str] = []

    def alert(self, urgency: Urgency) -> None:
        self.shown.append(urgency)

    def clear_alert(self) -> None:
        self.shown.append("cleared")


class Broken:
    """A channel that fails whatever is asked of it."""

    name = "broken"
    due: float | None = None
    working = False
    confirms = True
    trouble = ""

    def fetch(self, urgency: Urgency) -> None:
        raise OSError("no route to host")

    def clear(self) -> None:
        raise OSError("no route to host")

    def test(self) -> None:
        raise OSError("no route to host")

    def progress(self) -> News:
        return News()

    def close(self) -> None:
        raise OSError("no route to host")


class Desk(Broken):
    """A channel that tells what the test gives it."""

    name = "desk"
    working = True

    def __init__(self, *news: News) -> None:
        self.news = list(news)
        self.closed = False

    def fetch(self, urgency: Urgency) -> None:
        pass

    def clear(self) -> None:
        pass

    def test(self) -> None:
        pass

    def progress(self) -> News:
        return self.news.pop(0) if self.news else News()

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def rings() -> list[PlayEarcon]:
    return []


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture
def local(rings: list[PlayEarcon], clock: VirtualClock) -> LocalChannel:
    return LocalChannel(rings.append, Display(), clock, lambda: True)


def test_an_alert_in_the_room_is_no_acknowledgement(local: LocalChannel) -> None:
    alerts = Alerts([local])
    alerts.fetch(AlertStaff("emergency"))
    assert alerts.progress() == []


def test_the_room_is_rung_before_anything_is_shown(clock: VirtualClock) -> None:
    done: list[str] = []

    class Slow(Display):
        def alert(self, urgency: Urgency) -> None:
            done.append("shown")

    local = LocalChannel(lambda _: done.append("rung"), Slow(), clock, lambda: True)
    local.fetch("emergency")
    assert done == ["rung", "shown"]


def test_an_emergency_rings_until_it_is_cleared(
    local: LocalChannel, rings: list[PlayEarcon], clock: VirtualClock
) -> None:
    alerts = Alerts([local])
    alerts.fetch(AlertStaff("emergency"))
    for _ in range(3):
        assert alerts.due is not None
        clock.advance(alerts.due)
        alerts.progress()
    assert rings == [PlayEarcon("alert")] * 4
    alerts.clear()
    assert alerts.due is None


def test_a_call_for_attention_rings_once_and_does_not_quiet_an_emergency(
    local: LocalChannel, rings: list[PlayEarcon]
) -> None:
    alerts = Alerts([local])
    alerts.fetch(AlertStaff("attention"))
    assert alerts.due is None
    assert len(rings) == 1
    alerts.fetch(AlertStaff("emergency"))
    alerts.fetch(AlertStaff("attention"))
    assert alerts.due is not None


def test_a_channel_that_fails_is_reported_once_and_the_others_are_still_called(
    local: LocalChannel, rings: list[PlayEarcon]
) -> None:
    faults: list[str] = []
    desk = Desk(News(acknowledged=True))
    alerts = Alerts([Broken(), local, desk], faults.append)
    alerts.fetch(AlertStaff("emergency"))
    assert rings == [PlayEarcon("alert")]
    assert alerts.progress() == [AlertAcknowledged("desk"), StaffReachable(works=True)]
    assert alerts.answered == {"desk"}
    alerts.fetch(AlertStaff("emergency"))
    assert alerts.answered == set()
    assert faults == ['the alert channel "broken" failed: no route to host']
    assert alerts.trouble == faults[0]
    alerts.clear()
    assert alerts.due is None
    alerts.close()
    assert desk.closed


def test_staff_clear_on_any_channel(local: LocalChannel) -> None:
    alerts = Alerts([local, Desk(News(acknowledged=True, cleared=True))])
    alerts.fetch(AlertStaff("emergency"))
    told = alerts.progress()
    assert told == [AlertAcknowledged("desk"), StaffReachable(works=True), StaffCleared()]


def test_the_screen_that_fails_does_not_keep_the_speaker_from_ringing(
    rings: list[PlayEarcon], clock: VirtualClock
) -> None:
    class Dark(Display):
        def alert(self, urgency: Urgency) -> None:
            raise OSError("the terminal is gone")

    alerts = Alerts([LocalChannel(rings.append, Dark(), clock, lambda: True)])
    alerts.fetch(AlertStaff("emergency"))
    assert rings == [PlayEarcon("alert")]
    assert alerts.due is not None
    assert not alerts.working


def test_alerts_work_while_one_channel_does(clock: VirtualClock) -> None:
    heard = True
    local = LocalChannel(lambda _: None, Display(), clock, lambda: heard)
    desk = Desk()
    alerts = Alerts([local, desk])
    desk.working, desk.trouble = False, "the desk is closed; open it"
    assert alerts.working
    assert alerts.trouble == "the desk is closed; open it"
    heard = False
    assert not alerts.working
    assert alerts.trouble.startswith("an alert can be neither heard nor seen here; connect")
    assert alerts.trouble.endswith("; the desk is closed; open it")


def test_channels_that_have_not_answered_yet_do_not_work_and_say_so() -> None:
    alerts = Alerts([Broken()])
    assert not alerts.working
    assert alerts.trouble == "no alert channel has answered yet; wait a few seconds"


def test_a_change_in_whether_a_channel_can_confirm_a_call_is_told_once(local: LocalChannel) -> None:
    desk = Desk()
    desk.working = False
    alerts = Alerts([local, desk])
    assert alerts.progress() == [], "the kiosk's own speaker and screen confirm nothing"
    desk.working = True
    assert alerts.progress() == [StaffReachable(works=True)]
    assert alerts.progress() == []
    desk.working = False
    assert alerts.progress() == [StaffReachable(works=False)]


def test_a_call_has_a_doorbell_and_gives_way_to_an_emergency_only(
    local: LocalChannel, rings: list[PlayEarcon]
) -> None:
    for urgency in ("call", "attention", "emergency", "call"):
        local.fetch(urgency)
    assert [ring.name for ring in rings] == ["doorbell", "alert"]


def test_trouble_is_reported_once_until_the_channel_worked_in_between() -> None:
    desk = Desk()
    told: list[str] = []
    withdrawn: list[str] = []
    alerts = Alerts([desk], told.append, withdrawn.append)
    alerts.progress()
    assert told == []
    for _ in range(2):
        desk.working, desk.trouble = False, "the desk is closed; open it"
        for _ in range(3):
            alerts.progress()
        desk.working, desk.trouble = True, ""
        for _ in range(3):
            alerts.progress()
    assert told == ["the desk is closed; open it"] * 2
    assert withdrawn == ["the desk is closed; open it"] * 2


class Interrupted(Broken):
    """A channel at whose name the app loop comes in between, as it may on any thread."""

    def __init__(self) -> None:
        self.comes_in: Callable[[], None] = lambda: None

    @property
    def name(self) -> str:  # type: ignore[override]
        self.comes_in()
        return "interrupted"


def test_how_the_channels_are_is_told_while_the_loop_finds_more_wrong_with_them() -> None:
    channel = Interrupted()
    alerts = Alerts([Broken(), channel])
    alerts.fetch(AlertStaff("emergency"))

    def come_in() -> None:
        channel.comes_in = lambda: None
        alerts.clear()

    channel.comes_in = come_in
    assert not alerts.working
    assert [working for _, working, _ in alerts.channels] == [False, False]
