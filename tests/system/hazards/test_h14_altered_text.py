"""H14. Generated or altered medical text

Cause: a text is changed without review, or put together while the kiosk runs
Effect: an untrue claim
Mitigation: only fixed, reviewed strings; their hash is checked at every start
Severity: critical
Likelihood: remote
Residual risk: somebody who seals what nobody has read
Owner: the clinical safety officer, who is not yet named
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from audio.signals.recording import read_recording
from kiosk.lab.replay.runner import ScenarioRunner
from kiosk.lab.replay.scenario import load_scenario
from kiosk.settings.model import Settings
from kiosk.visit.dialogue.actions import Action, Say
from tests import CHECKOUT
from tests.kiosk.lab.replay.written import FOLDER, SCENARIOS
from tests.kiosk.visit.dialogue.reviewed import is_reviewed

pytestmark = [pytest.mark.sound, pytest.mark.slow]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the kiosk, compiled once; each test puts back what it has changed."""
    root = tmp_path_factory.mktemp("house")
    for package in ("kiosk", "grammar", "audio"):
        shutil.copytree(CHECKOUT / package, root / package)
    return root


@pytest.mark.parametrize(
    ("file", "reviewed", "altered"),
    [
        ("prompts.yaml", "That does not rule out a problem.", "That is good news."),
        ("topics.yaml", "Finding it early matters.", "It can wait."),
        ("questions.yaml", "text: Do you have new weakness", "text: Do you have weakness"),
        ("questions.yaml", "tier: emergency", "tier: emergency # as before"),
        ("labels.yaml", "questions: health questions", "questions: quiz"),
        ("pronunciation.yaml", "say: ", "say: not "),
    ],
)
def test_a_text_that_was_changed_after_its_review_stops_the_start(
    house: Path, file: str, reviewed: str, altered: str
) -> None:
    changed = house / "kiosk" / "visit" / "content" / "en" / file
    text = changed.read_text(encoding="utf-8")
    assert reviewed in text
    changed.write_text(text.replace(reviewed, altered, 1), encoding="utf-8")
    command = [sys.executable, "-m", "kiosk", "replay", str(FOLDER / "by_name.yaml")]
    ended = subprocess.run(command, cwd=house, capture_output=True, text=True, check=False)
    changed.write_text(text, encoding="utf-8")
    if "#" in altered:
        assert ended.returncode == 0, "a comment is not spoken"
        return
    assert ended.returncode == 2
    assert "the wording is not the one that was reviewed" in ended.stderr
    assert "run_kiosk.py review --seal" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


class Transcript:
    """Keeps every sentence that is asked for."""

    def __init__(self) -> None:
        self.sentences: set[str] = set()

    def on_event(self, now: float, event: object) -> None: ...

    def on_action(self, now: float, action: Action) -> None:
        if isinstance(action, Say):
            self.sentences |= set(action.sentences)

    def on_sentence(self, now: float, say_id: int, index: int, text: str) -> None:
        self.sentences.add(text)


@pytest.mark.slow
def test_every_sentence_of_every_written_visit_was_reviewed() -> None:
    transcript = Transcript()
    runner = ScenarioRunner(Settings(), None, read_recording, also=transcript)
    for scenario in map(load_scenario, SCENARIOS):
        runner.play(scenario)
    assert len(transcript.sentences) > 100
    assert not {sentence for sentence in transcript.sentences if not is_reviewed(sentence)}
