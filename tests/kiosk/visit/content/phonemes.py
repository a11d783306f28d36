"""Asks espeak-ng itself how it says a text."""

import ctypes
from collections.abc import Callable

import espeakng_loader
import pytest

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
