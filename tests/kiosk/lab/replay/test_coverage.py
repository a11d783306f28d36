"""`replay --coverage`: what no dialogue has gone through, and how little of it is too little."""

import json
import re
from pathlib import Path

import pytest

from kiosk.cli import main

pytestmark = pytest.mark.sound

ANSWERED = """name: a visit
recognizer: text
turns:
  - say: hello
  - say: chemotherapy
    expect: {state: reading, heard: topic.treatments.chemo}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    written = tmp_path / "visit.yaml"
    written.write_text(ANSWERED)
    return written


def test_what_was_gone_through_is_told_and_what_was_not(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["replay", str(file), "--coverage"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "states: 5 of 22 gone through, 22.7 %" in lines
    assert "    never emergency" in lines
    assert not any("never reading" in line for line in lines)
    assert "    never pause: from any of its states to paused" in lines
    assert not any(line.startswith("    never wake") for line in lines)
    never = [line for line in lines if "never topic.treatments.chemo" in line]
    assert never == ["    never topic.treatments.chemo, such as “drip” (treatments.yaml:17)"]


def test_several_dialogues_are_counted_together(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (file.parent / "other.yaml").write_text("name: b\nrecognizer: text\nturns: [{say: staff}]\n")
    assert main(["replay", str(file.parent), "--json", "--coverage", "--repeat", "2"]) == 0
    states = json.loads(capsys.readouterr().out)["coverage"]["states"]
    assert (states["covered"], states["total"]) == (6, 22)
    assert "emergency" not in states["missed"]


def test_too_little_is_a_failure_and_says_of_what(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["replay", str(file), "--fail-under", "10"]) == 1
    shown = capsys.readouterr().out
    assert re.search(r"too few phrases gone through: 0\.\d % is under 10 %", shown)
    assert "too few states" not in shown
    assert main(["replay", str(file), "--fail-under", "0.1"]) == 0


def test_a_share_is_a_number_up_to_a_hundred(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for share in ("101", "all", "nan"):
        assert main(["replay", str(file), "--fail-under", share]) == 2
        assert "is not a number from 0 to 100" in capsys.readouterr().err
