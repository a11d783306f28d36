"""The kiosk as a service of a real systemd, by the commands that staff type."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from tests.kiosk.service.control.booted_systemd import PLACE, BootedSystemd, booted_systemd
from tests.waiting import until

pytestmark = pytest.mark.systemd


Found = TypeVar("Found", bool, int)
PYTHON = Path(sys.executable).resolve()


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BootedSystemd]:
    """A machine on which the service is set up, and not started."""
    with booted_systemd(tmp_path_factory.mktemp("systemd")) as booted:
        # What is started again and again is light; test_page_under_systemd.py starts all there is.
        light = 'kiosk_name = "hall"\nvoice = "plain"\nrecognizers = ["yes-no"]\n'
        write = f"printf '{light}' > /etc/voice-kiosk.toml"
        assert booted.run("sh", "-c", write).returncode == 0
        set_up(booted)
        yield booted


def set_up(machine: BootedSystemd) -> None:
    """Set the service up as staff do, with what is asked of them where they have to move it."""
    command = ("setup", "--service", "--settings", "/etc/voice-kiosk.toml")
    if not machine.run("runuser", "-u", "nobody", "--", str(PYTHON), "--version").stdout:
        refused = machine.kiosk(*command)
        assert refused.returncode == 1
        assert refused.stderr == (
            f"run_kiosk.py: the user voice-kiosk cannot read {PLACE} or {PYTHON}; put the kiosk "
            "where everybody can read it, such as in /opt, run it there once by the system's "
            "python3, and set the service up from there\n"
        )
        machine.let_everybody_read(PYTHON)
    done = machine.kiosk(*command)
    assert (done.returncode, done.stderr) == (0, "")


def main_process(machine: BootedSystemd, other_than: int = 0) -> int:
    """Wait for a main process that is not this one, and give its number in there."""

    def look() -> int:
        found = int(machine.run("systemctl", "show", "-P", "MainPID", "voice-kiosk").stdout)
        return found if found != other_than else 0

    return waited_for(machine, look)


def waited_for(machine: BootedSystemd, look: Callable[[], Found]) -> Found:
    return until(look, told=lambda: machine.run("journalctl", "--no-pager", "-n", "30").stdout)


def test_it_is_started_seen_replaced_restarted_and_stopped(machine: BootedSystemd) -> None:
    assert machine.kiosk("status").stderr == (
        "run_kiosk.py: no kiosk runs here; start it: run_kiosk.py start\n"
    )
    # Ready, to systemd, is a kiosk that goes round: `start` waits for that.
    assert machine.kiosk("start").returncode == 0
    status = machine.kiosk("status")
    assert status.stdout.startswith("kiosk         hall: ")
    owner = machine.run("ps", "-o", "user=", "-p", str(main_process(machine))).stdout.strip()
    assert owner == "voice-kiosk"
    control = machine.run("stat", "-c", "%U %a", "/var/lib/voice-kiosk/run/control").stdout
    assert control == "voice-kiosk 600\n"

    first = main_process(machine)
    machine.run("kill", "-KILL", str(first))
    second = main_process(machine, first)
    assert waited_for(machine, lambda: "hall: " in machine.kiosk("status").stdout)

    assert machine.kiosk("restart").returncode == 0
    main_process(machine, second)
    assert "hall: " in machine.kiosk("status").stdout

    assert machine.kiosk("stop").stdout == "The kiosk is stopped.\n"
    assert machine.run("systemctl", "is-active", "voice-kiosk").stdout == "inactive\n"
    assert "stopping" in machine.kiosk("logs").stdout


def test_the_watchdog_replaces_a_kiosk_whose_supervisor_hangs(machine: BootedSystemd) -> None:
    # The kiosk's own parent sees to the process that serves, and systemd to that parent.
    machine.run("mkdir", "-p", "/run/systemd/system/voice-kiosk.service.d")
    sooner = "printf '[Service]\\nWatchdogSec=8\\n' > $1/sooner.conf && systemctl daemon-reload"
    machine.run("sh", "-c", sooner, "sh", "/run/systemd/system/voice-kiosk.service.d")
    assert machine.kiosk("start").returncode == 0
    hung = main_process(machine)
    machine.run("kill", "-STOP", str(hung))
    main_process(machine, hung)
    assert waited_for(machine, lambda: "hall: " in machine.kiosk("status").stdout)
    assert machine.kiosk("stop").returncode == 0


def test_settings_that_went_wrong_keep_nobody_from_being_served(machine: BootedSystemd) -> None:
    assert machine.kiosk("start").returncode == 0
    copy = "/var/lib/voice-kiosk/last-settings.json"
    assert waited_for(machine, lambda: '"hall"' in machine.run("cat", copy).stdout)
    assert machine.run("stat", "-c", "%U %a", copy).stdout == "voice-kiosk 600\n"
    write = "printf 'kiosk_name = \"hall\"\ndwell = %05000d\n' 9 > /etc/voice-kiosk.toml"
    assert machine.run("sh", "-c", write).returncode == 0
    told = (
        "run_kiosk.py: /etc/voice-kiosk.toml:2: a number or name of 5000 characters; "
        "correct this line\n"
    )
    killed = main_process(machine)
    machine.run("kill", "-KILL", str(killed))
    main_process(machine, killed)
    assert waited_for(machine, lambda: "hall: " in machine.kiosk("status").stdout)
    status = machine.kiosk("status")
    assert status.stderr == told
    assert "so the kiosk has started with the last ones that worked" in status.stdout
    for command in ("clear-emergency", "logs", "restart", "stop"):
        done = machine.kiosk(command)
        assert (done.returncode, done.stderr) == (0, told)
    started = machine.kiosk("start")
    assert (started.returncode, started.stderr) == (2, told)
    right = "printf 'kiosk_name = \"hall\"\n' > /etc/voice-kiosk.toml"
    assert machine.run("sh", "-c", right).returncode == 0
