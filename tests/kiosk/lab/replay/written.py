"""The written scenarios, and which of them can be played on this machine."""

from pathlib import Path

from kiosk.lab.replay.scenario import Scenario, load_scenario
from tests import CHECKOUT

FOLDER = CHECKOUT / "tests" / "scenarios"
SCENARIOS = sorted(FOLDER.glob("*.yaml"))


def missing_people(scenario: Scenario) -> list[Path]:
    """Give the recordings of people that it plays and that are not here."""
    recordings = [scenario.recording(turn) for turn in scenario.turns if turn.is_recording]
    return [file for file in recordings if "shared/recordings" in str(file) and not file.exists()]


PLAYABLE = [file for file in SCENARIOS if not missing_people(load_scenario(file))]
"""Those that are whole on this machine."""
