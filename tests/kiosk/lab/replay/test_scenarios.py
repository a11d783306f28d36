"""Every scenario passes with the command that testers use; together they cover everything."""

import io
import json
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from kiosk.cli import main
from tests.kiosk.lab.replay.written import FOLDER, SCENARIOS
from tests.people import RECORDINGS

pytestmark = pytest.mark.sound


@pytest.fixture(scope="module")
def replayed() -> dict[str, Any]:
    """Play all of them at once."""
    told = io.StringIO()
    with redirect_stdout(told):
        main(["replay", *map(str, SCENARIOS), "--json", "--coverage"])
    shown: dict[str, Any] = json.loads(told.getvalue())
    return shown


@pytest.mark.parametrize("file", SCENARIOS, ids=lambda file: file.stem)
def test_a_scenario_goes_as_it_says(file: Path, replayed: dict[str, Any]) -> None:
    (played,) = (each for each in replayed["scenarios"] if each["file"] == str(file))
    assert played["failure"] is None


@pytest.mark.people
def test_a_persons_yes_begins_the_symptoms(tmp_path: Path) -> None:
    written = (FOLDER / "begins_with_yes.yaml").read_text("utf-8")
    person = min((RECORDINGS / "speech_commands" / "yes").glob("*.flac"))
    spoken = tmp_path / "begins_with_yes.yaml"
    spoken.write_text(written.replace("../../audio/recordings/yes.flac", str(person)), "utf-8")
    assert str(person) in spoken.read_text("utf-8")
    assert main(["replay", str(spoken)]) == 0


@pytest.mark.parametrize("part", ["states", "transitions", "phrases"])
def test_some_scenario_goes_through_each(part: str, replayed: dict[str, Any]) -> None:
    assert replayed["coverage"][part]["missed"] == []
    assert replayed["coverage"][part]["total"] > 20


def test_there_are_scenarios() -> None:
    assert len(SCENARIOS) > 10
