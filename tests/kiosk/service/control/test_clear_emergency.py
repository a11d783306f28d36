"""`clear-emergency` ends an emergency whether the kiosk runs, restarts, or is not there."""

import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.service.control.door import no_kiosk_runs, open_control
from tests import CHECKOUT
from tests.kiosk.service.control.background_kiosk import BackgroundKiosk
from tests.system.live.terminal import NO_SOUND, Terminal, kiosk

pytestmark = pytest.mark.live

CLEARED = "The emergency or call is cleared.\n"
NONE = "There is no emergency and no call.\n"
ANOTHER_USER = 12345


def calls_staff(terminal: Terminal) -> None:
    terminal.wait_for("Waiting")
    terminal.press("s")
    terminal.wait_for("You need a member of staff now.")


def emergency_by_check(staff: BackgroundKiosk) -> bool:
    """Give whether `check` says that an emergency is on."""
    told = staff.command("check").stdout
    return "emergency: an emergency is on" in told


def test_an_emergency_cleared_while_no_kiosk_runs_calls_nobody_at_the_next_start(
    tmp_path: Path,
) -> None:
    staff = BackgroundKiosk(tmp_path, NO_SOUND)
    with kiosk("run", folder=tmp_path, environment=NO_SOUND) as terminal:
        calls_staff(terminal)
        terminal.process.send_signal(signal.SIGINT)
        terminal.read_to_end()
    assert "AN EMERGENCY IS ON, and no kiosk runs here" in staff.command("status").stderr
    assert emergency_by_check(staff)
    assert staff.command("clear-emergency").stdout == CLEARED
    assert "EMERGENCY" not in staff.command("status").stderr
    assert not emergency_by_check(staff)
    assert staff.command("clear-emergency").stdout == NONE
    with kiosk("run", folder=tmp_path, environment=NO_SOUND) as terminal:
        shown = terminal.wait_for("Waiting")
        assert "STAFF" not in shown
        assert not staff.status()["emergency"]


def test_a_kiosk_that_was_killed_in_its_visit_calls_nobody_either(tmp_path: Path) -> None:
    staff = BackgroundKiosk(tmp_path, NO_SOUND)
    with kiosk("run", folder=tmp_path, environment=NO_SOUND) as terminal:
        terminal.wait_for("Waiting")
        terminal.press(" ")
        terminal.wait_for("Hello.")
        terminal.press("s")
        terminal.wait_for("You need a member of staff now.")
        terminal.process.kill()
        terminal.read_to_end()
    assert staff.command("clear-emergency").stdout == CLEARED
    with kiosk("run", folder=tmp_path, environment=NO_SOUND) as terminal:
        assert "I had to start again" not in terminal.wait_for("Press any key")
        assert (
            '"staff_called"' not in staff.command("logs", "--json").stdout.rpartition("started")[2]
        )


def test_a_running_kiosk_confirms_and_keeps_no_notice_of_it(tmp_path: Path) -> None:
    staff = BackgroundKiosk(tmp_path, NO_SOUND)
    with kiosk("run", folder=tmp_path, environment=NO_SOUND) as terminal:
        calls_staff(terminal)
        os.kill(terminal.serving_process(), signal.SIGKILL)
        kept = staff.wait_until(lambda s: s["restarts"] == 1)
        assert kept["emergency"]
        assert any("An emergency was kept from before" in line for line in kept["reasons"])
        assert staff.command("clear-emergency").stdout == CLEARED
        after = staff.status()
        assert not after["emergency"]
        assert not any("kept from before" in line for line in after["reasons"])
        assert not (tmp_path / "state" / "emergency").exists()
        assert staff.command("clear-emergency").stdout == NONE


def test_it_is_cleared_over_a_restart_of_the_process_that_serves(tmp_path: Path) -> None:
    staff = BackgroundKiosk(tmp_path, NO_SOUND)
    with kiosk("run", folder=tmp_path, environment=NO_SOUND) as terminal:
        calls_staff(terminal)
        serving = terminal.serving_process()
        os.kill(serving, signal.SIGSTOP)
        with subprocess.Popen(
            [sys.executable, "-m", "kiosk", "clear-emergency"],
            cwd=CHECKOUT,
            env=staff.environment,
            stdout=subprocess.PIPE,
            text=True,
        ) as clearing:
            os.kill(serving, signal.SIGKILL)
            told, _ = clearing.communicate(timeout=60)
        assert told == CLEARED
        assert not staff.status()["emergency"]


@pytest.mark.skipif(os.geteuid() != 0, reason="becomes another user, as only root can")
def test_root_may_clear_for_the_kiosks_user_and_leaves_that_user_everything(
    tmp_path: Path,
) -> None:
    state = tmp_path / "state"
    with closing(open_control(state)):
        pass
    (state / "emergency").touch()
    for made in (state, *state.rglob("*")):
        os.chown(made, ANOTHER_USER, ANOTHER_USER)
    staff = BackgroundKiosk(tmp_path, NO_SOUND)
    assert staff.command("clear-emergency").stdout == CLEARED
    assert not (state / "emergency").exists()
    assert {made.stat().st_uid for made in (state, *state.rglob("*"))} == {ANOTHER_USER}


def test_a_kiosk_does_not_begin_while_an_emergency_is_being_cleared(tmp_path: Path) -> None:
    state = tmp_path / "state"
    with closing(open_control(state)), no_kiosk_runs(state) as alone:
        assert not alone
    with no_kiosk_runs(state) as alone:
        assert alone
        held = BackgroundKiosk(tmp_path, NO_SOUND).command("run")
        assert "a kiosk runs already" in held.stderr


def test_where_no_kiosk_ever_was_nothing_is_made(tmp_path: Path) -> None:
    staff = BackgroundKiosk(tmp_path, NO_SOUND)
    assert staff.command("clear-emergency").stdout == NONE
    assert not (tmp_path / "state").exists()
