"""Loads texts and recognizers for a kiosk in service, a replay or a measurement."""

from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from audio.errors import ModelError
from audio.recognition.recognizer import Recognizer, Role
from audio.server.echo import echo_is_cancelled
from grammar.grammar import Grammar
from kiosk.settings.model import Settings
from kiosk.settings.service_sections import ClinicSettings
from kiosk.settings.types import RECOGNIZERS, RecognizerKind
from kiosk.settings.visit_sections import SoundSettings
from kiosk.visit.content.loader import load_content
from kiosk.visit.content.model import Content
from kiosk.visit.content.review import require_sealed
from kiosk.visit.dialogue.abilities import Abilities
from kiosk.visit.hearing.recognizers import OpenRecognizer, Recognizers

if TYPE_CHECKING:
    from grammar.understanding import Understanding

RecognizerName: TypeAlias = Literal["auto", "moonshine", "yes-no", "vosk"]
"""Which recognizers listen: all that the settings name, or one alone."""


def recognizers_of(settings: Settings) -> tuple[RecognizerKind, ...]:
    """Give the recognizers that the settings name; Moonshine knows English alone."""
    named = settings.hearing.recognizers
    english = settings.clinic.language.partition("-")[0] == "en"
    return named if english else tuple(kind for kind in named if kind != "moonshine")


def listening(recognizer: RecognizerName, settings: Settings) -> tuple[RecognizerKind, ...]:
    """Give who listens in service: always the listener, so that a no can have two witnesses."""
    match recognizer:
        case "yes-no":
            return ("yes-no",)
        case "moonshine":
            return ("moonshine", "yes-no")
    return recognizers_of(settings)


def load_texts(clinic: ClinicSettings) -> Content:
    """Read what may be spoken in the language of the clinic.

    Raises:
        ContentError: a content file is wrong, or holds text that nobody has reviewed.
    """
    content = load_content(clinic.language, values=clinic.spoken_values)
    require_sealed(content)
    return content


def load_words(clinic: ClinicSettings) -> tuple[Content, Grammar]:
    """Read what may be spoken and what may be said, in the language of the clinic.

    Raises:
        ContentError: see `load_texts`.
        GrammarError: a file of phrases is wrong.
    """
    return load_texts(clinic), Grammar.load(clinic.language)


def load_understanding(grammar: Grammar, *, open_words: bool) -> "Understanding":
    """Load what finds the meaning of words that are no phrase.

    Args:
        grammar: the phrases.
        open_words: words are read freely, so that the intent network is needed.

    Raises:
        GrammarError: the intent network is missing or damaged.
    """
    from grammar.understanding import Understanding  # noqa: PLC0415 - takes long to load

    network = None
    if open_words:
        from grammar.meaning import IntentNetwork  # noqa: PLC0415 - takes long to load

        network = IntentNetwork.load()
    return Understanding(grammar, network)


def load_listener() -> Recognizers:
    """Load the yes/no listener alone, which is there soonest.

    Raises:
        ModelError: its model is missing or damaged.
    """
    # Each of these brings a library that takes long to load; only those that serve are loaded.
    from audio.recognition.speech_detector import SpeechDetector  # noqa: PLC0415
    from audio.yes_no import YesNoListener  # noqa: PLC0415

    return Recognizers(answers=YesNoListener(), detector=SpeechDetector())


def load_first(grammar: Future[Grammar]) -> Recognizers:
    """Load the listener once the grammar, which has the meaning of its words, is there.

    Raises:
        ModelError: see `load_listener`.
        GrammarError: a file of phrases is wrong, so that nobody can listen.
    """
    grammar.result()
    return load_listener()


