"""Chooses the voice: the one that the settings name, and a stand-in when that fails."""

from collections.abc import Callable, Iterable
from typing import Literal, Protocol, TypeAlias

from audio.errors import VoiceError
from audio.frames import Frames
from audio.voices.cache import CachedVoice
from audio.voices.natural import LANGUAGE, NaturalVoice
from audio.voices.plain import Pyttsx3Voice, Voice
from kiosk.settings.visit_sections import NATURAL, VoiceSettings
from kiosk.watchdog.deadlines import NATURAL_GIVEN_UP_AFTER, PLAIN_GIVEN_UP_AFTER

Kind: TypeAlias = Literal["plain", "natural"]
"""pyttsx3's voice, or the one that sounds like a person."""

INSTEAD = "the natural voice does not speak, the plain one does: {}"


class PreparedVoice(Voice, Protocol):
    """A voice that synthesizes known texts ahead of time (see `audio.voices.cache`)."""

    def prepare(self, texts: Iterable[str], words_per_minute: int) -> None:
        """Synthesize texts ahead of time; raises VoiceError."""
        ...


class VoiceWithStandIn:
    """A voice with a stand-in that speaks each text at which it fails."""

    def __init__(
        self, voice: PreparedVoice, stand_in: Voice, report: Callable[[str], None]
    ) -> None:
        """Join two voices; `report` gets each reason why the first did not speak, once."""
        self._voice = voice
        self._stand_in = stand_in
        self._report = report
        self._told: set[str] = set()

    @property
    def name(self) -> str:
        """The first voice's name."""
        return self._voice.name

    @property
    def worker_pid(self) -> int | None:
        """The process of the voice that works at present; None while nobody waits."""
        return self._voice.worker_pid or self._stand_in.worker_pid

    def speak(self, text: str, words_per_minute: int) -> Frames:
        """Give the text as frames; raises VoiceError when both fail."""
        try:
            return self._voice.speak(text, words_per_minute)
        except VoiceError as error:
            self._tell(str(error))
            return self._stand_in.speak(text, words_per_minute)

    def prepare(self, texts: Iterable[str], words_per_minute: int) -> None:
        """Synthesize texts ahead of time with the first voice; raises VoiceError."""
        self._voice.prepare(texts, words_per_minute)

    def close(self) -> None:
        """Close both."""
        self._voice.close()
        self._stand_in.close()

    def _tell(self, reason: str) -> None:
        if reason not in self._told:
            self._told.add(reason)
            self._report(INSTEAD.format(reason))


def kind_of(voice: VoiceSettings) -> Kind:
    """Give which kind of voice the settings ask for."""
    return "natural" if voice.name == NATURAL else "plain"


def voice_of(kind: Kind, voice: VoiceSettings, language: str) -> Voice:
    """Make a voice.

    Raises:
        VoiceError: it is not installed, or there is none for the language.
    """
    if kind == "plain":
        named = voice.name if voice.name != NATURAL else ""
        return Pyttsx3Voice(language, named or None, within=PLAIN_GIVEN_UP_AFTER)
    if language != LANGUAGE:
        raise VoiceError(
            f"there is no natural voice for '{language}'; leave voice empty in the settings"
        )
    return NaturalVoice(NATURAL_GIVEN_UP_AFTER)


def service_voice(
    voice: VoiceSettings, language: str, report: Callable[[str], None]
) -> PreparedVoice:
    """Make the voice of a kiosk in service, with a cache; it speaks in any case.

    Args:
        voice: names it, and its cache.
        language: of what it speaks.
        report: told when it is not the voice that the settings name.
    """
    plain = CachedVoice(voice_of("plain", voice, language), voice.cache_folder)
    if kind_of(voice) == "plain":
        return plain
    try:
        natural = CachedVoice(voice_of("natural", voice, language), voice.cache_folder)
    except VoiceError as error:
        report(INSTEAD.format(error))
        return plain
    return VoiceWithStandIn(natural, plain, report)
