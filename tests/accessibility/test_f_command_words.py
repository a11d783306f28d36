"""F. Command words."""

from collections import Counter
from pathlib import Path

import pocketsphinx
import pytest

from audio.errors import VocabularyError
from audio.vosk_recognizer import VoskRecognizer
from grammar.grammar import Grammar
from grammar.intents import Intent
from kiosk.dialogue import State
from kiosk.events import Reading
from tests.dialogue.ways import QUESTION
from tests.dialogue.world import WITH_NAMES, World
from tests.ear.test_vosk import model

GRAMMAR = Grammar.load()

TABLE: dict[Intent | tuple[Intent, Intent], str] = {
    Intent.YES: "yes|yeah|yep|correct|sure|yes please|I do",
    Intent.NO: "no|nope|no way|no thank you|I don't",
    Intent.NOT_SURE: "not sure|don't know|no idea|maybe",
    Intent.HELP: "help|what can I say",
    Intent.REPEAT: "repeat|say that again|pardon",
    (Intent.STOP, Intent.PAUSE): "stop|pause|wait|hold on",
    Intent.CONTINUE: "continue|go on|next",
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

WORDS = [(word, intents) for intents, words in TABLE.items() for word in words.split("|")]


@pytest.mark.parametrize(("word", "intents"), WORDS)
def test_f_each_word_means_its_function(word: str, intents: Intent | tuple[Intent, Intent]) -> None:
    allowed = intents if isinstance(intents, tuple) else (intents,)
    assert GRAMMAR.meaning(word) in allowed


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
    assert world.dialogue.questions is not None
    assert world.dialogue.questions.answers == {}
    assert world.state in (State.QUESTION, State.CONFIRM_NO)
    assert "?" in world.last_say.sentences[-1]


def test_f_polite_sentences_are_taken() -> None:
    assert GRAMMAR.meaning("Yes please, dear.") == Intent.YES


def test_f_every_word_is_one_that_english_models_know() -> None:
    lines = (Path(pocketsphinx.get_model_path()) / "en-us" / "cmudict-en-us.dict").read_text(
        "utf-8"
    )
    known = {line.split(" ")[0] for line in lines.splitlines()}
    assert GRAMMAR.words() - known == set()


def test_f_a_model_that_lacks_a_word_is_refused() -> None:
    with pytest.raises(VocabularyError):
        VoskRecognizer(model(), [phrase.text for phrase in GRAMMAR.phrases()])
