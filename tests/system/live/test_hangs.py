"""H20: what hangs is noticed and replaced; no part of the kiosk may be dead in a healthy one."""

import os
import signal
from pathlib import Path

import pytest

from tests.faults.hanging import Hanging
from tests.faults.hung_disk import hung_disk
from tests.system.live.own_browser import free_port
from tests.system.live.sound_server import SoundServer
from tests.system.live.terminal import NO_SOUND, Terminal, kiosk
from tests.waiting import until

pytestmark = [pytest.mark.live, pytest.mark.browser]

NOTICED = 20.0
"""Seconds; a hang is to be noticed after 5, and speech that is stuck after 7."""


def serves_again(terminal: Terminal, ready: str = "Waiting") -> None:
    terminal.wait_for("starts again", NOTICED)
    terminal.wait_for(ready)
    terminal.press(" ")
    terminal.wait_for("Hello.")


@pytest.mark.parametrize("thread", ["MainThread", "keys", "page", "metrics"])
def test_a_thread_that_hangs(tmp_path: Path, thread: str) -> None:
    hanging = Hanging(tmp_path / "fault")
    own = {"KIOSK_BROWSER": " ", "KIOSK_METRICS_PORT": str(free_port())}
    environment = NO_SOUND | hanging.environment | own
    with kiosk("run", "--page", folder=tmp_path, environment=environment) as terminal:
        terminal.wait_for("Waiting")
        hanging.hang(terminal.serving_process(), thread)
        serves_again(terminal)


def test_what_follows_the_sound_server(tmp_path: Path, sound: SoundServer) -> None:
    hanging = Hanging(tmp_path / "fault")
    with kiosk(
        "run", folder=tmp_path, environment=sound.environment | hanging.environment
    ) as terminal:
        terminal.wait_for("Listening")
        hanging.hang(terminal.serving_process(), "sound server")
        serves_again(terminal, "Listening")


def test_the_voice_in_the_midst_of_a_visit(tmp_path: Path, sound: SoundServer) -> None:
    hanging = Hanging(tmp_path / "fault")
    with kiosk(
        "run", folder=tmp_path, environment=sound.environment | hanging.environment
    ) as terminal:
        terminal.wait_for("Listening")
        hanging.hang(terminal.serving_process(), "voice_0")
        terminal.press(" ")
        terminal.wait_for("the voice is stuck", NOTICED)
        terminal.wait_for("I had to start again", NOTICED)


def test_a_process_that_is_stopped_in_an_emergency_comes_back_in_it(tmp_path: Path) -> None:
    with kiosk("run", folder=tmp_path, environment=NO_SOUND) as terminal:
        terminal.wait_for("Waiting")
        terminal.press("s")
        terminal.wait_for("You need a member of staff")
        os.kill(terminal.serving_process(), signal.SIGSTOP)
        terminal.wait_for("the kiosk hung and was ended", NOTICED)
        terminal.wait_for("You need a member of staff")


def test_a_disk_that_hangs_keeps_no_staff_from_being_called(tmp_path: Path) -> None:
    state = tmp_path / "state"
    with kiosk("run", folder=tmp_path, environment=NO_SOUND) as terminal:
        terminal.wait_for("Waiting")
        serving = terminal.serving_process()
        with hung_disk(serving, state, state / "log", state / "run"):
            terminal.press("s")
            terminal.wait_for("over a restart: the disk does not answer")
            terminal.wait_for("You need a member of staff")
            terminal.wait_for("the disk does not answer, and nothing outlives a restart")
        assert until((state / "emergency").exists)
        os.kill(serving, signal.SIGKILL)
        terminal.wait_for("You need a member of staff")
