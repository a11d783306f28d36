"""Chooses the voice: the one that the settings name, and a stand-in when that fails."""

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
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
    NATURAL_WAITED_FOR,
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
    """A voice with a stand-in for each text at which it fails or is late.

    The voice works on a thread of its own: one that is late goes on, and the stand-in speaks at
    once until it has finished, so that a visitor waits for it once. The stand-in speaks all while
    the voice is given up; each text has it tried again, for nobody.
    """

    def __init__(
        self,
        voice: CachedVoice,
        stand_in: CachedVoice,
        report: Callable[[str], None],
        *,
        waited_for: float | None = NATURAL_WAITED_FOR,
    ) -> None:
        """Join two voices.

        Args:
            voice: the one that speaks where it can.
            stand_in: speaks where that one does not.
            report: gets the reason why it does not, once; "" when it speaks again.
            waited_for: seconds that somebody waits for it; None: until it has failed.
        """
        self._voice = voice
        self._stand_in = stand_in
        self._report = report
        self._waited_for = waited_for
        self._told = ""
        self._given_up = False
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="natural voice")
        self._asked: Future[Frames | None] | None = None

    @property
    def name(self) -> str:
        """The first voice's name."""
        return self._voice.name

    @property
    def worker_pid(self) -> int | None:
        """The process of the voice that works at present; None while nobody waits."""
        return self._stand_in.worker_pid or self._voice.worker_pid

    def speak(self, text: str, words_per_minute: int) -> Frames:
        """Give the text as frames; raises VoiceError when both fail."""
        frames = None if self._given_up else self._voice.kept(text, words_per_minute)
        if frames is None:
            frames = self._in_time(text, words_per_minute)
        return self._stand_in.speak(text, words_per_minute) if frames is None else frames

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
        """Close both; what is under way is no longer reported."""
        self._report = lambda _: None
        self._thread.shutdown(wait=False, cancel_futures=True)
        self._voice.close()
        self._stand_in.close()

    def _in_time(self, text: str, words_per_minute: int) -> Frames | None:
        """Give what the first voice makes of a text in time; None where the other is to speak."""
        if self._asked is not None and not self._asked.done():
            return None
        if self._given_up:
            self._asked = self._thread.submit(self._try, _LOADED_BY, words_per_minute)
            return None
        self._asked = self._thread.submit(self._try, text, words_per_minute)
        with suppress(TimeoutError):
            return self._asked.result(self._waited_for)
        return None

    def _try(self, text: str, words_per_minute: int) -> Frames | None:
        """Have the first voice speak, and note whether it can; None where it cannot."""
        try:
            frames = self._voice.speak(text, words_per_minute)
        except VoiceError as error:
            self._fail(error)
            return None
        self._given_up = False
        self._tell("")
        return frames

    def _fail(self, error: VoiceError) -> None:
        """Report it; a visitor must not hear two voices by turns from one that is given up."""
        self._given_up = self._given_up or isinstance(error, VoiceGivenUpError)
        self._tell(INSTEAD.format(error))

    def _tell(self, line: str) -> None:
        if line != self._told:
            self._told = line
            self._report(line)


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
    voice: VoiceSettings,
    language: str,
    report: Callable[[str], None],
    *,
    cached: bool = True,
    waited_for: float | None = NATURAL_WAITED_FOR,
) -> PreparedVoice:
    """Make the voice of a kiosk in service; it speaks in any case.

    Args:
        voice: names it, and the folder of its cache.
        language: of what it speaks.
        report: told when it is not the voice that the settings name; "" when it is again.
        cached: keep what is prepared in the folder, else in memory.
        waited_for: see `VoiceWithStandIn`.
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
    return VoiceWithStandIn(natural, plain, report, waited_for=waited_for)
