"""From "it is silent" to "it works" with `check` alone: what its line says is done, to the letter.

One clinic's machine: a sound server, a room that gives sound back, and a kiosk that is started
because `check` says so.
"""

import json
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from tests import CHECKOUT
from tests.kiosk.assurance.test_install_sheet import filled, written
from tests.kiosk.service.control.background_kiosk import BackgroundKiosk
from tests.system.live.room import ECHO, noise
from tests.system.live.sound_server import SoundServer, sound_server

pytestmark = pytest.mark.live


@dataclass(frozen=True, slots=True)
class Clinic:
    """The machine, and the member of staff before it.

    Attributes:
        sound: its sound server.
        kiosk: types commands for it.
        settings: its settings' file.
        call_staff: the program that fetches staff.
    """

    sound: SoundServer
    kiosk: BackgroundKiosk
    settings: Path
    call_staff: Path

    def check(self) -> dict[str, tuple[bool, str]]:
        """Run `check`; give what it says of each part, and under "first" what to do first."""
        done = self.kiosk.command("check", "--json", "--settings", str(self.settings))
        assert done.stderr == ""
        found = json.loads(done.stdout)
        assert done.returncode == (0 if found["fit"] else 1)
        parts = {part["part"]: (part["fit"], part["line"]) for part in found["parts"]}
        return {**parts, "first": (found["fit"], found["first"])}

    def is_told_first(self, part: str) -> str:
        """Run `check`, which must say that this part is to be mended first; give its line."""
        found = self.check()
        assert not found[part][0], found
        assert found["first"] == (False, f"{part}: {found[part][1]}")
        return found[part][1]

    def do(self, line: str) -> None:
        """Type the command that a line ends with."""
        command = line.rpartition(": ")[2]
        environment = self.kiosk.environment
        done = subprocess.run(
            ["sh", "-c", command],
            cwd=CHECKOUT,
            env=environment,
            # What it leaves running must not be waited for.
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
            timeout=90,
        )
        assert done.returncode == 0, command

    def works(self) -> None:
        """Wait until the kiosk is in service by `status`; then `check` says so too, of all."""
        self.kiosk.wait_until(lambda s: s["in_service"] and s["hears"] and s["sounds"])
        found = self.check()
        assert found["first"] == (True, ""), found
        assert "played and heard" in found["speaker"][1]


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    folder = tmp_path_factory.mktemp("clinic")
    call_staff = folder / "call-staff"
    call_staff.write_text("#!/bin/sh\nexit 0\n")
    call_staff.chmod(0o755)
    settings = folder / "clinic.toml"
    settings.write_text(
        'kiosk_name = "door"\n'
        f'alert_command = ["{call_staff}"]\n'
        f'install_sheet = "{written(folder, filled())}"\n'
        f'signed_off_by = "Dr. A. Example"\nsigned_off_on = {date.today()}\n'
    )
    place = folder / "sound"
    place.mkdir(mode=0o700)
    with sound_server(place, ECHO) as sound, noise(sound), pytest.MonkeyPatch.context() as outer:
        outer.delenv("PULSE_SERVER", raising=False)
        kiosk = BackgroundKiosk(folder, started_by_hand(folder, sound))
        clinic = Clinic(sound, kiosk, settings, call_staff)
        try:
            fit, first = clinic.check()["first"]
            assert fit, first
            assert first.startswith("kiosk: no kiosk was ever started here; start it: ")
            clinic.do(first)
            yield clinic
        finally:
            kiosk.command("stop")
            subprocess.run(["pulseaudio", "--kill"], env=kiosk.environment, check=False)


def started_by_hand(folder: Path, sound: SoundServer) -> dict[str, str]:
    """Give the environment in which a server that staff start is the same one, and they alone do.

    It is found because it is where it always is.
    """
    (folder / "daemon.conf").write_text("exit-idle-time = -1\n")
    (folder / "client.conf").write_text("autospawn = no\n")
    own = {name: value for name, value in sound.environment.items() if name != "PULSE_SERVER"}
    return own | {
        "PULSE_SCRIPT": str(sound.folder / "server.pa"),
        "PULSE_CONFIG": str(folder / "daemon.conf"),
        "PULSE_CLIENTCONFIG": str(folder / "client.conf"),
    }


def test_the_speaker_was_muted(clinic: Clinic) -> None:
    clinic.sound.control("set-sink-mute", "speaker", "1")
    line = clinic.is_told_first("speaker")
    assert "muted the speaker" in line
    clinic.do(line)
    clinic.works()


def test_the_microphone_was_turned_down(clinic: Clinic) -> None:
    clinic.sound.control("set-source-volume", "microphone", "0")
    line = clinic.is_told_first("microphone")
    assert "turned down to nothing" in line
    clinic.do(line)
    clinic.works()


def test_the_sound_server_died(clinic: Clinic) -> None:
    clinic.sound.kill()
    line = clinic.is_told_first("speaker")
    assert "the sound server does not run" in line
    clinic.do(line)
    clinic.works()


def test_the_kiosk_hangs_with_all_that_looks_after_it(clinic: Clinic) -> None:
    serving = clinic.kiosk.status()["process"]
    for process in (parent(serving), serving):
        os.kill(process, signal.SIGSTOP)
    line = clinic.is_told_first("kiosk")
    assert "hangs and answers nobody" in line
    clinic.do(line)
    clinic.works()
    assert clinic.kiosk.status()["kiosk"] == "door"


def test_the_settings_were_mistyped_and_name_a_speaker_of_another_machine(clinic: Clinic) -> None:
    with clinic.settings.open("a") as file:
        file.write('speeker = "Jabra"\n')
    line = clinic.is_told_first("settings")
    number = len(clinic.settings.read_text().splitlines())
    assert f"{clinic.settings}:{number}: " in line
    wrong, right = re.findall(r'"(\w+)"', line)
    clinic.settings.write_text(clinic.settings.read_text().replace(wrong, right))
    line = clinic.is_told_first("speaker")
    assert "no speaker is called 'Jabra'" in line
    there = re.findall(r"'([^']+)'", line.partition("name one that is there")[2])
    clinic.settings.write_text(clinic.settings.read_text().replace("Jabra", there[0]))
    clinic.works()


def test_the_program_that_fetches_staff_may_not_be_run(clinic: Clinic) -> None:
    clinic.call_staff.chmod(0o644)
    line = clinic.is_told_first("alert command")
    assert "permission denied" in line
    clinic.do(line)
    clinic.works()


def parent(process: int) -> int:
    """Give the process that looks after one that serves."""
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
