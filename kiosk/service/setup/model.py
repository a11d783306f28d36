"""Gets a Vosk model that hears the kiosk's own phrases."""

from collections.abc import Callable
from pathlib import Path

from audio.errors import ModelError
from audio.vosk.models.table import MODELS, Choice, ModelRecord
from grammar.grammar import Grammar


def record_for(choice: Choice, language: str) -> ModelRecord:
    """Give the model of that size.

    Raises:
        ModelError: there is none for the language.
    """
    record = MODELS[choice]
    if record.language != language:
        raise ModelError(
            f'setup knows no model for the language "{language}"; unpack one yourself and name its '
            "folder in the settings: vosk_model"
        )
    return record


def takes_the_grammar(language: str) -> Callable[[Path], object]:
    """Give the check that a model loads and knows every word of the grammar."""

    def accept(folder: Path) -> object:
        from audio.vosk.recognizer import VoskRecognizer  # noqa: PLC0415 - takes long to load

        return VoskRecognizer(folder, [phrase.text for phrase in Grammar.load(language).phrases()])

    return accept
