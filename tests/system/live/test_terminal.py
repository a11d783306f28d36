"""The kiosk in a terminal without sound: captions, keys, and staff's ways to end it."""

import os
import select
import signal
from pathlib import Path

import pytest

from tests.kiosk.service.control.background_kiosk import BackgroundKiosk
from tests.system.live.terminal import NO_SOUND, kiosk, piped_kiosk

pytestmark = pytest.mark.live


def test_without_sound_it_says_what_it_lacks_and_serves_by_keys(tmp_path: Path) -> None:
    with kiosk("run", folder=tmp_path, environment=NO_SOUND, warm=False) as terminal:
        lacking = terminal.wait_for("Waiting: press a key")
        assert "no speaker was found" in lacking
        assert "no microphone was found" in lacking
        assert "This trial run asks the health questions, and the service does not" in lacking
        terminal.press(" ")
        terminal.wait_for("Hello.")
        terminal.press("k")
        terminal.wait_for("[1] symptoms")
        terminal.press("1")
        terminal.wait_for("Lasting back pain, nerve changes, or read all?")
        terminal.press("q")
        terminal.wait_for("Press any key")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_ends_cleanly_when_it_is_told_to(tmp_path: Path, number: signal.Signals) -> None:
    with kiosk("run", folder=tmp_path, environment=NO_SOUND) as terminal:
        terminal.wait_for("Waiting")
        os.kill(terminal.process.pid, number)
        assert "The kiosk has stopped. Goodbye." in terminal.read_to_end()
    assert terminal.process.returncode == 0
    assert "Traceback" not in terminal.text


def test_settings_that_do_for_no_start_are_not_taken(tmp_path: Path) -> None:
    file = tmp_path / "clinic.toml"
    file.write_text('clinic_name = "Hill Road"')
    arguments = ("run", "--settings", str(file))
    with kiosk(*arguments, folder=tmp_path, environment=NO_SOUND) as terminal:
        terminal.wait_for("Waiting")
        file.write_text('language = "de"')
        terminal.wait_for("so it has started with the last ones that worked")
        terminal.wait_for("Waiting")
        file.write_text('clinic_name = "Mill Road"')
        terminal.wait_for("the kiosk starts again")
        terminal.wait_for("Waiting")
        terminal.press(" ")
        terminal.wait_for("Hello.")


def test_an_emergency_outlives_a_kill_until_staff_end_it(tmp_path: Path) -> None:
    with kiosk("run", folder=tmp_path, environment=NO_SOUND) as terminal:
        terminal.wait_for("Waiting")
        terminal.press(" ")
        terminal.wait_for("Hello.")
        terminal.press("s")
        terminal.wait_for("fetch staff")
        terminal.process.kill()
        terminal.read_to_end()
    with kiosk("run", folder=tmp_path, environment=NO_SOUND) as terminal:
        assert "STAFF ARE NEEDED HERE NOW" in terminal.wait_for("You need a member of staff now.")
        terminal.press("nq")
        terminal.wait_for("Please ask anyone near you to fetch staff.")
        with kiosk("clear-emergency", folder=tmp_path, environment=NO_SOUND) as staff:
            assert "The emergency or call is cleared." in staff.read_to_end()
        terminal.wait_for("Press any key")
    with kiosk("run", folder=tmp_path, environment=NO_SOUND) as terminal:
        assert "STAFF ARE NEEDED" not in terminal.wait_for("Waiting")


def test_a_kiosk_that_was_ended_in_a_visit_begins_afresh(tmp_path: Path) -> None:
    with kiosk("run", folder=tmp_path, environment=NO_SOUND) as terminal:
        terminal.wait_for("Waiting")
        terminal.press(" ")
        terminal.wait_for("Hello.")
        terminal.process.send_signal(signal.SIGINT)
        terminal.read_to_end()
    with kiosk("run", folder=tmp_path, environment=NO_SOUND) as terminal:
        assert "I had to start again" not in terminal.wait_for("Waiting")


def test_no_kiosk_is_left_when_the_process_that_was_started_is_killed(tmp_path: Path) -> None:
    with kiosk("run", folder=tmp_path, environment=NO_SOUND) as terminal:
        terminal.wait_for("Waiting")
        serving = terminal.serving_process()
        terminal.process.kill()
        terminal.read_to_end()
        ended = select.select([os.pidfd_open(serving)], [], [], 10)[0] if _runs(serving) else True
        assert ended


def _runs(process: int) -> bool:
    return Path(f"/proc/{process}/stat").exists()


def test_the_staff_code_ends_an_emergency(tmp_path: Path) -> None:
    environment = NO_SOUND | {"KIOSK_STAFF_CODE": "471108"}
    with kiosk("run", folder=tmp_path, environment=environment) as terminal:
        terminal.wait_for("Waiting")
        terminal.press(" s")
        terminal.wait_for("You need a member of staff now.")
        terminal.press("471108\r")
        terminal.wait_for("Press any key")


def test_wrong_codes_lock_the_keys_over_a_restart_and_staff_are_told(tmp_path: Path) -> None:
    environment = NO_SOUND | {"KIOSK_STAFF_CODE": "471108"}
    staff = BackgroundKiosk(tmp_path, environment)
    with kiosk("run", folder=tmp_path, environment=environment) as terminal:
        terminal.wait_for("Waiting")
        terminal.press("s")
        terminal.wait_for("You need a member of staff now.")
        terminal.press("000000#111111#222222#471108#")
        terminal.wait_for("the staff code's keys are locked for 30 s")
        os.kill(terminal.serving_process(), signal.SIGKILL)
        status = staff.wait_until(lambda s: s["restarts"] == 1)
        assert any("the staff code's keys are locked" in line for line in status["reasons"])
        assert status["emergency"]
        terminal.press("471108#")
        logged = staff.command("logs").stdout
        assert "staff code: wrong 0, locks 1, locked for 30" in logged
        assert "471108" not in logged
        assert staff.command("clear-emergency").returncode == 0
        staff.wait_until(lambda s: not s["emergency"])


def test_in_a_pipe_it_prints_plain_lines_and_reads_keys_from_standard_input(tmp_path: Path) -> None:
    with piped_kiosk("run", folder=tmp_path, environment=NO_SOUND) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        lines = iter(process.stdout.readline, "")
        assert any("Waiting" in line for line in lines)
        process.stdin.write("h\n")
        process.stdin.flush()
        assert any("Help" in line for line in lines)
        process.send_signal(signal.SIGTERM)
        rest, _ = process.communicate(timeout=20)
        assert "\x1b" not in rest
        assert process.returncode == 0
