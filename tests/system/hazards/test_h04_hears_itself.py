"""H4. The kiosk hears its own prompt

Cause: the microphone is open while the speaker sounds, or before the room has fallen silent
Effect: a question that the kiosk answers itself
Mitigation: the microphone counts only while nothing sounds, and 0.15 s after it (rule 16); where
    the sound server cancels the echo it counts over the speech too, but never for a no or for what
    would make one, and never for words that the kiosk is saying
Severity: catastrophic
Likelihood: improbable
Residual risk: a loud echo of more than 0.15 s in a bare room; a canceller that lets words through
    which the kiosk did not say
Owner: the clinical safety officer, who is not yet named
"""

from pathlib import Path

import pytest

from audio.signals.recording import read_recording
from audio.voices.plain import Pyttsx3Voice
from kiosk.lab.replay.play import Stage
from kiosk.lab.replay.runner import ScenarioRunner
from kiosk.lab.replay.scenario import Scenario
from kiosk.settings.model import Settings
from kiosk.visit.dialogue.events import Started
from kiosk.visit.dialogue.table import State
from kiosk.visit.loop.virtual import BLOCK
from tests import OWN_RECORDINGS

pytestmark = pytest.mark.sound

QUESTION = "Do you have new trouble holding in your pee?"


@pytest.fixture
def stage() -> Stage:
    """A kiosk that is saying its first question."""
    turns = [{"key": " ", "@line": 1}]
    scenario = Scenario.model_validate(
        {"name": "asks", "turns": turns, "@file": Path(__file__), "recognizer": "yes-no"}
    )
    runner = ScenarioRunner(Settings(), None, read_recording)
    stage, _ = runner.stage(scenario)
    stage.driver.post(Started())
    for key in " k21":
        stage.driver.press(key)
    assert stage.transcript.state() == State.QUESTION
    assert stage.app.speaking
    return stage


def test_its_own_question_played_into_the_microphone_is_not_heard(stage: Stage) -> None:
    stage.transcript.begin(stage.clock.now())
    voice = Pyttsx3Voice("en")
    try:
        own = voice.speak(QUESTION + " Please say yes, or say no.", 150)
    finally:
        voice.close()
    block = round(BLOCK * 16000)
    for start in range(0, len(own) - block, block):
        if stage.app.speaking:
            stage.driver.wait(BLOCK)
            stage.app.hear(own[start : start + block])
    assert stage.transcript.heard == []
    assert stage.transcript.state() == State.QUESTION


def test_an_answer_played_over_the_question_is_not_heard_either(stage: Stage) -> None:
    stage.transcript.begin(stage.clock.now())
    spoken_no = read_recording(OWN_RECORDINGS / "no.flac")
    stage.driver.play(spoken_no)
    assert stage.app.speaking, "the recording is shorter than the question"
    assert stage.transcript.heard == []
    assert stage.transcript.state() == State.QUESTION