def load_recognizers(
    name: RecognizerName,
    model: Path | None,
    grammar: Grammar,
    service: ExitStack | None = None,
    *,
    among: Sequence[RecognizerKind] = RECOGNIZERS,
    first: Future[Recognizers] | None = None,
) -> Recognizers:
    """Load recognizers; takes a second or more.

    Args:
        name: which of them.
        model: the Vosk model's folder; None if there is none.
        grammar: all that may be heard as a phrase.
        service: ends what the recognizers run, such as Vosk's own process; None: Vosk runs in this
            process, where its results do not depend on how fast two processes are.
        among: those that "auto" means; the first of them that can hears phrases.
        first: what `load_listener` gives; None: it is loaded as well.

    Raises:
        ModelError: a model is missing, damaged or of the wrong kind.
        VocabularyError: a model is of another language than the grammar.
        GrammarError: the intent network is missing or damaged.
    """
    require_model(name, model)
    chosen = chosen_recognizers(name, model, among)
    listener = first.result() if first is not None else _listener(chosen)
    phrases: Recognizer | None = None
    open_words: OpenRecognizer | None = None
    texts = [phrase.text for phrase in grammar.phrases()]
    stack = service if service is not None else ExitStack()
    for kind in chosen:
        if kind == "vosk" and phrases is None:
            phrases = _vosk(model, texts, service)
        elif kind == "moonshine":
            from audio.moonshine import MoonshineRecognizer  # noqa: PLC0415

            role = Role.PHRASES if phrases is None else Role.OPEN
            moonshine = stack.enter_context(
                closing(
                    MoonshineRecognizer(
                        texts, meaning=grammar.meaning, role=role, live=service is not None
                    )
                )
            )
            if phrases is None:
                phrases = moonshine
            else:
                open_words = moonshine
    return Recognizers(
        answers=listener.answers if "yes-no" in chosen else None,
        phrases=phrases,
        open_words=open_words,
        detector=listener.detector,
        understanding=None
        if phrases is None
        else load_understanding(grammar, open_words="moonshine" in chosen),
    )


def load_to_serve(
    model: Path | None,
    grammar: Future[Grammar],
    service: ExitStack,
    *,
    among: Sequence[RecognizerKind],
    first: Future[Recognizers],
) -> Recognizers:
    """Load as `load_recognizers`, with the phrases' forms, which a visitor would wait for."""
    phrases = grammar.result()
    loaded = load_recognizers("auto", model, phrases, service, among=among, first=first)
    if loaded.understanding is not None:
        loaded.understanding.prepare()
    return loaded


def chosen_recognizers(
    name: RecognizerName, model: Path | None, among: Sequence[RecognizerKind]
) -> tuple[RecognizerKind, ...]:
    """Give those that are loaded, the one that hears phrases before the one that does not.

    Vosk listens only where it is before Moonshine: it hears nothing that Moonshine does not.
    """
    wanted = tuple(among) if name == "auto" else (name,)
    if model is None:
        wanted = tuple(kind for kind in wanted if kind != "vosk")
    if "moonshine" in wanted:
        prefers_moonshine = wanted[wanted.index("moonshine") :]
        wanted = tuple(k for k in wanted if k != "vosk" or k not in prefers_moonshine)
    return wanted


def abilities(
    name: RecognizerName,
    model: Path | None,
    *,
    hears: bool,
    barge_in: bool = False,
    among: Sequence[RecognizerKind] = RECOGNIZERS,
    keys: bool = True,
    touch: bool = False,
    speaker: bool = True,
    screen: bool = True,
    jack: bool = False,
) -> Abilities:
    """Give what a kiosk with these recognizers can hear, and how else it is reached.

    Args:
        name: which recognizers.
        model: the Vosk model's folder; None if there is none.
        hears: it has a microphone.
        barge_in: the microphone does not hear the speaker.
        among: as for `load_recognizers`.
        keys: visitors have keys.
        touch: visitors have a touch screen.
        speaker: it speaks aloud.
        screen: a screen is attached.
        jack: headphones are noticed.
    """
    chosen = chosen_recognizers(name, model, among)
    return Abilities(
        voice=hears,
        names=any(kind != "yes-no" for kind in chosen),
        open_words="moonshine" in chosen,
        barge_in=barge_in,
        keys=keys,
        touch=touch,
        speaker=speaker,
        screen=screen,
        jack=jack,
    )


def can_be_spoken_over(sound: SoundSettings) -> bool:
    """Tell whether visitors can speak over the kiosk, since its microphone does not hear it."""
    if sound.barge_in == "auto":
        return echo_is_cancelled(sound.microphone, sound.speaker)
    return sound.barge_in == "on"


def require_model(name: RecognizerName, model: Path | None) -> None:
    """Raise ModelError where Vosk is asked for by name and the settings name no model."""
    if name == "vosk" and model is None:
        raise ModelError("no Vosk model is configured; get one by: run_kiosk.py setup")


def _listener(chosen: Sequence[RecognizerKind]) -> Recognizers:
    if "yes-no" in chosen:
        return load_listener()
    from audio.recognition.speech_detector import SpeechDetector  # noqa: PLC0415

    return Recognizers(detector=SpeechDetector())


def _vosk(model: Path | None, texts: Sequence[str], service: ExitStack | None) -> Recognizer:
    assert model is not None
    if service is None:
        from audio.vosk.recognizer import VoskRecognizer  # noqa: PLC0415

        return VoskRecognizer(model, texts)
    from audio.vosk.supervised import SupervisedVosk  # noqa: PLC0415

    return service.enter_context(closing(SupervisedVosk(model, texts)))
