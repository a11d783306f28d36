"""What the voice's own phonemes are for the words of the lexicon (clinical-safety.md hazard 16)."""

import ctypes
from collections.abc import Callable

import espeakng_loader
import pytest

from kiosk.content.loader import load_content
from kiosk.synthesis import Pronunciations
from tests.content.folder import VALUES

CONTENT = load_content("en", values=VALUES)

RETRIEVAL, UTF8, IPA = 1, 1, 2
"""Constants of espeak-ng's speak_lib.h: AUDIO_OUTPUT_RETRIEVAL, espeakCHARS_UTF8, IPA names."""

Phonemes = Callable[[str], str]


@pytest.fixture(scope="module")
def phonemes() -> Phonemes:
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    data = espeakng_loader.get_data_path().encode()
    assert library.espeak_Initialize(RETRIEVAL, 0, data, 0) > 0
    assert library.espeak_SetVoiceByName(b"en-us") == 0
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p

    def ask(text: str) -> str:
        rest = ctypes.c_char_p(text.encode())
        parts = []
        while rest.value is not None:
            parts.append(library.espeak_TextToPhonemes(ctypes.byref(rest), UTF8, IPA).decode())
        return " ".join(parts)

    return ask


@pytest.mark.parametrize("word", CONTENT.ipa)
def test_the_voice_says_each_word_as_written_in_the_lexicon(word: str, phonemes: Phonemes) -> None:
    assert phonemes(CONTENT.pronunciations.get(word, word)) == CONTENT.ipa[word]


@pytest.mark.parametrize("word", [word for word in CONTENT.pronunciations if word in CONTENT.ipa])
def test_a_word_is_respelt_only_where_the_voice_has_it_wrong(word: str, phonemes: Phonemes) -> None:
    assert phonemes(word) != CONTENT.ipa[word]


@pytest.mark.parametrize("word", ["metastasis", "metastasize"])
def test_a_respelt_word_is_said_rightly_within_its_sentence(word: str, phonemes: Phonemes) -> None:
    spoken = [s for topic in CONTENT.topics.values() for s in topic.fuller if f" {word}." in s]
    assert spoken
    for sentence in spoken:
        assert CONTENT.ipa[word] in phonemes(Pronunciations(CONTENT.pronunciations).apply(sentence))


def test_an_emergency_number_is_not_read_as_hundreds(phonemes: Phonemes) -> None:
    said = Pronunciations(CONTENT.pronunciations).apply("If no one comes, call 911.")
    assert phonemes(said).endswith(phonemes("call nine one one").split(" ", 1)[1])
