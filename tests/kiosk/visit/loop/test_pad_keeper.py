"""The staff code's lock survives restarts; a change of the clock neither opens nor prolongs it."""

import json
import os
from pathlib import Path

import pytest

from kiosk.visit.dialogue.actions import KeepStaffPad
from kiosk.visit.dialogue.pad_state import FIRST_LOCK, LONGEST_LOCK, PadState, lock_seconds
from kiosk.visit.loop.pad_keeper import PadKeeper
from kiosk.watchdog.disk import AT_ONCE

pytestmark = pytest.mark.unit


class Machine:
    """A machine that is switched off and on, with what its kiosk tells staff."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "staff-pad"
        self.seconds = 1000.0
        self.boot = "first"
        self.told = ""

    def tell(self, text: str) -> None:
        self.told = text

    def start(self) -> PadKeeper:
        return PadKeeper(self.file, self.tell, AT_ONCE, lambda: self.seconds, lambda: self.boot)

    def boots(self) -> None:
        self.boot, self.seconds = "second", 5.0


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


LOCKED = PadState(0, 2, 60.0)


def test_nothing_is_kept_and_told_before_a_wrong_code(machine: Machine) -> None:
    assert machine.start().kept == PadState()
    assert machine.told == ""
    assert not machine.file.exists()


def test_a_restart_goes_on_with_the_rest_of_the_lock(machine: Machine) -> None:
    machine.start().on_action(0.0, KeepStaffPad(LOCKED))
    machine.seconds += 20
    assert machine.start().kept == PadState(0, 2, 40.0)
    assert "locked for 60 s" in machine.told
    machine.seconds += 50
    assert machine.start().kept == PadState(0, 2, 0.0)


def test_wrong_codes_before_the_lock_are_kept_too(machine: Machine) -> None:
    machine.start().on_action(0.0, KeepStaffPad(PadState(2)))
    assert machine.start().kept == PadState(2)
    assert machine.told == ""


def test_the_end_of_a_lock_is_told_and_that_there_was_one_until_the_right_code(
    machine: Machine,
) -> None:
    keeper = machine.start()
    keeper.on_action(0.0, KeepStaffPad(LOCKED))
    keeper.look()
    assert "locked for 60 s" in machine.told
    machine.seconds += 60
    keeper.look()
    assert "have locked the keys 2 times since the last right one" in machine.told
    keeper.on_action(0.0, KeepStaffPad(PadState()))
    assert machine.told == ""


def test_a_lock_begins_again_after_the_machine_was_off_and_ends(machine: Machine) -> None:
    machine.start().on_action(0.0, KeepStaffPad(LOCKED))
    machine.boots()
    assert machine.start().kept == LOCKED
    machine.seconds += 30
    assert machine.start().kept == PadState(0, 2, 30.0), "and not again at each start"


def test_a_lock_that_was_over_does_not_come_back_after_the_machine_was_off(
    machine: Machine,
) -> None:
    keeper = machine.start()
    keeper.on_action(0.0, KeepStaffPad(LOCKED))
    machine.seconds += 60
    keeper.look()
    machine.boots()
    assert machine.start().kept == PadState(0, 2, 0.0)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"[" * 1000,
        b"9" * 100_000,
        b'{"wrong": -1, "locks": 0, "until": null, "boot": ""}',
        b'{"wrong": 0, "locks": 0, "until": NaN, "boot": "first"}',
    ],
)
def test_a_damaged_file_locks_for_half_a_minute(machine: Machine, content: bytes) -> None:
    machine.file.write_bytes(content)
    assert machine.start().kept == PadState(0, 1, FIRST_LOCK)


def test_nothing_that_is_written_there_locks_for_ever(machine: Machine) -> None:
    far = {"wrong": 0, "locks": 1_000_000, "until": 1e300, "boot": "first"}
    machine.file.write_text(json.dumps(far))
    assert machine.start().kept.locked_for == LONGEST_LOCK == lock_seconds(1_000_000)


@pytest.mark.parametrize("kind", ["folder", "pipe", "link"])
def test_what_is_no_file_of_the_kiosk_is_taken_for_a_lock_and_put_aside(
    machine: Machine, tmp_path: Path, kind: str
) -> None:
    if kind == "folder":
        machine.file.mkdir()
    elif kind == "pipe":
        os.mkfifo(machine.file)
    else:
        (tmp_path / "open").write_text('{"wrong": 0, "locks": 0, "until": null, "boot": ""}')
        machine.file.symlink_to(tmp_path / "open")
    assert machine.start().kept == PadState(0, 1, FIRST_LOCK)
    assert machine.file.lstat().st_mode & 0o777 == 0o600
