"""`start`, `status`, `restart`, `stop`: what staff type, and what they read."""

import json
import os
import signal
import stat
from pathlib import Path

import pytest

from kiosk.service.control.door import runtime_folder, temporary_folder
from kiosk.service.last_settings import NAME
from tests.kiosk.service.control.background_kiosk import BackgroundKiosk, started
from tests.system.live.sound_server import SoundServer, sound_server
from tests.system.live.terminal import NO_SOUND, kiosk

pytestmark = pytest.mark.live


def test_without_a_kiosk_each_command_says_how_to_start_one(tmp_path: Path) -> None:
    nobody = BackgroundKiosk(tmp_path, NO_SOUND)
    for command in ("status", "stop", "restart"):
        done = nobody.command(command)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr == ("run_kiosk.py: no kiosk runs here; start it: run_kiosk.py start\n")


def test_status_tells_what_works_and_why_it_is_not_in_service(tmp_path: Path) -> None:
    with started(tmp_path, NO_SOUND) as service:
        told = service.command("status")
        assert told.returncode == 1
        assert "NOT IN SERVICE" in told.stdout
        assert "! no speaker was found; plug one in" in told.stdout
        assert "waiting for a visitor" in told.stdout
        status = json.loads(service.command("status", "--json").stdout)
        assert (status["hears"], status["sounds"], status["in_service"]) == (False, False, False)
        assert status["state"] == "attract"


def test_with_sound_it_is_in_service(tmp_path: Path) -> None:
    folder = tmp_path / "sound"
    folder.mkdir(mode=0o700)
    with sound_server(folder) as sound:
        assert isinstance(sound, SoundServer)
        with started(tmp_path, sound.environment) as service:
            status = service.wait_until(lambda s: s["in_service"] and s["last_spoken"] is None)
            assert status["microphone_dbfs"] <= -60
            assert service.command("status").returncode == 0
            assert [c["working"] for c in status["channels"]] == [True]
            assert ["nobody has signed off" in line for line in status["reasons"]] == [True]
            service.command("stop")
            told = service.command("start").stdout.splitlines()
            assert told[0].endswith("kiosk: in service")
            sound.unload("module-remap-source")
            deaf = service.wait_until(lambda s: not s["in_service"])
            assert (deaf["hears"], deaf["sounds"]) == (False, True)
            assert "! no microphone is connected; plug one in" in service.command("status").stdout


def test_the_socket_is_the_users_own(tmp_path: Path) -> None:
    with started(tmp_path, NO_SOUND) as service:
        run = service.state / "run"
        assert stat.S_IMODE((run / "control").stat().st_mode) == 0o600
        assert stat.S_IMODE(run.stat().st_mode) == 0o700


def test_a_second_kiosk_does_not_start(tmp_path: Path) -> None:
    with started(tmp_path, NO_SOUND) as service:
        for words in (("start",), ("run",)):
            refused = service.command(*words)
            assert refused.returncode == 1
            assert "a kiosk runs already" in refused.stderr
            assert refused.stderr.count("\n") == 1


def test_restart_brings_a_fresh_process_and_counts_it(tmp_path: Path) -> None:
    with started(tmp_path, NO_SOUND) as service:
        before = service.status()
        assert service.command("restart").returncode == 0
        after = service.status()
        assert after["process"] != before["process"]
        assert after["restarts"] == 1
        assert after["uptime"] > before["uptime"]


def test_a_killed_process_is_counted_too_and_leaves_no_file(tmp_path: Path) -> None:
    with started(tmp_path, NO_SOUND) as service:
        left = temporary_folder(service.state / "run") / "left-by-a-killed-one"
        left.touch()
        os.kill(service.status()["process"], signal.SIGKILL)
        assert service.wait_until(lambda s: s["restarts"] == 1)
        assert not left.exists()
    assert not left.parent.exists()


def test_stop_tells_the_visitor_first(tmp_path: Path) -> None:
    with kiosk("run", folder=tmp_path, environment=NO_SOUND) as terminal:
        terminal.wait_for("Waiting")
        terminal.press(" k")
        terminal.wait_for("Main menu")
        staff = BackgroundKiosk(tmp_path, NO_SOUND)
        assert staff.command("stop").returncode == 0
        said = terminal.read_to_end()
        assert "I have to stop now." in said
        assert "speak to a member of staff" in said.rpartition("I have to stop now.")[2]
        assert terminal.process.returncode == 0


def test_restart_tells_the_visitor_and_keeps_an_emergency(tmp_path: Path) -> None:
    with kiosk("run", folder=tmp_path, environment=NO_SOUND) as terminal:
        terminal.wait_for("Waiting")
        terminal.press("s")
        terminal.wait_for("You need a member of staff")
        staff = BackgroundKiosk(tmp_path, NO_SOUND)
        assert staff.status()["emergency"]
        assert staff.command("restart").returncode == 0
        terminal.wait_for("You need a member of staff")
        assert staff.status()["emergency"]
        stopped = staff.command("stop")
        assert "An emergency is on" in stopped.stdout
        assert (staff.state / "emergency").exists()


def test_visits_and_unclear_answers_are_counted_and_outlive_a_restart(tmp_path: Path) -> None:
    with kiosk("run", folder=tmp_path, environment=NO_SOUND) as terminal:
        terminal.wait_for("Waiting")
        terminal.press(" k21")
        terminal.wait_for("Question 1 of 13")
        terminal.press("7")
        staff = BackgroundKiosk(tmp_path, NO_SOUND)
        assert staff.wait_until(lambda s: s["unclear_today"] == 1)["visits_today"] == 1
        kept = runtime_folder(staff.state) / "counts"  # a thread of its own writes it
        staff.wait_until(lambda _: kept.exists() and '"unclear":1' in kept.read_text())
        os.kill(terminal.serving_process(), signal.SIGKILL)
        terminal.wait_for("I had to start again")
        status = staff.status()
        assert (status["unclear_today"], status["visits_today"]) == (1, 1)


def test_a_restart_takes_the_settings_as_they_are_now_unless_they_are_wrong(
    tmp_path: Path,
) -> None:
    file = tmp_path / "clinic.toml"
    file.write_text('kiosk_name = "door"\n')
    with started(tmp_path, NO_SOUND, "--settings", str(file)) as service:
        assert service.status()["kiosk"] == "door"
        file.write_text('kiosk_name = "hall"\n')
        assert service.command("restart").returncode == 0
        assert service.status()["kiosk"] == "hall"
        copy = service.state / NAME
        hall = service.wait_until(lambda _: copy.exists() and '"hall"' in copy.read_text())
        file.write_text("kiosk_name = 3\n")
        os.kill(hall["process"], signal.SIGKILL)
        fresh = service.wait_until(lambda s: s["restarts"] > hall["restarts"])
        assert fresh["kiosk"] == "hall"
