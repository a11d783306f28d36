"""A busy machine is told apart from a voice that hangs."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from audio.processor_time import ProcessorTime
from kiosk.clock import VirtualClock
from kiosk.watchdog.busy_machine import LOOP_LATE_AFTER, BusyMachine

pytestmark = pytest.mark.unit


@contextmanager
def child(does: str) -> Iterator[int]:
    program = f"import time\nprint(flush=True)\n{does}"
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        try:
            yield process.pid
        finally:
            process.kill()


class Works(ProcessorTime):
    """A process that works, or does not."""

    def __init__(self, works: bool) -> None:
        self._works = works

    def works(self, pid: int | None, seconds: float) -> bool:
        return self._works


def test_a_process_that_has_work_to_do_works() -> None:
    with child("while True: pass") as pid:
        assert ProcessorTime().works(pid, 1.0)


def test_one_that_is_gone_or_was_never_there_does_not() -> None:
    with child("time.sleep(3600)") as pid:
        pass
    assert not ProcessorTime().works(pid, 1.0)
    assert not ProcessorTime().works(None, 1.0)


def busy_for(*, works: bool, seconds_a_round: float) -> float:
    clock = VirtualClock()
    machine = BusyMachine(clock, lambda: 1, Works(works))
    busy = 0.0
    for _ in range(10):
        clock.advance(clock.now() + seconds_a_round)
        machine.came_round()
        busy = machine.busy_for(late=clock.now())
    return busy


def test_late_speech_of_a_process_that_works_is_no_hang() -> None:
    assert busy_for(works=True, seconds_a_round=0.5) == 5.0


def test_late_speech_of_a_process_that_does_nothing_is_one() -> None:
    assert busy_for(works=False, seconds_a_round=0.5) == 0.0


def test_a_loop_that_is_late_itself_tells_of_a_busy_machine() -> None:
    assert busy_for(works=False, seconds_a_round=2 * LOOP_LATE_AFTER) == 10 * 2 * LOOP_LATE_AFTER


def test_a_voice_that_is_on_time_owes_nothing_for_what_was() -> None:
    clock = VirtualClock()
    machine = BusyMachine(clock, lambda: 1, Works(works=True))
    clock.advance(3.0)
    assert machine.busy_for(late=3.0) == 3.0
    assert machine.busy_for(late=0.0) == 0.0
