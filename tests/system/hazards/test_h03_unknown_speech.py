"""H3. The grammar forces unknown speech to "no"

Cause: a recognizer that knows only its phrases gives the nearest one
Effect: a false NO
Mitigation: a second recognizer that is no grammar: the yes/no listener rejects what is neither;
    whole phrases only; a no by one alone is asked back
Severity: catastrophic
Likelihood: improbable
Residual risk: a word that sounds as "no", said alone, and then one that sounds as "yes"
Owner: the clinical safety officer, who is not yet named
"""

from collections.abc import Iterator
from contextlib import closing
from itertools import product

import pytest

from audio.frames import Frames
from audio.voices.plain import Pyttsx3Voice
from grammar.intents import Intent
from kiosk.lab.evaluation.answer_path import AnswerPath, Outcome
from tests.kiosk.lab.evaluation.korean_vosk import IN_SERVICE, answer_path
from tests.shipped import GRAMMAR
from tests.system.hazards.sounds import people_who_say

pytestmark = pytest.mark.sound

BEGINNINGS = (
    "the bus",
    "my sister",
    "that nurse",
    "the weather",
    "our dog",
    "the parking lot",
    "this chair",
    "the news",
    "nobody",
    "the man next door",
)
ENDINGS = (
    "was late again",
    "knows the way",
    "is in the next room",
    "never said a word",
    "will not be here today",
    "looked nice this morning",
    "is not on the list",
    "goes down to the lobby",
    "can wait for a minute",
    "left at nine",
)
LONE_WORDS = """
know nose note nine now not none north nut knot snow go show low row toe dough
noon new gnome banana table window paper yesterday yellow yes-man
guess chess less mess press dress jazz yard
"""
OFF_TOPIC = [f"{a} {b}" for a, b in product(BEGINNINGS, ENDINGS)]
IN_A_ROW = [f"{a} and {b}" for a, b in product(BEGINNINGS, BEGINNINGS) if a != b]


@pytest.fixture(scope="module")
def voice() -> Iterator[Pyttsx3Voice]:
    with closing(Pyttsx3Voice("en")) as voice:
        yield voice


def becomes_no(path: AnswerPath, sound: Frames) -> bool:
    """Whether it is taken for a no, at once or when it answers "I heard no" as well."""
    visit = path.visit()
    first = visit.says(sound)
    second = visit.says(sound) if first is Outcome.ASK_BACK else first
    return Outcome.NO in (first, second)


@pytest.mark.slow
def test_two_hundred_phrases_about_something_else_are_never_a_no(voice: Pyttsx3Voice) -> None:
    phrases = [*OFF_TOPIC, *IN_A_ROW[:70], *LONE_WORDS.split()]
    assert len(set(phrases)) >= 200
    path = answer_path("yes-no")
    spoken = {phrase: voice.speak(phrase, 160) for phrase in phrases}
    assert not [phrase for phrase, sound in spoken.items() if becomes_no(path, sound)]


@pytest.mark.slow
def test_nor_are_other_words_that_people_say() -> None:
    for chosen in IN_SERVICE:
        path = answer_path(chosen)
        for word in ("nine", "go", "down", "left"):
            for sound in people_who_say(word, 4):
                assert not becomes_no(path, sound), f"{word} on {chosen}"


def test_words_that_are_no_whole_phrase_mean_nothing() -> None:
    grammar = GRAMMAR
    assert grammar.meaning("no") == Intent.NO
    for phrase in OFF_TOPIC:
        assert grammar.meaning(phrase) is None, phrase
        assert grammar.meaning(f"no {phrase}") is None, phrase
