"""How long the kiosk waits after words that it understands, though they are no phrase."""

import numpy as np
import pytest

from audio.recognition.speech_detector import STEP, STEP_SECONDS
from grammar.understanding import Understanding
from kiosk.visit.dialogue.actions import Listen
from kiosk.visit.dialogue.events import Heard
from kiosk.visit.hearing.listener import Hearing
from kiosk.visit.hearing.recognizers import Recognizers
from tests.fakes.scripted_recognizer import Line, ScriptedRecognizer
from tests.kiosk.visit.hearing.test_own_words import LoudIsSpeech
from tests.shipped import GRAMMAR

pytestmark = pytest.mark.unit

UNDERSTANDING = Understanding(GRAMMAR)


def silence_after(words: str, *, careful: bool = False, brisk: bool = False) -> float:
    """Somebody says the words in half a second; give the silence that ends their turn."""
    recognizer = ScriptedRecognizer([Line.said(words, start=0.0, seconds_a_word=0.05)])
    recognizers = Recognizers(None, recognizer, None, LoudIsSpeech(), UNDERSTANDING)
    hearing = Hearing(recognizers, GRAMMAR)
    hearing.listen(Listen(GRAMMAR.intents(), careful=careful, brisk=brisk))
    for step in range(1, round(4 / STEP_SECONDS)):
        frames = np.full(STEP, 1.0 if step * STEP_SECONDS <= 0.5 else 0.0, np.float32)
        if any(isinstance(event, Heard) for event in hearing.accept(frames)):
            return step * STEP_SECONDS - 0.5
    raise AssertionError("the turn did not end")


@pytest.mark.parametrize(
    ("words", "seconds"),
    [
        ("repeat that please", 0.35),
        ("radiation therapy", 0.6),
        ("er can you tell me about radiation therapy", 0.6),
        ("can you tell me", 1.5),
    ],
)
def test_understood_words_end_the_turn_as_a_phrase_does(words: str, seconds: float) -> None:
    assert silence_after(words) == pytest.approx(seconds, abs=2 * STEP_SECONDS)


@pytest.mark.parametrize("words", ["no", "er no"])
def test_after_a_no_at_an_emergency_question_a_correction_is_waited_for(words: str) -> None:
    assert silence_after(words, careful=True) == pytest.approx(0.8, abs=2 * STEP_SECONDS)


@pytest.mark.parametrize("word", ["yes", "no"])
def test_after_a_yes_or_no_at_another_question_nothing_more_is_waited_for(word: str) -> None:
    assert silence_after(word, brisk=True) == pytest.approx(0.35, abs=2 * STEP_SECONDS)
    assert silence_after(word) == pytest.approx(0.6, abs=2 * STEP_SECONDS)
