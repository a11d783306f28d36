"""Sets of recognizers, among them the real Vosk engine on the Korean model that a package ships.

Its vocabulary has English loanwords, which stand for the English phrases here. That proves that
the parts fit together; it says nothing about how well an English model hears.
"""

import atexit
from functools import cache
from typing import Literal, get_args

from audio.moonshine import MoonshineRecognizer
from audio.recognition.speech_detector import SpeechDetector
from audio.recognition.turn import Detector
from audio.vosk.recognizer import VoskRecognizer
from audio.yes_no import YesNoListener
from grammar.grammar import Grammar
from grammar.intents import Intent
from grammar.phrase import Phrase
from grammar.understanding import Understanding
from kiosk.lab.evaluation.answer_path import AnswerPath
from kiosk.service.assembly.loading import load_understanding, load_words
from kiosk.settings.service_sections import ClinicSettings
from kiosk.visit.content.model import Content
from kiosk.visit.dialogue.abilities import Abilities
from kiosk.visit.hearing.recognizers import Recognizers
from tests.korean_model import model

RecognizerSet = Literal["yes-no", "yes-no+moonshine", "yes-no+vosk", "moonshine", "vosk"]
SETS: tuple[RecognizerSet, ...] = get_args(RecognizerSet)
IN_SERVICE: tuple[RecognizerSet, ...] = ("yes-no", "yes-no+moonshine", "yes-no+vosk")
"""Sets that visitors meet; one alone that hears phrases is for who tests it."""

LOANWORDS = {
    "예스": Intent.YES,
    "예쓰": Intent.YES,
    "노": Intent.NO,
    "노우": Intent.NO,
    "스톱": Intent.STOP,
    "스탑": Intent.STOP,
    "메뉴": Intent.MAIN_MENU,
    "메인 메뉴": Intent.MAIN_MENU,
}


def answer_path(chosen: RecognizerSet, detector: Detector | None = None) -> AnswerPath:
    """Give the way from a recording to an answer with a set of recognizers."""
    return path_of(recognizers_of(chosen, detector or SpeechDetector()))


def recognizers_of(chosen: RecognizerSet, detector: Detector) -> Recognizers:
    """Give a set of recognizers."""
    understands = "moonshine" in chosen
    phrases = korean_vosk() if "vosk" in chosen else moonshine() if understands else None
    return Recognizers(
        answers=YesNoListener() if "yes-no" in chosen else None,
        phrases=phrases,
        detector=detector,
        understanding=understanding() if understands else None,
    )


def path_of(recognizers: Recognizers) -> AnswerPath:
    """Give the way from a recording to an answer with these recognizers."""
    can = Abilities(
        names=recognizers.phrases is not None, open_words=recognizers.understanding is not None
    )
    return AnswerPath(recognizers, can, *words())


@cache
def words() -> tuple[Content, Grammar]:
    """Give what is said, and what the phrases and the loanwords mean."""
    content, english = load_words(ClinicSettings())
    loanwords = [Phrase(text, intent, "loanwords", 1) for text, intent in LOANWORDS.items()]
    return content, Grammar([*english.phrases(), *loanwords])


@cache
def korean_vosk() -> VoskRecognizer:
    """Load the engine once a process; once the interpreter is ending, it cannot be freed."""
    atexit.register(korean_vosk.cache_clear)
    return VoskRecognizer(model(), list(LOANWORDS))


@cache
def moonshine() -> MoonshineRecognizer:
    """Load Moonshine with the phrases of the kiosk."""
    _, grammar = load_words(ClinicSettings())
    return MoonshineRecognizer(
        [phrase.text for phrase in grammar.phrases()],
        meaning=grammar.meaning,
    )


@cache
def understanding() -> Understanding:
    """Load what finds the meaning of words that are no phrase."""
    return load_understanding(words()[1], open_words=True)
