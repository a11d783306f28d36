"""Every written scenario is played, by the command that testers use."""

from pathlib import Path

import pytest

from kiosk.cli import main
from kiosk.scenario import load_scenario

FOLDER = Path(__file__).resolve().parents[1] / "scenarios"
SCENARIOS = sorted(FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("file", SCENARIOS, ids=lambda file: file.stem)
def test_a_scenario_goes_as_it_says(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scenario = load_scenario(file)
    missing = [
        turn.say
        for turn in scenario.turns
        if turn.is_recording
        and "shared/recordings" in str(turn.say)
        and not scenario.recording(turn).exists()
    ]
    if missing:
        pytest.skip(f"no recordings of people here: {missing[0]}")
    assert main(["replay", str(file)]) == 0, capsys.readouterr().out


def test_there_are_scenarios() -> None:
    assert len(SCENARIOS) > 10
