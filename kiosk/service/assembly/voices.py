"""Chooses the voice: the one that the settings name, and a stand-in when that fails."""

from collections.abc import Callable, Iterable
from typing import Literal, Protocol, TypeAlias

from audio.errors import VoiceError
from audio.frames import Frames
from audio.voices.cache import CachedVoice
from audio.voices.natural import LANGUAGE, NaturalVoice, VoiceGivenUpError, is_installed
from audio.voices.plain import Pyttsx3Voice, Voice
from kiosk.settings.visit_sections import AUTO, NATURAL, PLAIN, VoiceSettings
from kiosk.watchdog.deadlines import (
    NATURAL_GIVEN_UP_AFTER,
    NATURAL_SPEAKS_WITHIN,
    PLAIN_GIVEN_UP_AFTER,
    PLAIN_SPEAKS_WITHIN,
)

Kind: TypeAlias = Literal["plain", "natural"]
"""espeak-ng's voice, or the one that sounds like a person."""

INSTEAD = "the natural voice does not speak, the plain one does: {}"

_LOADED_BY = "Ready."
"""Text that is spoken once for nobody, so that the voice is loaded before one is waited for."""


class PreparedVoice(Voice, Protocol):
    """A voice that synthesizes known texts ahead of time (see `audio.voices.cache`)."""

    def prepare(self, texts: Iterable[str], words_per_minute: int) -> None:
        """Synthesize texts ahead of time; raises VoiceError."""
        ...


class VoiceWithStandIn:
    """A voice with a stand-in for each text at which it fails, and for all once it is given up."""

    def __init__(
        self, voice: PreparedVoice, stand_in: PreparedVoice, report: Callable[[str], None]
    ) -> None:
        """Join two voices; `report` gets each reason why the first did not speak, once."""
        self._voice = voice
        self._stand_in = stand_in
        self._report = report
        self._told: set[str] = set()
        self._given_up = False

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
        if not self._given_up:
            try:
                return self._voice.speak(text, words_per_minute)
            except VoiceError as error:
                self._fail(error)
        return self._stand_in.speak(text, words_per_minute)

    def prepare(self, texts: Iterable[str], words_per_minute: int) -> None:
        """Synthesize texts ahead of time, and load the voice; raises VoiceError.

        What the first voice does not give, the stand-in prepares.
        """
        waiting = iter(texts)
        try:
            self._voice.prepare(waiting, words_per_minute)
            self._voice.speak(_LOADED_BY, words_per_minute)
        except VoiceError as error:
            self._fail(error)
            self._stand_in.prepare(waiting, words_per_minute)

    def close(self) -> None:
        """Close both."""
        self._voice.close()
        self._stand_in.close()

    def _fail(self, error: VoiceError) -> None:
        """Report it; a visitor must not hear two voices by turns from one that is given up."""
        self._given_up = self._given_up or isinstance(error, VoiceGivenUpError)
        if (reason := str(error)) not in self._told:
            self._told.add(reason)
            self._report(INSTEAD.format(reason))


def kind_of(voice: VoiceSettings, language: str) -> Kind:
    """Give which kind of voice the settings ask for."""
    if voice.name == AUTO:
        return "natural" if language == LANGUAGE and is_installed() else "plain"
    return "natural" if voice.name == NATURAL else "plain"


def speaks_within(voice: VoiceSettings, language: str) -> float:
    """Give the seconds after which speech that is late is stuck (see `kiosk.watchdog.health`)."""
    natural = kind_of(voice, language) == "natural"
    return NATURAL_SPEAKS_WITHIN if natural else PLAIN_SPEAKS_WITHIN


def voice_of(kind: Kind, voice: VoiceSettings, language: str) -> Voice:
    """Make a voice.

    Raises:
        VoiceError: it is not installed, or there is none for the language.
    """
    if kind == "plain":
        named = None if voice.name in (AUTO, NATURAL, PLAIN) else voice.name
        return Pyttsx3Voice(language, named, within=PLAIN_GIVEN_UP_AFTER)
    if language != LANGUAGE:
        raise VoiceError(
            f"there is no natural voice for '{language}'; set voice = \"{AUTO}\" in the settings"
        )
    return NaturalVoice(NATURAL_GIVEN_UP_AFTER)


def service_voice(
    voice: VoiceSettings, language: str, report: Callable[[str], None], *, cached: bool = True
) -> PreparedVoice:
    """Make the voice of a kiosk in service; it speaks in any case.

    Args:
        voice: names it, and the folder of its cache.
        language: of what it speaks.
        report: told when it is not the voice that the settings name.
        cached: keep what is prepared in the folder, else in memory.
    """
    folder = voice.cache_folder if cached else None
    plain = CachedVoice(voice_of("plain", voice, language), folder)
    if kind_of(voice, language) == "plain":
        return plain
    try:
        natural = CachedVoice(voice_of("natural", voice, language), folder)
    except VoiceError as error:
        report(INSTEAD.format(error))
        return plain
    return VoiceWithStandIn(natural, plain, report)
