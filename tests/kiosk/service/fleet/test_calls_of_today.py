"""What a desk tells of a call: where, since when, what was called, and who has taken it."""

import time
from contextlib import ExitStack, closing
from types import SimpleNamespace

import pytest

from kiosk.clock import LiveClock
from kiosk.service.fleet.desk import Desk
from kiosk.service.fleet.desk_entries import entry_of
from kiosk.service.fleet.link import DeskLink
from kiosk.service.fleet.messages import Alert, Answer, Status, read
from kiosk.service.fleet.seen import Seen
from kiosk.service.fleet.today import MOST_KEPT, CallsToday
from kiosk.status.snapshot import ChannelState, Snapshot
from tests.kiosk.service.fleet.mosquitto import Mosquitto
from tests.waiting import until

pytestmark = pytest.mark.broker

NOON = time.mktime((2026, 11, 30, 12, 0, 0, 0, 0, -1))
MINUTE = 60.0


def in_emergency() -> Snapshot:
    channels = (
        ChannelState(name="desk", working=True, answered=True),
        ChannelState(name="local", working=True),
        ChannelState(name="webhook", working=False, detail="no network"),
    )
    return Snapshot(
        kiosk="hall",
        in_service=True,
        state="emergency",
        emergency=True,
        hears=True,
        sounds=True,
        channels=channels,
    )


def test_a_desk_that_comes_later_knows_the_place_since_when_and_who_has_taken_the_call(
    broker: Mosquitto, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ExitStack() as stack:
        link = DeskLink(broker.place, "clinic", "hall", LiveClock(), place="Ground floor")
        stack.enter_context(closing(link))
        link.tell(in_emergency)
        first = stack.enter_context(closing(Desk(broker.place, "clinic", name="Front desk")))
        link.fetch("emergency")

        def goes_on(reached: bool) -> bool:
            link.tell_now()
            link.progress()
            return reached

        until(lambda: goes_on(first.kiosk("hall").rings))
        assert first.acknowledge("hall")
        passed = SimpleNamespace(time=lambda: time.time() + 10 * MINUTE)
        monkeypatch.setattr("kiosk.service.fleet.link.time", passed)
        later = stack.enter_context(closing(Desk(broker.place, "clinic", name="Ward")))
        until(lambda: goes_on(later.kiosk("hall").acknowledged))
        until(lambda: goes_on(later.kiosk("hall").called < time.monotonic() - 9 * MINUTE))
        until(lambda: goes_on(later.kiosk("hall").place == "Ground floor"))
        assert later.kiosk("hall").taken_by == "Front desk"
        assert later.clear("hall")
        until(lambda: later.kiosk("hall").told)
        assert later.kiosk("hall").taken_by == "Front desk", "although another desk has ended it"
        (call,) = later.today.calls(time.time())
        assert (call.kiosk, call.place, call.taken_by) == ("hall", "Ground floor", "Front desk")
        assert call.ended_at is None


def test_what_was_called_is_told_by_the_names_that_staff_know() -> None:
    hall = Seen("hall").with_status(Status(online=True, snapshot=in_emergency()), 0.0)
    assert entry_of(hall, 1.0)["called"] == {
        "answered": ["this desk"],
        "called": ["the kiosk's own sound"],
        "failed": ["the alert webhook"],
    }


def test_a_kiosk_of_an_older_version_is_shown_all_the_same() -> None:
    old = (
        b'{"version": 1, "online": true, "snapshot": {"kiosk": "hall", "in_service": true, '
        b'"state": "attract", "hears": true, "sounds": true, '
        b'"channels": [{"name": "desk", "working": true}]}}'
    )
    hall = Seen("hall").with_status(read(Status, old), 0.0)
    hall = hall.with_call(read(Alert, b'{"id": "%s", "event": "emergency"}' % (b"a" * 32)), 1.0)
    hall = hall.with_answer(read(Answer, b'{"id": "%s", "person": true}' % (b"a" * 32)), told=True)
    entry = entry_of(hall, 2.0)
    assert (entry["needs"], entry["acknowledged"], entry["place"]) == ("emergency", True, "")
    assert (entry["taken_by"], entry["taken_at"]) == ("", "")


def called(event: str, id_: str = "a") -> Seen:
    alert = Alert.model_validate({"id": id_ * 32, "event": event})
    return Seen("hall").with_call(alert, 0.0)


def taken(seen: Seen, by: str, at: float) -> Seen:
    assert seen.alert is not None
    answer = Answer(id=seen.alert.id, person=True, desk=by, at=at)
    return seen.with_answer(answer, told=True)


def test_a_call_that_nobody_takes_and_the_emergency_that_it_becomes_are_two_of_todays() -> None:
    today = CallsToday(NOON)
    today.note(called("call"), NOON, NOON)
    emergency = called("emergency", "b")
    today.note(emergency, NOON + MINUTE, NOON + MINUTE)
    again = called("emergency", "c")  # the kiosk has started anew
    today.note(again, NOON + 3 * MINUTE, NOON + 3 * MINUTE)
    again = taken(again, "Ward", NOON + 99 * MINUTE)
    today.note(again, NOON + 3 * MINUTE, NOON + 4 * MINUTE)
    today.note(again.over(1.0), NOON, NOON + 5 * MINUTE)
    alarm, call = today.calls(NOON + 6 * MINUTE)
    assert (call.urgency, call.became_emergency, call.taken_at) == ("call", True, None)
    assert (alarm.urgency, alarm.at, alarm.ended_at) == (
        "emergency",
        NOON + MINUTE,
        NOON + 5 * MINUTE,
    )
    assert (alarm.taken_by, alarm.taken_at) == ("Ward", NOON + 4 * MINUTE), "its clock is ahead"


def test_only_todays_calls_and_those_that_are_still_on_are_kept_and_not_without_end() -> None:
    today = CallsToday(NOON)
    today.note(called("emergency"), NOON, NOON)
    for number in range(2 * MOST_KEPT):
        lift = Seen("lift").with_call(Alert(id=f"{number:032x}", event="call"), 0.0)
        today.note(lift, NOON + number, NOON + number)
        today.note(lift.over(1.0), NOON, NOON + number)
    assert len(today.calls(NOON + MINUTE)) == MOST_KEPT
    assert [call.kiosk for call in today.calls(NOON + 24 * 60 * MINUTE)] == ["hall"]


def test_a_call_that_is_made_again_after_it_was_taken_counts_as_not_taken() -> None:
    today = CallsToday(NOON)
    today.note(taken(called("emergency"), "Ward", NOON), NOON, NOON)
    today.note(called("emergency", "b"), NOON + MINUTE, NOON + MINUTE)
    again, first = today.calls(NOON + MINUTE)
    assert (first.taken_at, first.ended_at) == (NOON, NOON + MINUTE)
    assert (again.taken_at, again.ended_at, again.at) == (None, None, NOON + MINUTE)
