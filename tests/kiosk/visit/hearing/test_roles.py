"""Recognizers by their roles: who listens until all are loaded, and who takes over from whom."""

from concurrent.futures import Future
from pathlib import Path

import numpy as np
import pytest

from audio.errors import ModelError
from audio.frames import Frames
from audio.recognition.recognizer import Hypothesis, Role
from audio.recognition.speech_detector import STEP, STEP_SECONDS
from grammar.intents import Intent
from kiosk.service.assembly.background import when_loaded
from kiosk.service.assembly.loading import abilities, chosen_recognizers, recognizers_of
from kiosk.settings.model import Settings
from kiosk.settings.types import RecognizerKind
from kiosk.visit.dialogue.actions import Listen
from kiosk.visit.dialogue.events import Event, Heard, NamesLost
from kiosk.visit.hearing.listener import Hearing
from kiosk.visit.hearing.recognizers import Recognizers
from tests.fakes.scripted_recognizer import Line, ScriptedRecognizer
from tests.kiosk.visit.hearing.test_own_words import LoudIsSpeech
from tests.shipped import GRAMMAR

pytestmark = pytest.mark.unit

QUIET = np.zeros(STEP, np.float32)
LOUD = np.ones(STEP, np.float32)
MODEL = Path("/models/small")


class Failing(ScriptedRecognizer):
    """Works until it is told to fail."""

    def __init__(self, name: str, said: str = "yes", role: Role = Role.PHRASES) -> None:
        super().__init__([Line.said(said, start=0.0, seconds_a_word=0.1)] * 9, name)
        self.role = role
        self.fails = False

    def with_role(self, role: Role) -> "Failing":
        self.role = role
        return self

    def accept(self, frames: Frames) -> str:
        self._require()
        return super().accept(frames)

    def reset(self) -> None:
        self._require()
        super().reset()

    def finish(self) -> Hypothesis:
        self._require()
        return super().finish()

    def _require(self) -> None:
        if self.fails:
            raise ModelError(f"{self.name} has failed; start the kiosk again")


def hear(hearing: Hearing) -> list[Event]:
    """Somebody speaks for half a second, and is silent for three."""
    if not hearing.open:
        hearing.listen(Listen(GRAMMAR.intents(), answer=True))
    happened: list[Event] = []
    for at in range(round(3.5 / STEP_SECONDS)):
        happened += hearing.accept(LOUD if at * STEP_SECONDS < 0.5 else QUIET)
    return happened


def heard(hearing: Hearing) -> dict[str, str | None]:
    """Give who heard what in one utterance."""
    (utterance,) = (event for event in hear(hearing) if isinstance(event, Heard))
    return {reading.recognizer: reading.intent for reading in utterance.readings}


def test_without_vosk_moonshine_hears_the_phrases() -> None:
    vosk, moonshine = Failing("vosk"), Failing("moonshine", role=Role.OPEN)
    reports: list[str] = []
    hearing = Hearing(
        Recognizers(Failing("yes-no"), vosk, moonshine, LoudIsSpeech()), GRAMMAR, reports.append
    )
    assert heard(hearing).keys() == {"yes-no", "vosk", "moonshine"}
    vosk.fails = True
    assert not any(isinstance(event, NamesLost) for event in hear(hearing))
    assert reports == ["vosk has failed; start the kiosk again"]
    assert moonshine.role is Role.PHRASES
    assert heard(hearing) == {"yes-no": Intent.YES, "moonshine": Intent.YES}


def test_without_any_recognizer_of_phrases_names_are_lost_and_answers_are_heard() -> None:
    moonshine = Failing("moonshine")
    hearing = Hearing(Recognizers(Failing("yes-no"), moonshine, None, LoudIsSpeech()), GRAMMAR)
    moonshine.fails = True
    assert NamesLost() in hear(hearing)
    assert heard(hearing) == {"yes-no": Intent.YES}


def test_open_words_that_fail_beside_vosk_are_reported_and_nothing_is_lost() -> None:
    moonshine = Failing("moonshine", role=Role.OPEN)
    reports: list[str] = []
    hearing = Hearing(
        Recognizers(None, Failing("vosk"), moonshine, LoudIsSpeech()), GRAMMAR, reports.append
    )
    moonshine.fails = True
    assert NamesLost() not in hear(hearing)
    assert len(reports) == 1
    assert heard(hearing) == {"vosk": Intent.YES}


