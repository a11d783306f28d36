"""`check` during a visit: it plays and sends nothing."""

import json
from pathlib import Path
from typing import Any

import pytest

from audio.signals.sweep import HEARD, likeness
from tests.kiosk.service.control.background_kiosk import BackgroundKiosk
from tests.system.live.room import ECHO, noise
from tests.system.live.sound_server import sound_server
from tests.system.live.terminal import kiosk

pytestmark = pytest.mark.live


def test_no_test_sound_and_no_test_alert_reach_a_visitor_or_an_emergency(tmp_path: Path) -> None:
    folder = tmp_path / "sound"
    folder.mkdir(mode=0o700)
    called = tmp_path / "called"
    program = tmp_path / "call-staff"
    program.write_text(f'#!/bin/sh\necho "$1" >> "{called}"\n')
    program.chmod(0o755)
    with sound_server(folder, ECHO) as sound, noise(sound):
        environment = sound.environment | {"KIOSK_ALERT_COMMAND": str(program)}
        staff = BackgroundKiosk(tmp_path, environment)

        def checked() -> dict[str, Any]:
            found: dict[str, Any] = json.loads(staff.command("check", "--json").stdout)
            return found

        with kiosk("run", folder=tmp_path, environment=environment) as terminal:
            terminal.wait_for("Listening")
            staff.wait_until(lambda s: all(c["working"] for c in s["channels"]))
            own_tests = called.read_text()
            terminal.press(" ")
            terminal.wait_for("Hello.")
            with sound.heard() as heard:
                parts = {part["part"]: part for part in checked()["parts"]}
            assert likeness(heard.frames) < HEARD
            assert called.read_text() == own_tests
            for part in ("speaker", "microphone", "kiosk", "alert command"):
                assert parts[part]["fit"], parts[part]
            assert "nothing is played into a visit" in parts["speaker"]["line"]

            terminal.press("!")
            terminal.wait_for("You need a member of staff")
            first = checked()["first"]
            assert first.startswith("emergency: an emergency is on: go there")
            assert called.read_text() == f"{own_tests}emergency\n"
            assert first.endswith("python3 run_kiosk.py clear-emergency")
            assert staff.command("clear-emergency").returncode == 0
            staff.wait_until(lambda s: not s["emergency"])
