"""A settings file that becomes wrong ends no kiosk and disables no command that staff need."""

import os
import signal
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kiosk.service.last_settings import NAME
from tests.kiosk.service.control.background_kiosk import BackgroundKiosk, started
from tests.system.live.sound_server import SoundServer, sound_server
from tests.system.live.terminal import NO_SOUND, kiosk

pytestmark = pytest.mark.live

HUGE = "dwell = " + "9" * 5000 + "\n"
TOLD = ":1: a number or name of 5000 characters; correct this line\n"

SIGNED = (
    f'kiosk_name = "hall"\nsigned_off_by = "Dr. A"\nsigned_off_on = {date.today().isoformat()}\n'
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    settings = tmp_path / "clinic.toml"
    settings.write_text(SIGNED)
    return settings


@pytest.fixture
def sound(tmp_path: Path) -> Iterator[SoundServer]:
    folder = tmp_path / "sound"
    folder.mkdir(mode=0o700)
    with sound_server(folder) as server:
        yield server


def wait_until_kept(service: BackgroundKiosk, name: str) -> None:
    copy = service.state / NAME
    service.wait_until(lambda _: copy.exists() and f'"{name}"' in copy.read_text())


def test_a_kiosk_serves_on_and_comes_back_with_a_wrong_file_and_takes_it_once_it_is_right(
    tmp_path: Path, file: Path, sound: SoundServer
) -> None:
    named = ("--settings", str(file))
    with started(tmp_path, sound.environment, *named) as service:
        wait_until_kept(service, "hall")
        service.wait_until(lambda s: s["in_service"])
        file.write_text(HUGE)
        status = service.command("status", *named)
        assert (status.returncode, status.stderr) == (0, f"run_kiosk.py: {file}{TOLD}")
        before = service.wait_until(lambda s: any(str(file) in line for line in s["reasons"]))
        assert not [line for line in before["reasons"] if "health questions" in line]

        os.kill(before["process"], signal.SIGKILL)
        fresh = service.wait_until(lambda s: s["restarts"] == 1 and s["hears"] and s["sounds"])
        assert fresh["kiosk"] == "hall"
        assert not fresh["in_service"]
        (why,) = [line for line in fresh["reasons"] if line.startswith("the health questions")]
        assert "it cannot be read who has signed off" in why
        status = service.command("status", *named)
        assert (status.returncode, status.stderr) == (1, f"run_kiosk.py: {file}{TOLD}")
        assert "! the settings are wrong, so the kiosk has started with the last ones" in (
            status.stdout
        )
        checked = service.command("check", *named)
        assert checked.returncode == 1
        assert f"NO  settings: {file}{TOLD}" in checked.stdout
        assert "NO  kiosk: it runs but is not fully in service" in checked.stdout

        restarted = service.command("restart", *named)
        assert restarted.returncode == 0
        assert restarted.stdout.startswith("kiosk         hall: NOT IN SERVICE\n")

        file.write_text(SIGNED.replace("hall", "door"))
        right = service.wait_until(lambda s: s["kiosk"] == "door" and s["in_service"])
        assert not [line for line in right["reasons"] if "settings" in line]
        wait_until_kept(service, "door")


def test_commands_reach_the_kiosk_with_a_wrong_file_and_an_unknown_variable(
    tmp_path: Path, file: Path
) -> None:
    file.write_text(f'state_folder = "{tmp_path / "state"}"\n')
    own = NO_SOUND | {"KIOSK_STATE_FOLDER": "", "XDG_STATE_HOME": str(tmp_path / "own")}
    with kiosk("run", "--settings", str(file), folder=tmp_path, environment=own) as terminal:
        terminal.wait_for("Waiting")
        terminal.press("s")
        terminal.wait_for("You need a member of staff")
        file.write_text(HUGE)
        staff = BackgroundKiosk(tmp_path, own | {"KIOSK_FOO": "1"})
        named = ("--settings", str(file))
        first = staff.command("check", *named).stdout.splitlines()[0]
        assert first.startswith("NO  emergency: an emergency is on")
        for command, said in (
            ("status", "AN EMERGENCY IS ON"),
            ("logs", "emergency"),
            ("clear-emergency", "The emergency or call is cleared."),
            ("stop", "The kiosk is stopped."),
        ):
            done = staff.command(command, *named)
            assert said in done.stdout, done
            assert done.stderr == f"run_kiosk.py: {file}{TOLD}"
        terminal.read_to_end()
        assert terminal.process.returncode == 0


def test_an_unknown_variable_is_told_and_hides_nothing(tmp_path: Path) -> None:
    own = NO_SOUND | {"KIOSK_FOO": "1"}
    with started(tmp_path, NO_SOUND) as service:
        staff = BackgroundKiosk(tmp_path, own)
        for command in ("status", "logs", "clear-emergency", "restart", "stop"):
            done = staff.command(command)
            assert done.returncode == (1 if command == "status" else 0), done
            assert done.stderr == (
                'run_kiosk.py: environment variable KIOSK_FOO: unknown setting "foo"; remove it\n'
            )
        for command in ("run", "start"):
            assert staff.command(command).returncode == 2
        assert service.command("status").returncode == 1


def test_a_person_who_starts_with_a_wrong_file_is_told(tmp_path: Path, file: Path) -> None:
    named = ("--settings", str(file))
    with started(tmp_path, NO_SOUND, *named) as service:
        wait_until_kept(service, "hall")
    file.write_text(HUGE)
    for command in ("run", "start"):
        done = service.command(command, *named)
        assert (done.returncode, done.stderr) == (2, f"run_kiosk.py: {file}{TOLD}")


def test_systemd_starts_it_with_the_last_settings_that_worked(tmp_path: Path, file: Path) -> None:
    named = ("--settings", str(file))
    with started(tmp_path, NO_SOUND, *named) as service:
        wait_until_kept(service, "hall")
    file.write_text(HUGE)
    unit = ("run", "--in-service", "--fall-back", *named)
    with kiosk(*unit, folder=tmp_path, environment=NO_SOUND) as terminal:
        terminal.wait_for("The settings are wrong".lower())
        terminal.wait_for("Waiting")
        assert service.status()["kiosk"] == "hall"
    (service.state / NAME).chmod(0o644)
    refused = service.command(*unit)
    assert (refused.returncode, refused.stderr) == (2, f"run_kiosk.py: {file}{TOLD}")


def test_systemd_starts_it_with_the_last_settings_where_those_of_now_do_not_start(
    tmp_path: Path, file: Path
) -> None:
    named = ("--settings", str(file))
    with started(tmp_path, NO_SOUND, *named) as service:
        wait_until_kept(service, "hall")
    file.write_text('kiosk_name = "door"\nlanguage = "xx"\n')
    unit = ("run", "--in-service", "--fall-back", *named)
    with kiosk(*unit, folder=tmp_path, environment=NO_SOUND) as terminal:
        terminal.wait_for("the kiosk does not start, so it has started with the last")
        assert service.wait_until(lambda s: s["restarts"] == 1)["kiosk"] == "hall"
