"""What hangs is told by its name, and nothing else is."""

from threading import Thread

from kiosk.clock import VirtualClock
from kiosk.health import MOST_WAITING, Health
from kiosk.pulse import BEAT_EVERY, LATE_AFTER, Pulse
from tests.app.parts import Stage
from tests.app.test_fresh_process import dialogue


def test_a_thread_is_late_only_after_it_should_have_come_round() -> None:
    clock = VirtualClock()
    pulse = Pulse(clock)
    pulse.beat("keys")
    pulse.beat("echo", waits=30.0)
    clock.advance(clock.now() + BEAT_EVERY + LATE_AFTER)
    assert pulse.late() == []
    clock.advance(clock.now() + 0.1)
    assert pulse.late() == ["keys"]
    pulse.beat("keys")
    assert pulse.late() == []


def test_a_thread_that_has_ended_is_not_late() -> None:
    clock = VirtualClock()
    pulse = Pulse(clock)

    def work() -> None:
        with pulse.watched("page"):
            pass

    thread = Thread(target=work)
    thread.start()
    thread.join()
    clock.advance(clock.now() + 100)
    assert pulse.late() == []


def test_events_that_nobody_takes_and_recognizers_that_do_not_come_are_troubles() -> None:
    stage, waiting, ready = Stage(dialogue), [0], [False]
    health = Health(
        stage.clock,
        Pulse(stage.clock),
        stage.mouth,
        waiting=lambda: waiting[0],
        hears=lambda: ready[0],
    )
    assert health.trouble() == ""
    waiting[0] = MOST_WAITING + 1
    stage.clock.advance(stage.clock.now() + 1)
    assert health.trouble() == "what comes in is no longer taken"
    waiting[0] = 0
    stage.clock.advance(stage.clock.now() + 120)
    assert health.trouble() == "the recognizers are not loaded in time"
    ready[0] = True
    stage.clock.advance(stage.clock.now() + 1)
    assert health.trouble() == ""
