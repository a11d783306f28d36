"""What a free reading of words comes to, as the kiosk finds it without the intent network."""

from audio.recognition.recognizer import Hypothesis
from grammar.understanding import Understanding
from kiosk.visit.dialogue.events import Reading
from kiosk.visit.hearing.readings import Reader
from tests.shipped import GRAMMAR

_READER = Reader(GRAMMAR, Understanding(GRAMMAR))


def freely(words: str) -> Reading:
    (reading,) = _READER.read(Hypothesis("moonshine", free=words), ())
    return reading
