"""`replay -j`: the same results as in one process; a process that dies or hangs is replaced."""

import errno
import json
import os
import signal
import subprocess
from pathlib import Path

import pytest

from kiosk.cli import main
from tests import CHECKOUT
from tests.kiosk.lab.replay.players import (
    begun,
    failure_of_the_second,
    one_that_waits,
    players_of,
    replayed,
    signal_those_who_read,
)
from tests.waiting import until

pytestmark = [pytest.mark.sound, pytest.mark.slow]

SCENARIOS = CHECKOUT / "tests" / "scenarios"
WRONG = "name: wrong\nturns:\n  - key: space\n    expect: {state: emergency}\n"


def test_the_results_are_those_of_one_process_even_when_one_dies(tmp_path: Path) -> None:
    (tmp_path / "wrong.yaml").write_text(WRONG)
    files = [*(str(file) for file in SCENARIOS.glob("[abo][a-z]*.yaml")), str(tmp_path)]
    options = (*files, "--recognizer", "text", "--repeat", "2", "--json", "--coverage", "--html")
    alone = replayed(*options, str(tmp_path / "alone.html"))
    together = begun(*options, str(tmp_path / "together.html"), "-j", "2")
    players = until(lambda: both if len(both := players_of(together.pid)) == 2 else [])
    os.kill(players[0], signal.SIGKILL)
    assert together.communicate(timeout=120) == (alone.stdout, "")
    assert together.returncode == alone.returncode
    pages = [(tmp_path / f"{name}.html").read_bytes() for name in ("alone", "together")]
    assert pages[0] == pages[1]
    told = json.loads(alone.stdout)
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


def test_a_scenario_that_cannot_be_played_is_one_line_here_too(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("name: a\nturns: [{key: space}, {expect: {heard: topic.overvew}}]\n")
    done = replayed(str(file), "--repeat", "2", "-j", "2")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"run_kiosk.py: {file}:2: heard: no phrase means 'topic.overvew': "
        "did you mean 'topic.overview'?\n"
    )


def test_what_ends_every_process_that_plays_it_has_failed_alone(tmp_path: Path) -> None:
    with one_that_waits(tmp_path) as recording:
        running = begun(str(tmp_path), "-j", "2", "--json")
        signal_those_who_read(running.pid, recording, signal.SIGSEGV)
        told, said = running.communicate(timeout=60)
    assert (running.returncode, said) == (1, "")
    assert failure_of_the_second(told) == {
        "place": f"{tmp_path}/b.yaml:3",
        "expected": "it is played to its end",
        "got": "the process that played it died (SIGSEGV), and so did another; play it alone, with "
        "more memory free or a larger --patience",
    }


def test_what_hangs_has_failed_alone(tmp_path: Path) -> None:
    with one_that_waits(tmp_path) as recording:
        # Takes longer than the patience, but goes on meanwhile.
        (tmp_path / "c.yaml").write_text(
            "name: after\nrecognizer: yes-no\nturns: [{key: space}, {silence: 300}]\n"
        )
        running = begun(str(tmp_path), "-j", "2", "--json", "--patience", "3")
        signal_those_who_read(running.pid, recording, signal.SIGSTOP)
        told, said = running.communicate(timeout=120)
    assert (running.returncode, said) == (1, "")
    assert failure_of_the_second(told)["got"].startswith(
        "the process that played it hung: nothing went on for 3 s, and so did another;"
    )


def test_ctrl_c_ends_all_of_it() -> None:
    running = begun(str(SCENARIOS), "--recognizer", "text", "-j", "2", "--repeat", "500")
    players = until(lambda: both if len(both := players_of(running.pid)) == 2 else [])
    os.killpg(running.pid, signal.SIGINT)
    assert running.communicate(timeout=60) == ("", "run_kiosk.py: stopped\n")
    assert running.returncode == 130
    assert not any(Path(f"/proc/{player}").exists() for player in players)


def test_a_process_that_cannot_be_started_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOMEM, os.strerror(errno.ENOMEM))

    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(
            f"name: {name}\nrecognizer: text\nturns: [{{key: space}}]\n"
        )
    monkeypatch.setattr(subprocess, "Popen", full)
    assert main(["replay", str(tmp_path), "-j", "2"]) == 1
    assert capsys.readouterr().err == (
        "run_kiosk.py: a process that plays scenarios cannot be started: cannot allocate memory; "
        "free memory, or use a smaller -j\n"
    )