def test_the_last_recognizer_that_fails_ends_the_kiosk() -> None:
    moonshine = Failing("moonshine")
    hearing = Hearing(Recognizers(None, moonshine, None, LoudIsSpeech()), GRAMMAR)
    moonshine.fails = True
    with pytest.raises(ModelError, match="moonshine has failed"):
        hear(hearing)


def test_the_listener_answers_until_all_are_loaded() -> None:
    listener, detector = Failing("yes-no"), LoudIsSpeech()
    loading: Future[Recognizers] = Future()
    meanwhile: Future[Recognizers] = Future()
    hearing = Hearing(loading, GRAMMAR, meanwhile=meanwhile)
    assert not hearing.names
    hearing.listen(Listen(GRAMMAR.intents(), answer=True))
    assert not hearing.open, "nobody is told to speak who would not be heard"
    meanwhile.set_result(Recognizers(listener, detector=detector))
    assert hearing.open
    assert not hearing.ready
    assert heard(hearing) == {"yes-no": Intent.YES}
    hearing.listen(Listen(GRAMMAR.intents(), answer=True))
    hearing.accept(QUIET)
    loading.set_result(Recognizers(listener, Failing("moonshine"), None, detector))
    assert heard(hearing) == {"yes-no": Intent.YES, "moonshine": Intent.YES}
    assert hearing.names == ("yes-no", "moonshine")


def test_a_person_who_is_speaking_is_heard_to_the_end_by_those_that_listen() -> None:
    listener, detector = Failing("yes-no"), LoudIsSpeech()
    loading: Future[Recognizers] = Future()
    meanwhile: Future[Recognizers] = Future()
    meanwhile.set_result(Recognizers(listener, detector=detector))
    hearing = Hearing(loading, GRAMMAR, meanwhile=meanwhile)
    hearing.listen(Listen(GRAMMAR.intents(), answer=True))
    for _ in range(12):
        hearing.accept(LOUD)
    loading.set_result(Recognizers(listener, Failing("moonshine"), None, detector))
    assert heard(hearing) == {"yes-no": Intent.YES}
    assert heard(hearing).keys() == {"yes-no", "moonshine"}


class Lacking(Failing):
    """Does not know a word."""

    @property
    def lacking(self) -> tuple[str, ...]:
        return ("chemotherapy",)


def test_words_that_vosk_lacks_are_told_at_the_start_where_nobody_else_hears_them() -> None:
    told: list[str] = []
    failed: list[BaseException] = []
    for open_words in (Failing("moonshine", role=Role.OPEN), None):
        loading: Future[Recognizers] = Future()
        when_loaded(loading, failed.append, told.append)
        assert not told
        loading.set_result(Recognizers(None, Lacking("vosk"), open_words))
    (line,) = told
    assert "chemotherapy" in line
    assert not failed


def test_recognizers_that_cannot_be_loaded_stop_the_start() -> None:
    failed: list[BaseException] = []
    loading: Future[Recognizers] = Future()
    when_loaded(loading, failed.append, lambda _: None)
    loading.set_exception(ModelError("damaged"))
    assert [str(error) for error in failed] == ["damaged"]


@pytest.mark.parametrize(
    ("among", "model", "listens"),
    [
        (("vosk", "moonshine", "yes-no"), MODEL, ("vosk", "moonshine", "yes-no")),
        (("vosk", "moonshine", "yes-no"), None, ("moonshine", "yes-no")),
        (("moonshine", "vosk", "yes-no"), MODEL, ("moonshine", "yes-no")),
        (("vosk", "yes-no"), MODEL, ("vosk", "yes-no")),
        (("vosk", "yes-no"), None, ("yes-no",)),
    ],
)
def test_the_settings_say_who_listens_and_who_is_preferred(
    among: tuple[RecognizerKind, ...], model: Path | None, listens: tuple[RecognizerKind, ...]
) -> None:
    assert chosen_recognizers("auto", model, among) == listens


def test_menus_are_asked_by_name_where_phrases_are_heard() -> None:
    assert abilities("auto", None, hears=True).names
    assert abilities("auto", None, hears=True).open_words
    small = abilities("auto", None, hears=True, among=("vosk", "yes-no"))
    assert not small.names
    assert not small.open_words
    with_model = abilities("auto", MODEL, hears=True, among=("vosk", "yes-no"))
    assert with_model.names
    assert not with_model.open_words


def test_moonshine_listens_only_where_english_is_spoken() -> None:
    assert "moonshine" in recognizers_of(Settings())
    assert "moonshine" not in recognizers_of(Settings.of(language="fr"))
