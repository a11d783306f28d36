"""Every scenario passes with the command that testers use; together they cover everything."""

import io
import json
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from kiosk.cli import main
from kiosk.lab.replay.scenario import load_scenario
from tests.kiosk.lab.replay.written import PLAYABLE, SCENARIOS, missing_people


@pytest.fixture(scope="module")
def replayed() -> dict[str, Any]:
    """Play all that can be played here at once."""
    told = io.StringIO()
    with redirect_stdout(told):
        main(["replay", *map(str, PLAYABLE), "--json", "--coverage"])
    shown: dict[str, Any] = json.loads(told.getvalue())
    return shown


@pytest.mark.parametrize("file", SCENARIOS, ids=lambda file: file.stem)
def test_a_scenario_goes_as_it_says(file: Path, replayed: dict[str, Any]) -> None:
    missing = missing_people(load_scenario(file))
    if missing:
        pytest.skip(f"no recordings of people here: {missing[0]}")
    (played,) = (each for each in replayed["scenarios"] if each["file"] == str(file))
    assert played["failure"] is None


@pytest.mark.parametrize("part", ["states", "transitions", "phrases"])
def test_some_scenario_goes_through_each(part: str, replayed: dict[str, Any]) -> None:
    assert replayed["coverage"][part]["missed"] == []
    assert replayed["coverage"][part]["total"] > 20


def test_there_are_scenarios() -> None:
    assert len(SCENARIOS) > 10
