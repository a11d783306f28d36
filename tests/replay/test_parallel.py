"""`replay -j`: in several processes it is as in one, and what goes wrong there is one line."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.live.terminal import CHECKOUT

SCENARIOS = CHECKOUT / "tests" / "scenarios"
WRONG = "name: wrong\nturns:\n  - key: space\n    expect: {state: emergency}\n"
LONG = (str(SCENARIOS), "--recognizer", "text", "-j", "2", "--repeat", "500")


def replayed(*options: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "kiosk", "replay", *options],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def test_the_results_are_those_of_one_process_in_their_order(tmp_path: Path) -> None:
    (tmp_path / "wrong.yaml").write_text(WRONG)
    files = [*map(str, SCENARIOS.glob("[abo]*.yaml")), str(tmp_path)]
    options = (*files, "--recognizer", "text", "--repeat", "2")
    pages = [tmp_path / "alone.html", tmp_path / "together.html"]
    alone, together = (
        replayed(*options, "--json", "--coverage", "--html", str(page), *jobs)
        for page, jobs in zip(pages, ((), ("-j", "3")), strict=True)
    )
    assert together.stdout == alone.stdout
    assert pages[0].read_bytes() == pages[1].read_bytes()
    assert together.returncode == alone.returncode
    told = json.loads(together.stdout)
    assert len(told["scenarios"]) == 2 * len(files) > 20
    assert told["flaky"] == []


def test_failures_come_first(tmp_path: Path) -> None:
    right = "name: right\nturns:\n  - key: space\n    expect: {state: greeting}\n"
    (tmp_path / "a.yaml").write_text(right)
    (tmp_path / "b.yaml").write_text(WRONG)
    for jobs in ("1", "2"):
        lines = replayed(str(tmp_path), "--recognizer", "text", "-j", jobs).stdout.splitlines()
        assert lines[0].startswith("FAILED")
        assert lines[0].endswith("wrong")
        assert lines[-1].startswith("1 passed, 1 failed")


def test_settings_that_are_wrong_are_one_line_here_too(tmp_path: Path) -> None:
    file = tmp_path / "clinic.toml"
    file.write_text("clinic_name = 3\n")
    done = replayed(str(SCENARIOS), "--recognizer", "text", "-j", "2", "--settings", str(file))
    assert done.returncode == 2
    assert done.stderr.startswith(f"run_kiosk.py: {file}:1: ")
    assert done.stderr.count("\n") == 1


def test_a_process_that_dies_is_one_line_and_leaves_nobody() -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "kiosk", "replay", *LONG],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    players = _children_that_play(running.pid)
    os.kill(players[0], signal.SIGKILL)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 1
    assert said == (
        "run_kiosk.py: a process that played scenarios died, perhaps for want of memory; "
        "use a smaller -j\n"
    )
    assert not any(Path(f"/proc/{player}").exists() for player in players)


def test_ctrl_c_ends_all_of_it() -> None:
    running = subprocess.Popen(
        # What was started in the background may have been told to ignore it.
        ["env", "--default-signal=INT", sys.executable, "-m", "kiosk", "replay", *LONG],
        cwd=CHECKOUT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    players = _children_that_play(running.pid)
    os.killpg(running.pid, signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert (running.returncode, said) == (130, "run_kiosk.py: stopped\n")
    assert not any(Path(f"/proc/{player}").exists() for player in players)


def _children_that_play(process: int) -> list[int]:
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        playing = [
            int(child)
            for child in children
            if "spawn_main" in Path(f"/proc/{child}/cmdline").read_text()
        ]
        if len(playing) == 2:
            return playing
        time.sleep(0.02)
    raise AssertionError("no two processes play")
