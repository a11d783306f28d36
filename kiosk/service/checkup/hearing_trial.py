"""Lets each recognizer of the service hear the recordings that the kiosk ships."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from audio.errors import ModelError
from audio.frames import SAMPLE_RATE, Frames
from audio.recognition.recognizer import Recognizer, Role
from audio.recordings import RecordingName, recording
from grammar.grammar import Grammar
from grammar.intents import Intent
from kiosk.service.assembly.loading import load_recognizers
from kiosk.service.checkup.finding import Finding

_BLOCK = round(0.1 * SAMPLE_RATE)
"""Samples given at a time."""

_SILENCE = np.zeros(SAMPLE_RATE, np.float32)

_SAID: dict[RecordingName, str] = {"yes": Intent.YES, "no": Intent.NO}
_NAME: RecordingName = "radiation_therapy"

_LANGUAGE = "en"
"""Of the recordings."""


def recognizers_hear(language: str, model: Path | None) -> Finding:
    """Load the recognizers as the service does, and tell what they make of the recordings.

    Args:
        language: of the clinic.
        model: the Vosk model's folder; None if there is none.

    Raises:
        AudioError: one cannot be loaded, or hears what was not said.
        GrammarError: the phrases are wrong.
    """
    grammar = Grammar.load(language)
    with ExitStack() as service:
        loaded = load_recognizers("auto", model, grammar, service)
        told = []
        if loaded.yes_no is not None:
            _require(loaded.yes_no, grammar, _SAID)
            told.append(f"{loaded.yes_no.name} (yes, no and silence)")
        names = {_NAME: grammar.meaning(_spoken(_NAME)) or ""}
        if loaded.sphinx is not None:
            # It adapts to what it hears, which here is a voice without a room.
            _heard(loaded.sphinx, recording(_NAME))
            _require(loaded.sphinx, grammar, names)
            told.append(f"{loaded.sphinx.name} ({_spoken(_NAME)})")
        if loaded.vosk is not None and language == _LANGUAGE:
            told.append(_heard_by_vosk(loaded.vosk, grammar, {**_SAID, **names}))
        elif loaded.vosk is not None:
            told.append(loaded.vosk.name)
    return Finding(f"what the recordings say is heard by {', '.join(told)}")


def _require(recognizer: Recognizer, grammar: Grammar, said: dict[RecordingName, str]) -> None:
    """Raise ModelError unless each recording is heard as what it is, and silence as nothing."""
    for name, intent in said.items():
        heard = _heard(recognizer, recording(name))
        if grammar.meaning(heard) != intent:
            raise _deaf(recognizer, f'hears "{_spoken(name)}" as "{heard}"')
    if heard := _heard(recognizer, _SILENCE):
        raise _deaf(recognizer, f'hears silence as "{heard}"')


def _heard_by_vosk(vosk: Recognizer, grammar: Grammar, said: dict[RecordingName, str]) -> str:
    """Tell how many it hears; models differ in what they make of a synthetic voice.

    Raises:
        ModelError: it hears nothing at all, or yes and no as each other.
    """
    right = []
    for name, intent in said.items():
        meaning = grammar.meaning(_heard(vosk, recording(name)))
        if meaning != intent and meaning in _SAID.values():
            raise _deaf(vosk, f'hears "{_spoken(name)}" as "{meaning}"')
        right += [_spoken(name)] if meaning == intent else []
    if not right:
        raise _deaf(vosk, "hears nothing of what is said")
    return f"{vosk.name} ({', '.join(right)})"


def _deaf(recognizer: Recognizer, what: str) -> ModelError:
    advice = (
        "get its model again: run_kiosk.py setup"
        if recognizer.role is Role.PHRASES
        else "install the kiosk again, and take it out of service until then"
    )
    return ModelError(f"the recognizer {recognizer.name} {what}; {advice}")


def _heard(recognizer: Recognizer, frames: Frames) -> str:
    recognizer.reset()
    for block in _blocks(frames):
        recognizer.accept(block)
    return recognizer.finish().text


def _blocks(frames: Frames) -> Iterator[Frames]:
    for start in range(0, len(frames), _BLOCK):
        yield frames[start : start + _BLOCK]


def _spoken(name: RecordingName) -> str:
    return name.replace("_", " ")
