"""Lets each recognizer of the service hear the recordings that the kiosk ships."""

from collections.abc import Iterator
from contextlib import ExitStack

import numpy as np

from audio.errors import ModelError
from audio.frames import SAMPLE_RATE, Frames
from audio.recognition.recognizer import LacksWords, Recognizer
from audio.recordings import RecordingName, recording
from grammar.grammar import Grammar
from grammar.intents import Intent
from kiosk.service.assembly.loading import load_recognizers, recognizers_of
from kiosk.service.checkup.finding import Finding
from kiosk.settings.model import Settings
from kiosk.visit.hearing.recognizers import Recognizers

_BLOCK = round(0.1 * SAMPLE_RATE)
"""Samples given at a time."""

_SILENCE = np.zeros(SAMPLE_RATE, np.float32)

_SAID: dict[RecordingName, str] = {"yes": Intent.YES, "no": Intent.NO}
_NAME: RecordingName = "radiation_therapy"

_LANGUAGE = "en"
"""Of the recordings."""


def recognizers_hear(settings: Settings) -> Finding:
    """Load the recognizers as the service does, and tell what they make of the recordings.

    Raises:
        AudioError: one cannot be loaded, or hears what was not said.
        GrammarError: the phrases are wrong, or the intent network is damaged.
    """
    language, model = settings.clinic.language, settings.hearing.vosk_model
    grammar = Grammar.load(language)
    with ExitStack() as service:
        among = recognizers_of(settings)
        loaded = load_recognizers("auto", model, grammar, service, among=among)
        told = []
        if loaded.answers is not None:
            _require(loaded.answers, grammar, _SAID)
            told.append(f"{loaded.answers.name} (yes, no and silence)")
        said = {**_SAID, _NAME: grammar.meaning(_spoken(_NAME)) or ""}
        for recognizer in (loaded.phrases, loaded.open_words):
            if recognizer is None:
                continue
            hears = _heard_of(recognizer, grammar, said) if language == _LANGUAGE else ""
            told.append(f"{recognizer.name}{hears}")
        left_out = _left_out(loaded)
    return Finding(f"the test recordings are heard by {', '.join(told)}{left_out}")


def _left_out(loaded: Recognizers) -> str:
    """Tell which words the recognizer of phrases does not know."""
    if not isinstance(loaded.phrases, LacksWords) or not loaded.phrases.lacking:
        return ""
    recognizer, words = loaded.phrases.name, ", ".join(loaded.phrases.lacking)
    others = "nobody hears" if loaded.unheard else "moonshine hears"
    return f"; {recognizer} does not know these words, and {others} phrases with them: {words}"


def _require(recognizer: Recognizer, grammar: Grammar, said: dict[RecordingName, str]) -> None:
    """Raise ModelError unless each recording is heard as what it is, and silence as nothing."""
    for name, intent in said.items():
        heard = _heard(recognizer, recording(name))
        if grammar.meaning(heard) != intent:
            raise _deaf(recognizer, f'hears "{_spoken(name)}" as "{heard}"')
    if heard := _heard(recognizer, _SILENCE):
        raise _deaf(recognizer, f'hears silence as "{heard}"')


def _heard_of(recognizer: Recognizer, grammar: Grammar, said: dict[RecordingName, str]) -> str:
    """Tell what it hears; models differ in what they make of a synthetic voice.

    Raises:
        ModelError: it hears nothing at all, or yes and no as each other.
    """
    right = []
    for name, intent in said.items():
        meaning = grammar.meaning(_heard(recognizer, recording(name)))
        if meaning != intent and meaning in _SAID.values():
            raise _deaf(recognizer, f'hears "{_spoken(name)}" as "{meaning}"')
        right += [_spoken(name)] if meaning == intent else []
    if not right:
        raise _deaf(recognizer, "hears nothing of what is said")
    return f" ({', '.join(right)})"


def _deaf(recognizer: Recognizer, what: str) -> ModelError:
    advice = (
        "get its model again: run_kiosk.py setup"
        if isinstance(recognizer, LacksWords)
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
