"""A kiosk with no terminal is served by a USB keypad, and by one switch, through the whole run."""

import subprocess
from pathlib import Path

import pytest

from tests.kiosk.visit.keys.key_records import Keypad
from tests.system.live.terminal import NO_SOUND, piped_kiosk
from tests.waiting import killed_when_late

pytestmark = pytest.mark.live


def wait_for(process: "subprocess.Popen[str]", wanted: str) -> str:
    """Read what is printed up to a line with `wanted`."""
    assert process.stdout is not None
    lines = []
    with killed_when_late(process):
        for line in process.stdout:
            lines.append(line)
            if wanted in line:
                return "".join(lines)
    raise AssertionError(f"{wanted!r} was not printed:\n{''.join(lines)}")


def test_a_keypad_serves_a_visit_is_unplugged_and_serves_on(tmp_path: Path) -> None:
    place = tmp_path / "pad"
    settings = NO_SOUND | {"KIOSK_KEY_DEVICE": str(place), "KIOSK_KEYS": "kp7=skip kp0=goodbye"}
    with (
        Keypad(place) as pad,
        piped_kiosk("run", folder=tmp_path, environment=settings) as process,
    ):
        wait_for(process, "Waiting")
        pad.press("a")
        wait_for(process, "Hello.")
        pad.press("kp7")
        wait_for(process, "[1] symptoms")
        pad.press("kp1")
        wait_for(process, "[1] lasting back pain")
        pad.unplug()
        wait_for(process, "plug it in, or correct key_device")
        with Keypad(place) as again:
            again.press("kp0")
            wait_for(process, "Thank you, and goodbye.")
        process.terminate()
        assert process.stdout is not None
        with killed_when_late(process):
            assert "Traceback" not in process.stdout.read()


def test_a_switch_on_a_device_is_offered_choices_and_takes_one(tmp_path: Path) -> None:
    place = tmp_path / "pad"
    settings = NO_SOUND | {"KIOSK_KEY_DEVICE": str(place), "KIOSK_KEYS": "btn1=switch"}
    settings |= {"KIOSK_ONE_SWITCH": "true"}
    with (
        Keypad(place) as pad,
        piped_kiosk("run", folder=tmp_path, environment=settings) as process,
    ):
        wait_for(process, "Waiting")
        pad.press("space")
        wait_for(process, "Hello.")
        wait_for(process, "I can read about cancer in the spine")
        pad.press("space")
        wait_for(process, "[space] going on")
        wait_for(process, "For going on, press now.")
        wait_for(process, "Waiting")
        pad.press("btn1")
        wait_for(process, "I can read about cancer in the spine")
        process.terminate()
