"""Alerts: every channel is called, and only what reached people is acknowledged."""

import pytest

from kiosk.actions import AlertStaff, PlayEarcon
from kiosk.alerts import Alerts, LocalChannel, Urgency
from kiosk.clock import VirtualClock
from kiosk.events import AlertAcknowledged


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

    def fetch(self, urgency: Urgency) -> None:
        raise OSError("no route to host")

    def clear(self) -> None:
        raise OSError("no route to host")

    def progress(self) -> bool:
        return False


class Reached(Broken):
    """A channel on which a person has answered."""

    name = "desk"

    def fetch(self, urgency: Urgency) -> None:
        pass

    def clear(self) -> None:
        pass

    def progress(self) -> bool:
        return True


@pytest.fixture
def rings() -> list[PlayEarcon]:
    return []


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture
def local(rings: list[PlayEarcon], clock: VirtualClock) -> LocalChannel:
    return LocalChannel(rings.append, Display(), clock)


def test_an_alert_in_the_room_is_no_acknowledgement(local: LocalChannel) -> None:
    alerts = Alerts([local])
    alerts.fetch(AlertStaff("emergency"))
    assert alerts.progress() == []


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


def test_a_channel_that_fails_is_reported_and_the_others_still_ring(
    local: LocalChannel, rings: list[PlayEarcon]
) -> None:
    faults: list[str] = []
    alerts = Alerts([Broken(), local, Reached()], faults.append)
    alerts.fetch(AlertStaff("emergency"))
    assert rings == [PlayEarcon("alert")]
    assert alerts.progress() == [AlertAcknowledged("desk")]
    assert faults == ['the alert channel "broken" failed: no route to host']
    alerts.clear()
    assert alerts.due is None
