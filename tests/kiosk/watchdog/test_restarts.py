"""Why a process was replaced is known to later processes, whoever noticed it."""

import json
import os
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.clock import VirtualClock
from kiosk.status.log_restarts import TELL_EVERY, DroppedPresses, log_restarts
from kiosk.status.log_writer import FILE, ServiceLog
from kiosk.watchdog.disk import AT_ONCE
from kiosk.watchdog.restarts import Restarts

pytestmark = pytest.mark.unit


def written(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / FILE).read_text(encoding="utf-8").splitlines()]


def test_a_child_says_why_it_leaves() -> None:
    restarts = Restarts()
    child = os.fork()
    if child == 0:
        restarts.leave("part_hangs", "key device")
        os._exit(0)
    os.waitpid(child, 0)
    told = restarts.ended("fault")
    assert (told.number, told.reason, told.part) == (1, "part_hangs", "key device")
    assert restarts.ended("fault").reason == "fault", "a reason counts for one child"


def test_the_reason_of_one_that_was_killed_is_what_its_parent_saw() -> None:
    restarts = Restarts()
    restarts.leave("new_settings")
    told = restarts.ended("hung", signal=9)
    assert (told.reason, told.signal) == ("hung", 9)


def test_each_restart_is_in_the_log_once_with_its_reason_and_time(tmp_path: Path) -> None:
    restarts = Restarts()
    restarts.ended("killed", signal=9)
    restarts.ended("cannot_start")
    with closing(ServiceLog(tmp_path, lambda _: None)) as log:
        log_restarts(log, restarts, AT_ONCE)
        log_restarts(log, restarts, AT_ONCE)
    first, second = written(tmp_path)
    assert (first["event"], first["reason"], first["signal"]) == ("restarted", "killed", 9)
    assert (second["number"], second["reason"]) == (2, "cannot_start")
    assert isinstance(first["seconds_ago"], float)


def test_dropped_presses_are_told_in_numbers_and_not_by_the_round(tmp_path: Path) -> None:
    clock = VirtualClock()
    with closing(ServiceLog(tmp_path, lambda _: None)) as log:
        dropped = DroppedPresses(log, clock)
        for count in range(1, 50):
            dropped.look(count)
        clock.advance(clock.now() + TELL_EVERY)
        dropped.look(49)
    assert [line["count"] for line in written(tmp_path)] == [1, 48]
