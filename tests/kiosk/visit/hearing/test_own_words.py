"""Words that the kiosk itself is speaking do not count as a visitor's."""

import numpy as np
import pytest

from audio.frames import SAMPLE_RATE, Frames
from audio.recognition.speech_detector import STEP, STEP_SECONDS, Step
from kiosk.visit.dialogue.actions import Listen, Say
from kiosk.visit.dialogue.events import Event, Heard, SpeechEnded, Started
from kiosk.visit.hearing.listener import Hearing
from kiosk.visit.hearing.own_words import OwnWords
from kiosk.visit.hearing.recognizers import Recognizers
from tests.fakes.scripted_recognizer import Line, ScriptedRecognizer
from tests.kiosk.visit.loop.parts import Stage, WindowHearing
from tests.shipped import GRAMMAR

pytestmark = pytest.mark.unit

BLOCK = np.zeros(STEP, np.float32)


class LoudIsSpeech:
    """Takes whole steps; whatever is not silent is speech."""

    def accept(self, frames: Frames) -> list[Step]:
        assert len(frames) == STEP
        return [Step(frames, bool(frames.any()))]

    def take_rest(self) -> Frames:
        return np.zeros(0, np.float32)

    def reset(self) -> None:
        pass


def heard_over(*sentences: tuple[float, str], word: str, at: float) -> Heard:
    """Somebody says `word` from `at` for half a second, while the kiosk begins these sentences."""
    recognizer = ScriptedRecognizer([Line.said(word, start=0.0, seconds_a_word=0.1)])
    hearing = Hearing(Recognizers(phrases=recognizer, detector=LoudIsSpeech()), GRAMMAR)
    hearing.listen(Listen(GRAMMAR.intents(), over_speech=True))
    coming = list(sentences)
    for i in range(round(12 / STEP_SECONDS)):
        now = i * STEP_SECONDS
        while coming and coming[0][0] <= now:
            hearing.own_words(coming.pop(0)[1])
        for event in hearing.accept(BLOCK + (at <= now < at + 0.5)):
            if isinstance(event, Heard):
                return event
    raise AssertionError("nothing was heard")


@pytest.mark.parametrize(
    ("sentence", "word", "counts"),
    [
        ("Please say yes, or say no.", "yes", False),
        ("Please say yes, or say no.", "no", False),
        ("You can say help at any time.", "help", False),
        ("Goodbye.", "goodbye", False),
        ("Other people may hear us.", "yes", True),
        ("Please say yes, or say no.", "repeat", True),
    ],
)
def test_a_word_counts_unless_the_kiosk_is_saying_it(
    sentence: str, word: str, counts: bool
) -> None:
    heard = heard_over((0.5, sentence), word=word, at=1.0)
    assert heard.over_speech
    assert heard.readings[0].intent == (GRAMMAR.meaning(word) if counts else None)


def test_a_word_counts_again_once_the_sentence_that_holds_it_is_over() -> None:
    said = ((0.0, "Say yes when you want it."), (3.0, "Other people may hear us."))
    assert heard_over(*said, word="yes", at=2.0).readings[0].intent is None
    assert heard_over(*said, word="yes", at=3.4).readings[0].intent is None
    assert heard_over(*said, word="yes", at=4.0).readings[0].intent == "yes"


def test_own_words_are_counted_for_all_the_time_of_an_utterance() -> None:
    own = OwnWords()
    own.say(1.0, "Say yes when you want it.")
    own.say(4.0, "You can say help at any time.")
    assert own.between(0.0, 0.9, GRAMMAR).intents == frozenset()
    assert own.between(0.5, 1.5, GRAMMAR).intents == {"yes"}
    assert own.between(2.0, 9.0, GRAMMAR).intents == {"yes", "help"}
    assert own.between(4.6, 9.0, GRAMMAR).intents == {"help"}
    own.forget()
    assert own.between(0.0, 9.0, GRAMMAR).intents == frozenset()


def test_in_a_window_over_speech_the_microphone_counts_while_the_speaker_sounds() -> None:
    hearing = WindowHearing()

    def answer(event: Event) -> tuple[Say | Listen, ...]:
        match event:
            case Started():
                speech = Say(1, ("One second.",), words_per_minute=150, volume=1.0)
                return (speech, Listen(frozenset(), over_speech=True))
            case SpeechEnded():
                return (Listen(frozenset()),)
        return ()

    stage = Stage(answer, hearing=hearing, guard=0.2)
    stage.driver.post(Started())
    stage.driver.play(np.ones(SAMPLE_RATE * 2, np.float32))
    assert hearing.own == ["One second."]
    assert hearing.taken / SAMPLE_RATE == pytest.approx(1.8, abs=0.06)
    assert stage.screen.statuses == ["speaking", "listening"]
