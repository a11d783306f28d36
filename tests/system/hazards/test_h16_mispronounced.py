"""H16. Numbers or terms are mispronounced

Cause: the voice reads digits, abbreviations and rare words in its own way
Effect: the wrong number is called
Mitigation: numbers are written in words; a lexicon respells what the voice has wrong, checked
    against its phonemes: tests/kiosk/visit/content/test_pronunciation.py
Severity: critical
Likelihood: remote
Residual risk: nobody has listened to every term in every voice
Owner: the clinical safety officer, who is not yet named
"""

import re

import pytest

from kiosk.cli import main
from kiosk.visit.speech.synthesis import Pronunciations
from tests.kiosk.visit.content.phonemes import Phonemes, phonemes
from tests.kiosk.visit.dialogue.world import CONTENT

pytestmark = pytest.mark.sound

__all__ = ["phonemes"]

SPOKEN = [
    *(s for topic in CONTENT.topics.values() for s in (*topic.plain, *topic.fuller)),
    *(q.text for q in CONTENT.questions),
    *CONTENT.prompt_sentences(),
]


def test_nothing_spoken_has_a_digit_or_an_abbreviation() -> None:
    for sentence in SPOKEN:
        said = re.sub(r"\{\w+\}", "", sentence)  # a name that is put in is looked at where it is
        assert not re.search(r"\d|\b[A-Z]{2,}\b|\be\.g\.|\betc\b", said), sentence


@pytest.mark.parametrize("term", [entry.term for entry in CONTENT.glossary])
def test_every_medical_term_sounds_as_the_lexicon_has_it(term: str, phonemes: Phonemes) -> None:
    said = Pronunciations(CONTENT.pronunciations).apply(term)
    assert phonemes(said) == CONTENT.ipa[term]


def test_whom_to_call_is_said_digit_by_digit(phonemes: Phonemes) -> None:
    hundred = phonemes("hundred")
    assert hundred in phonemes("call 911"), "the voice has changed: look whether it is needed"
    said = Pronunciations(CONTENT.pronunciations).apply(CONTENT.prompts["emergency_called"][0][-1])
    assert "nine one one" in said
    assert hundred not in phonemes(said)


def test_a_number_in_digits_is_refused_in_the_settings(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KIOSK_EMERGENCY_NUMBER", "911")
    assert main(["review"]) == 2
    assert "write it in words" in capsys.readouterr().err
