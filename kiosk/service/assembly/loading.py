"""Loads texts and recognizers for a kiosk in service, a replay or a measurement."""

from contextlib import ExitStack, closing
from pathlib import Path
from typing import Literal, TypeAlias

from audio.errors import ModelError
from audio.recognition.recognizer import Recognizer
from grammar.grammar import Grammar
from kiosk.settings.service_sections import ClinicSettings
from kiosk.visit.content.loader import load_content
from kiosk.visit.content.model import Content
from kiosk.visit.content.review import require_sealed
from kiosk.visit.dialogue.abilities import Abilities
from kiosk.visit.hearing.listener import Recognizers

RecognizerName: TypeAlias = Literal["auto", "yes-no", "vosk"]
"""Which recognizers listen: all there are, the yes/no listener alone, or Vosk alone."""


def load_words(clinic: ClinicSettings) -> tuple[Content, Grammar]:
    """Read what may be spoken and what may be said, in the language of the clinic.

    Raises:
        ContentError: a content file is wrong, or holds text that nobody has reviewed.
        GrammarError: a file of phrases is wrong.
    """
    content = load_content(clinic.language, values=clinic.spoken_values)
    require_sealed(content)
    return content, Grammar.load(clinic.language)


def load_recognizers(
    name: RecognizerName, model: Path | None, grammar: Grammar, service: ExitStack | None = None
) -> Recognizers:
    """Load recognizers; takes a second or more.

    Args:
        name: which of them.
        model: the Vosk model's folder; None if there is none.
        grammar: all that Vosk may hear, and the names that PocketSphinx proposes.
        service: Vosk runs in a process of its own, which ends with this; None: it runs in this
            process, where its results do not depend on how fast two processes are.

    Raises:
        ModelError: a model is missing, damaged or of the wrong kind.
        VocabularyError: a model lacks a word of the grammar.
    """
    require_model(name, model)
    # Each of these brings a library that takes long to load; only those that serve are loaded.
    vosk: Recognizer | None = None
    yes_no = sphinx = None
    if name != "yes-no" and model is not None:
        phrases = [phrase.text for phrase in grammar.phrases()]
        if service is None:
            from audio.vosk.recognizer import VoskRecognizer  # noqa: PLC0415

            vosk = VoskRecognizer(model, phrases)
        else:
            from audio.vosk.supervised import SupervisedVosk  # noqa: PLC0415

            vosk = service.enter_context(closing(SupervisedVosk(model, phrases)))
    if name != "vosk":
        from audio.yes_no import YesNoListener  # noqa: PLC0415

        yes_no = YesNoListener()
    if name == "auto" and vosk is None:
        from audio.recognition.sphinx import SphinxProposer  # noqa: PLC0415

        named = {i for i in grammar.intents() if i.startswith(("topic.", "section."))}
        sphinx = SphinxProposer(tuple(grammar.proposals(named)))
    from audio.recognition.speech_detector import SpeechDetector  # noqa: PLC0415

    return Recognizers(yes_no=yes_no, vosk=vosk, sphinx=sphinx, detector=SpeechDetector())


def abilities(
    name: RecognizerName, model: Path | None, *, hears: bool, barge_in: bool = False
) -> Abilities:
    """Give what a kiosk with these recognizers can hear.

    Args:
        name: which recognizers.
        model: the Vosk model's folder; None if there is none.
        hears: it has a microphone.
        barge_in: the microphone does not hear the speaker.
    """
    has_model = model is not None
    return Abilities(
        voice=hears,
        names=has_model and name != "yes-no",
        barge_in=barge_in,
    )


def require_model(name: RecognizerName, model: Path | None) -> None:
    """Raise ModelError where Vosk alone is to hear and the settings name no model."""
    if name == "vosk" and model is None:
        raise ModelError("no Vosk model is configured; get one by: run_kiosk.py setup")
