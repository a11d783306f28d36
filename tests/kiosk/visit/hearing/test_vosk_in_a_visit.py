"""A visit in which the process that runs Vosk dies: the real engine and listener, all else as in
service but clock, voice and speaker.

The Korean model's loanwords stand for the English phrases; see
`tests.kiosk.lab.evaluation.korean_vosk`.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from audio.frames import Frames
from audio.recognition.speech_detector import SpeechDetector
from audio.vosk.supervised import Limits, SupervisedVosk
from audio.yes_no import YesNoListener
from grammar.grammar import Grammar
from grammar.phrase import Phrase
from kiosk.lab.evaluation.answer_path import Outcome
from kiosk.lab.replay.play import Stage
from kiosk.lab.replay.runner import stage_of
from kiosk.service.assembly.loading import load_recognizers
from kiosk.settings.model import Settings
from kiosk.visit.dialogue.abilities import Abilities
from kiosk.visit.dialogue.events import Started
from kiosk.visit.dialogue.machine import Dialogue
from kiosk.visit.dialogue.table import State
from kiosk.visit.hearing.listener import Hearing
from kiosk.visit.hearing.recognizers import Recognizers
from tests.audio.sounds import clips, joined, silence
from tests.kiosk.lab.evaluation.korean_vosk import LOANWORDS, path_of, words
from tests.korean_model import model
from tests.waiting import until

pytestmark = [pytest.mark.sound, pytest.mark.slow]

PATIENT = Limits(load=120.0, answer=20.0, finish=120.0)
"""For a machine that does much else meanwhile."""


@pytest.fixture(scope="module")
def vosk() -> Iterator[SupervisedVosk]:
    vosk = SupervisedVosk(model(), list(LOANWORDS), PATIENT)
    yield vosk
    vosk.close()


class Visit:
    """A visitor of a kiosk whose menus are asked by name."""

    def __init__(self, recognizers: Recognizers) -> None:
        content, grammar = words()
        self.notices: list[str] = []
        self.dialogue = Dialogue(content, Abilities(names=True), staff_code="")
        self.hearing = Hearing(recognizers, grammar, self.notices.append)
        self.stage: Stage = stage_of(self.dialogue, self.hearing)
        self.stage.driver.post(Started())

    def listens(self) -> "Visit":
        assert self.stage.driver.run_until(lambda: self.stage.app.listening, 60.0)
        return self

    def says(self, frames: Frames) -> "Visit":
        self.listens()
        self.stage.driver.play(joined(silence(0.3), frames))
        self.stage.driver.play_silence(3.0, lambda: not self.hearing.open)
        return self


def said(word: str, number: int) -> Frames:
    return clips(f"speech_commands/{word}", number + 1)[number]


def kill(vosk: SupervisedVosk) -> int:
    pid = vosk.worker_pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    return pid


@pytest.mark.people
def test_the_dialogue_goes_on_when_vosk_dies_between_a_prompt_and_its_answer(
    vosk: SupervisedVosk,
) -> None:
    visit = Visit(Recognizers(phrases=vosk, detector=SpeechDetector()))
    visit.stage.driver.press(" ")
    visit.stage.driver.press("k")
    visit.listens()
    assert visit.dialogue.state == State.MAIN_MENU
    killed = kill(vosk)
    visit.says(said("stop", 2))
    assert visit.dialogue.state == State.PAUSED
    assert vosk.worker_pid != killed
    visit.listens()
    killed = kill(vosk)
    visit.says(said("yes", 0))
    assert visit.dialogue.state == State.MAIN_MENU
    assert vosk.worker_pid != killed
    assert visit.notices == []


@pytest.mark.people
@pytest.mark.parametrize(
    ("word", "number", "outcome"), [("yes", 0, Outcome.YES), ("no", 0, Outcome.ASK_BACK)]
)
def test_an_emergency_question_is_answered_alike_when_vosk_dies_before_the_answer(
    vosk: SupervisedVosk, word: str, number: int, outcome: Outcome
) -> None:
    path = path_of(Recognizers(YesNoListener(), vosk, detector=SpeechDetector()))
    assert path.visit().says(said(word, number)) is outcome
    visit = path.visit()
    kill(vosk)
    assert visit.says(said(word, number)) is outcome


@pytest.mark.people
def test_a_no_that_vosk_is_too_late_for_has_one_witness_and_is_asked_back() -> None:
    hurried = SupervisedVosk(model(), list(LOANWORDS), Limits(load=120.0, finish=0.0))
    try:
        path = path_of(Recognizers(YesNoListener(), hurried, detector=SpeechDetector()))
        worker = until(lambda: hurried.worker_pid)
        os.kill(worker, signal.SIGSTOP)
        assert path.visit().says(said("no", 0)) is Outcome.ASK_BACK
    finally:
        hurried.close()


@pytest.mark.people
def test_a_kiosk_whose_vosk_is_given_up_says_so_and_goes_on_by_yes_and_no() -> None:
    vosk = SupervisedVosk(model(), list(LOANWORDS), PATIENT)
    try:
        visit = Visit(Recognizers(YesNoListener(), vosk, detector=SpeechDetector()))
        visit.stage.driver.press(" ")
        visit.stage.driver.press("k")
        visit.listens()
        for _ in range(3):
            until(lambda: vosk.worker_pid)
            killed = kill(vosk)
            until(lambda: vosk.worker_pid != killed)  # noqa: B023
        visit.stage.driver.play(silence(0.1))
        assert [notice[:30] for notice in visit.notices] == ["Vosk has died 3 times in a row"]
        visit.listens()
        assert visit.stage.transcript.sentences[-1].what == "Do you want to hear about symptoms?"
        visit.says(said("yes", 0))
        assert visit.dialogue.state == State.SECTION_MENU
    finally:
        vosk.close()


def test_in_service_vosk_runs_in_a_process_of_its_own_that_ends_with_the_service() -> None:
    grammar = Grammar([Phrase(text, intent, "loanwords", 1) for text, intent in LOANWORDS.items()])
    settings = Settings.of(vosk_model=model())
    with ExitStack() as service:
        loaded = load_recognizers(
            "auto", settings.hearing.vosk_model, grammar, service, among=("vosk", "yes-no")
        )
        assert isinstance(loaded.phrases, SupervisedVosk)
        process = Path(f"/proc/{loaded.phrases.worker_pid}")
        assert process.exists()
        assert loaded.answers is not None
        assert loaded.open_words is None
    assert not process.exists()
