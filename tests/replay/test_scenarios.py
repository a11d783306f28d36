"""Every written scenario is played, by the command that testers use."""

from pathlib import Path

import pytest

from kiosk.cli import main
from kiosk.scenario import load_scenario
from tests.replay.written import SCENARIOS, missing_people


@pytest.mark.parametrize("file", SCENARIOS, ids=lambda file: file.stem)
def test_a_scenario_goes_as_it_says(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = missing_people(load_scenario(file))
    if missing:
        pytest.skip(f"no recordings of people here: {missing[0]}")
    assert main(["replay", str(file)]) == 0, capsys.readouterr().out


def test_there_are_scenarios() -> None:
    assert len(SCENARIOS) > 10
