"""A keypad or switch is read as Linux gives it: found by name, unplugged and plugged in again."""

import errno
import fcntl
import os
from pathlib import Path
from queue import Empty, SimpleQueue

import pytest

from kiosk.clock import LiveClock
from kiosk.errors import KeyDeviceError
from kiosk.visit.keys.device import DeviceKeys, find_devices, list_devices, open_device
from kiosk.watchdog.thread_heartbeats import ThreadHeartbeats
from tests.kiosk.visit.keys.key_records import (
    CODES,
    EV_KEY,
    PRESSED,
    REPEATED,
    Keypad,
    named,
    record,
    stroke,
)

pytestmark = pytest.mark.unit

PATIENCE = 10
"""Seconds after which a key that has not come is a failure."""


class Notices:
    def __init__(self) -> None:
        self.up: SimpleQueue[str] = SimpleQueue()
        self.down: SimpleQueue[str] = SimpleQueue()

    def notice(self, text: str) -> None:
        self.up.put(text)

    def withdraw(self, text: str) -> None:
        self.down.put(text)


def received(pressed: "SimpleQueue[str]", count: int) -> list[str]:
    return [pressed.get(timeout=PATIENCE) for _ in range(count)]


def test_each_press_counts_once_however_long_it_is_held(tmp_path: Path) -> None:
    pressed: SimpleQueue[str] = SimpleQueue()
    space = CODES["space"]
    held = record(EV_KEY, space, PRESSED, 1.0)
    held += b"".join(record(EV_KEY, space, REPEATED, 1.0 + after) for after in range(1, 500))
    with Keypad(tmp_path / "pad") as pad:
        with DeviceKeys(
            str(tmp_path / "pad"), pressed.put, Notices(), ThreadHeartbeats(LiveClock())
        ):
            pad.press("kp1", "f13", "btn1")
            assert received(pressed, 3) == ["kp1", "f13", "btn1"]
            pad.send(held)
            pad.press("a")
            assert received(pressed, 2) == ["space", "a"]
        with pytest.raises(Empty):
            pressed.get_nowait()


def test_a_key_that_bounces_counts_once_and_another_key_at_once(tmp_path: Path) -> None:
    pressed: SimpleQueue[str] = SimpleQueue()
    with (
        Keypad(tmp_path / "pad") as pad,
        DeviceKeys(str(tmp_path / "pad"), pressed.put, Notices(), ThreadHeartbeats(LiveClock())),
    ):
        for name, at in (("kp2", 1.0), ("kp2", 1.1), ("kp2", 1.35), ("kp1", 1.4), ("kp2", 1.9)):
            pad.send(record(EV_KEY, CODES[name], PRESSED, at))
        assert received(pressed, 3) == ["kp2", "kp1", "kp2"]


def test_a_code_without_a_name_is_a_key_all_the_same(tmp_path: Path) -> None:
    pressed: SimpleQueue[str] = SimpleQueue()
    with (
        Keypad(tmp_path / "pad") as pad,
        DeviceKeys(str(tmp_path / "pad"), pressed.put, Notices(), ThreadHeartbeats(LiveClock())),
    ):
        pad.send(record(EV_KEY, 0x2FF, PRESSED))
        assert received(pressed, 1) == ["key767"]


def test_records_that_come_in_pieces_are_put_together(tmp_path: Path) -> None:
    pressed: SimpleQueue[str] = SimpleQueue()
    with (
        Keypad(tmp_path / "pad") as pad,
        DeviceKeys(str(tmp_path / "pad"), pressed.put, Notices(), ThreadHeartbeats(LiveClock())),
    ):
        data = stroke("kp1") + stroke("kp2")
        for place in range(0, len(data), 7):
            pad.send(data[place : place + 7])
        assert received(pressed, 2) == ["kp1", "kp2"]


def test_a_device_is_found_by_part_of_its_name_with_all_that_share_it(tmp_path: Path) -> None:
    pads = [named(tmp_path, 3, "ACME Keypad"), named(tmp_path, 11, "ACME Keypad Control")]
    named(tmp_path, 4, "Lid Switch")
    assert [name for _, name in list_devices(tmp_path)] == [
        "ACME Keypad",
        "Lid Switch",
        "ACME Keypad Control",
    ]
    assert find_devices("acme", tmp_path) == pads
    pressed: SimpleQueue[str] = SimpleQueue()
    with (
        Keypad(pads[0]) as first,
        Keypad(pads[1]) as second,
        DeviceKeys(
            "acme keypad", pressed.put, Notices(), ThreadHeartbeats(LiveClock()), system=tmp_path
        ),
    ):
        first.press("kp1")
        assert received(pressed, 1) == ["kp1"]
        second.press("kp2")
        assert received(pressed, 1) == ["kp2"]


def test_a_device_that_is_unplugged_is_missed_and_works_again_once_plugged_in(
    tmp_path: Path,
) -> None:
    pressed: SimpleQueue[str] = SimpleQueue()
    notices = Notices()
    place = tmp_path / "pad"
    with (
        Keypad(place) as pad,
        DeviceKeys(str(place), pressed.put, notices, ThreadHeartbeats(LiveClock())),
    ):
        pad.press("kp1")
        assert received(pressed, 1) == ["kp1"]
        pad.unplug()
        missing = notices.up.get(timeout=PATIENCE)
        assert missing == (
            f'no key device "{place}"; plug it in, or correct key_device: run_kiosk.py keys --list'
        )
        with Keypad(place) as again:
            while notices.down.get(timeout=PATIENCE) != missing:
                pass
            again.press("kp2")
            assert received(pressed, 1) == ["kp2"]


def test_a_device_that_is_missing_at_the_start_is_waited_for(tmp_path: Path) -> None:
    pressed: SimpleQueue[str] = SimpleQueue()
    notices = Notices()
    with DeviceKeys(str(tmp_path / "pad"), pressed.put, notices, ThreadHeartbeats(LiveClock())):
        assert "plug it in" in notices.up.get(timeout=PATIENCE)
        with Keypad(tmp_path / "pad") as pad:
            pad.press("kp1")
            assert received(pressed, 1) == ["kp1"]


def test_a_device_that_may_not_be_read_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", forbidden)  # root may read everything
    with pytest.raises(KeyDeviceError, match=r"sudo usermod -aG input \S+; then start") as caught:
        open_device(tmp_path / "pad", grab=True)
    assert "\n" not in str(caught.value)


def refuse_the_grab(monkeypatch: pytest.MonkeyPatch, number: int) -> list[int]:
    """Give the descriptors whose keys were to be kept from other programs."""
    refused: list[int] = []

    def ioctl(descriptor: int, *_: object) -> int:
        refused.append(descriptor)
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "ioctl", ioctl)
    return refused


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (errno.EBUSY, r"is kept by another program; end that, or set key_grab = false"),
        (errno.EPERM, r"\(operation not permitted\); name another .* or set key_grab = false"),
    ],
)
def test_a_device_whose_keys_would_reach_other_programs_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, why: str
) -> None:
    refused = refuse_the_grab(monkeypatch, number)
    with Keypad(tmp_path / "pad"), pytest.raises(KeyDeviceError, match=why):
        open_device(tmp_path / "pad", grab=True)
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(refused[0])


def test_a_device_that_goes_while_it_is_opened_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = refuse_the_grab(monkeypatch, errno.ENODEV)
    with Keypad(tmp_path / "pad"), pytest.raises(OSError, match="No such device"):
        open_device(tmp_path / "pad", grab=True)
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(refused[0])
