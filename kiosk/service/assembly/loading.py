"""Loads what a kiosk speaks and hears by: in service, in a replay and in a measurement."""

from contextlib import ExitStack, closing
from typing import Literal, TypeAlias

from audio.errors import ModelError
from audio.recognition.recognizer import Recognizer
from grammar.grammar import Grammar
from kiosk.settings.model import Settings
from kiosk.visit.content.loader import load_content
from kiosk.visit.content.model import Content
from kiosk.visit.content.review import require_sealed
from kiosk.visit.dialogue import Abilities
from kiosk.visit.hearing.listener import Recognizers

RecognizerName: TypeAlias = Literal["auto", "yes-no", "vosk"]
"""Which recognizers listen: all there are, the yes/no listener alone, or Vosk alone."""


def load_words(settings: Settings) -> tuple[Content, Grammar]:
    """Read what may be spoken and what may be said, in the language of the settings.

    Raises:
        ContentError: a content file is wrong, or says what nobody has reviewed.
        GrammarError: a file of phrases is wrong.
    """
    content = load_content(settings.language, values=settings.spoken_values)
    require_sealed(content)
    return content, Grammar.load(settings.language)


def load_recognizers(
    name: RecognizerName, settings: Settings, grammar: Grammar, service: ExitStack | None = None
) -> Recognizers:
    """Load recognizers; takes a second or more.

    Args:
        name: which of them.
        settings: name the Vosk model's folder.
        grammar: all that Vosk may hear, and the names that PocketSphinx proposes.
        service: Vosk runs in a process of its own, which ends with this; None: it runs in this
            process, where what it hears does not hang on how fast two processes are.

    Raises:
        ModelError: a model is missing, damaged or of the wrong kind.
        VocabularyError: a model lacks a word of the grammar.
    """
    require_model(name, settings)
    # Each of these brings a library that takes long to load; only those that serve are loaded.
    vosk: Recognizer | None = None
    yes_no = sphinx = None
    if name != "yes-no" and settings.vosk_model is not None:
        phrases = [phrase.text for phrase in grammar.phrases()]
        if service is None:
            from audio.vosk.recognizer import VoskRecognizer  # noqa: PLC0415

            vosk = VoskRecognizer(settings.vosk_model, phrases)
        else:
            from audio.vosk.supervised import SupervisedVosk  # noqa: PLC0415

            vosk = service.enter_context(closing(SupervisedVosk(settings.vosk_model, phrases)))
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
    settings: Settings, name: RecognizerName, *, hears: bool, barge_in: bool = False
) -> Abilities:
    """Give what a kiosk with these recognizers can hear.

    Args:
        settings: say whether there is a Vosk model.
        name: which recognizers.
        hears: it has a microphone.
        barge_in: the microphone does not hear the speaker.
    """
    has_model = settings.vosk_model is not None
    return Abilities(
        voice=hears,
        names=has_model and name != "yes-no",
        barge_in=barge_in,
    )


def require_model(name: RecognizerName, settings: Settings) -> None:
    """Raise ModelError where Vosk alone is to hear and the settings name no model."""
    if name == "vosk" and settings.vosk_model is None:
        raise ModelError("no Vosk model is configured; get one by: run_kiosk.py setup")
