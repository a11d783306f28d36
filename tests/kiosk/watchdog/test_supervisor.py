"""A kiosk that dies is started again; one that ends by itself, or is told to, is not."""

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests import CHECKOUT
from tests.waiting import killed_when_late

pytestmark = [pytest.mark.unit, pytest.mark.slow]


SUPERVISED = """
import os, signal, sys, threading, time
from pathlib import Path
from kiosk.errors import KioskError
from kiosk.watchdog.supervisor import supervised

def serve(heartbeat):
    lives = Path(sys.argv[1])
    lives.open("a").write("x")
    life = len(lives.read_text())
    print("serving", os.getpid(), flush=True)
    {does}

{before}
sys.exit(supervised(serve{options}))
"""


def started(
    folder: Path, does: str, options: str = "", before: str = ""
) -> "subprocess.Popen[str]":
    program = SUPERVISED.replace("{before}", before)
    program = program.replace("{does}", does.replace("\n", "\n    "))
    program = program.replace("{options}", options)
    return subprocess.Popen(
        [sys.executable, "-c", program, str(folder / "lives")],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(folder: Path, does: str, options: str = "", before: str = "") -> tuple[int, str, int]:
    """Give the exit code, what was said, and how many lives it had."""
    process = started(folder, does, options, before)
    _, said = process.communicate(timeout=60)
    return process.returncode, said, len((folder / "lives").read_text())


def test_one_that_ends_by_itself_has_ended(tmp_path: Path) -> None:
    assert ended(tmp_path, "return 0") == (0, "", 1)
    (tmp_path / "lives").unlink()
    assert ended(tmp_path, "return 3") == (3, "", 1)


def test_one_that_is_killed_starts_again(tmp_path: Path) -> None:
    code, said, lives = ended(tmp_path, "if life < 3: os.kill(os.getpid(), 9)\nreturn 0")
    assert (code, lives) == (0, 3)
    assert said.count("the kiosk died and starts again") == 2


def test_a_fault_is_one_line_and_a_fresh_start(tmp_path: Path) -> None:
    code, said, lives = ended(tmp_path, "if life < 2: {}['lost']\nreturn 0")
    assert (code, lives) == (0, 2)
    assert "KeyError: 'lost'" in said
    assert "Traceback" not in said


def test_a_fault_that_had_another_cause_is_told_with_the_place_of_that(tmp_path: Path) -> None:
    does = """if life < 2:
    import json
    try:
        json.loads("lost")
    except ValueError as error:
        raise RuntimeError(str(error)) from error
return 0"""
    _, said, lives = ended(tmp_path, does)
    assert lives == 2
    assert "/json/decoder.py:" in said
    assert "RuntimeError: Expecting value" in said


def test_what_the_kiosk_itself_calls_wrong_does_not_start_again(tmp_path: Path) -> None:
    code, _, lives = ended(tmp_path, "raise KioskError('no such thing')")
    assert (code, lives) == (1, 1)


def test_what_is_wrong_later_does_not_end_one_that_has_served(tmp_path: Path) -> None:
    does = """if life == 1: os.kill(os.getpid(), 9)
if life in (2, 4): raise KioskError('no such thing')
if life == 3:
    assert heartbeat.falls_back
    os.kill(os.getpid(), 9)
return 5 if heartbeat.falls_back else 6"""
    code, said, lives = ended(tmp_path, does)
    assert (code, lives) == (5, 5)
    assert said.count("run_kiosk.py: no such thing") == 2


def test_one_that_systemd_starts_falls_back_at_its_first_start(tmp_path: Path) -> None:
    does = """if life == 1: raise KioskError('no such thing')
return 5 if heartbeat.falls_back else 6"""
    code, said, lives = ended(tmp_path, does, ", falls_back=True")
    assert (code, lives) == (5, 2)
    assert "run_kiosk.py: no such thing" in said


def test_a_child_that_hangs_and_cannot_die_is_not_waited_for(tmp_path: Path) -> None:
    does = """if life == 1:
    heartbeat.beat()
    signal.pause()
return 5"""
    # As while the kernel waits for a disk: the child is killed, and its end does not come.
    held_up = """
from kiosk.watchdog import process_heartbeat, supervisor
process_heartbeat.HUNG_AFTER = 1.0
waitpid, seen = os.waitpid, []
def held(child, how):
    seen.append(child)
    assert how == os.WNOHANG
    return (0, 0) if child == seen[0] else waitpid(child, how)
os.waitpid = held
"""
    code, said, lives = ended(tmp_path, does, before=held_up)
    assert (code, lives) == (5, 2)
    assert "has not died yet; another starts beside it" in said


def test_one_that_hangs_while_it_ends_as_it_was_told_to_is_not_started_again(
    tmp_path: Path,
) -> None:
    soon = "from kiosk.watchdog import process_heartbeat\nprocess_heartbeat.HUNG_AFTER = 1.0"
    does = "heartbeat.beat()\nheartbeat.tell_end()\nsignal.pause()"
    code, said, lives = ended(tmp_path, does, before=soon)
    assert (code, lives) == (0, 1)
    assert "the kiosk hung and was ended" in said


def test_told_to_stop_it_stops_and_takes_the_child_along(tmp_path: Path) -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        process = started(
            tmp_path,
            f"signal.signal({number:d}, lambda *_: sys.exit(7))\nprint(flush=True)\nsignal.pause()",
        )
        assert process.stdout is not None
        with killed_when_late(process):
            line = process.stdout.readline()
            process.stdout.readline()
        watched = _watch(int(line.split()[1]))
        process.send_signal(number)
        process.communicate(timeout=60)
        assert process.returncode == 7
        assert select.select([watched], [], [], 60)[0], "the child is still there"


def test_a_parent_that_is_killed_takes_the_child_along(tmp_path: Path) -> None:
    process = started(tmp_path, "signal.pause()")
    assert process.stdout is not None
    with killed_when_late(process):
        watched = _watch(int(process.stdout.readline().split()[1]))
    process.kill()
    assert select.select([watched], [], [], 60)[0], "the child is still there"
    process.communicate(timeout=60)


def _watch(process: int) -> int:
    """Give a descriptor that can be read once the process has ended."""
    return os.pidfd_open(process)
