"""The person's microphone, speaker and keys during a recording."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Protocol

import numpy as np

from audio.errors import DeviceError
from audio.frames import SAMPLE_RATE, Frames
from audio.recognition.endpointing import Completeness, TurnRules
from audio.recognition.recognizer import Recognizer
from audio.recognition.turn import Detector, ListeningWindow, SpeechBegan, Utterance
from audio.signals.earcons import EarconName, earcon
from audio.signals.takes import Take
from kiosk.clock import Clock
from kiosk.visit.dialogue.pace import Pace
from kiosk.visit.loop.app import ECHO
from kiosk.visit.speech.mouth import Speaker
from kiosk.visit.speech.synthesis import Pronunciations, Voice

ANSWER_WITHIN = 10.0
"""Seconds after the tone in which a person begins to speak, or presses a key."""

SPEAK_NOW = "speak now"

STOP = "x"
KEEP_ON = (" ", "\n", "\r")
"""Keys that go on: what is being said need not be heard to its end, a recording is kept."""

_ENTER = ("\n", "\r")
_BACKSPACE = ("\x7f", "\b")
_ANSWERS = ("y", "n")

_LOOK = 0.02
_DEAF_AFTER = 3.0
"""Seconds without a frame after which the microphone counts as lost."""

_RULES = TurnRules(click=0.1)
"""A short "no" has little that counts as speech; who is asked to say it has said it."""


class Microphone(Protocol):
    """Gives frames (see `audio.devices.microphone`)."""

    def read(self, timeout: float) -> Frames | None:
        """Give all frames that have come, waiting `timeout` seconds; raises DeviceError."""
        ...


class StoppedError(Exception):
    """The person has pressed STOP."""


class Keys:
    """The keys that were pressed, and whether more can come."""

    def __init__(self, pressed: SimpleQueue[str], ended: Callable[[], bool]) -> None:
        """Take keys from `pressed`; `ended()` says that no more will come."""
        self._pressed = pressed
        self._ended = ended

    @property
    def there(self) -> bool:
        """Whether a person may press keys."""
        return not self._ended() or not self._pressed.empty()

    def next(self, wanted: Iterable[str] | None, timeout: float = 0.0) -> str | None:
        """Give the next key among `wanted` (None: any); others are dropped.

        Raises:
            StoppedError: it is STOP, and that is not among them.
        """
        try:
            key = self._pressed.get(block=timeout > 0, timeout=timeout or None)
        except Empty:
            return None
        if wanted is None or key in wanted:
            return key
        if key == STOP:
            raise StoppedError
        return None

    def drop(self) -> None:
        """Forget what was pressed so far; raises StoppedError if STOP is among it."""
        while not self._pressed.empty():
            self.next(())


@dataclass(frozen=True, slots=True)
class Heard:
    """The result of listening: the microphone's sound, the words in it, or the key pressed instead.

    Attributes:
        take: the sound.
        words: of the recognizer that listened; "" for none.
        key: pressed before anything was said; None if none was.
    """

    take: Take
    words: str = ""
    key: str | None = None


class Booth:
    """One person before one microphone and one speaker."""

    def __init__(
        self,
        microphone: Microphone,
        speaker: Speaker,
        *,
        voice: Voice,
        pronunciations: Pronunciations,
        keys: Keys,
        detector: Detector,
        clock: Clock,
        tell: Callable[[str], None],
        echo: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Join the parts; `tell` prints a line, `echo` what is typed."""
        self._microphone = microphone
        self._speaker = speaker
        self._voice = voice
        self._pronunciations = pronunciations
        self._detector = detector
        self._clock = clock
        self.keys = keys
        self.tell = tell
        self._echo = echo

    def say(self, sentences: Iterable[str], cut_by: Iterable[str] = KEEP_ON) -> str | None:
        """Show and speak sentences; gives the key of `cut_by` that has cut them short.

        Raises:
            StoppedError: STOP was pressed.
            AudioError: the voice or the speaker fails.
        """
        for sentence in sentences:
            self.tell(sentence)
            said = self._pronunciations.apply(sentence)
            key = self.play(self._voice.speak(said, Pace().words_per_minute), cut_by)
            if key is not None:
                return key
        return None

    def play(self, frames: Frames, cut_by: Iterable[str] = KEEP_ON) -> str | None:
        """Play frames to their end, or to a key of `cut_by`; raises as `say`."""
        self._speaker.start(frames)
        try:
            while self._speaker.playing:
                key = self.keys.next(cut_by, _LOOK)
                if key is not None:
                    return key
        finally:
            self._speaker.stop()
        return None

    def tone(self, name: EarconName, cut_by: Iterable[str] = ()) -> str | None:
        """Play a tone; gives the key of `cut_by` that has cut it short, and raises as `say`."""
        return self.play(earcon(name), cut_by)

    def listen(
        self,
        wanted: Iterable[str],
        recognizers: Iterable[Recognizer] = (),
        within: float = ANSWER_WITHIN,
    ) -> Heard:
        """Hear one utterance after a tone, or a key of `wanted`.

        Args:
            wanted: keys.
            recognizers: say which words it has; none: it is a recording only.
            within: seconds in which it is to begin.

        Raises:
            StoppedError: STOP was pressed.
            AudioError: the microphone, or the speaker, fails.
        """
        wanted = tuple(wanted)
        if (key := self.tone("listening", wanted)) is not None:
            return _pressed(key)
        self._let_the_tone_fade()
        self.tell(SPEAK_NOW)
        turn = ListeningWindow(tuple(recognizers), _gauge, _RULES, self._detector)
        heard: list[Frames] = [np.zeros(0, np.float32)]
        ends = self._clock.now() + within
        last = self._clock.now()
        while self._clock.now() < ends:
            key = self.keys.next(wanted)
            if key is not None:
                return _pressed(key)
            frames = self._microphone.read(_LOOK)
            if frames is None:
                if self._clock.now() - last > _DEAF_AFTER:
                    raise DeviceError(
                        "the microphone has fallen silent; plug it in again or name another one"
                    )
                continue
            last = self._clock.now()
            heard.append(frames)
            for event in turn.accept(frames):
                match event:
                    case SpeechBegan():
                        ends = float("inf")  # the turn's own rules end it
                    case Utterance():
                        return Heard(_take(heard, event), _words(event))
        return Heard(Take(np.concatenate(heard), None))

    def key(self, wanted: Iterable[str], within: float) -> str | None:
        """Wait for a key of `wanted`, `within` seconds; raises StoppedError."""
        wanted = tuple(wanted)
        ends = self._clock.now() + within
        while (left := ends - self._clock.now()) > 0:
            if (key := self.keys.next(wanted, left)) is not None:
                return key
        return None

    def typed(self, question: str, default: str) -> str:
        """Let the person type a line; `default` where they press Enter alone, or have no keys."""
        self.tell(f"{question} [{default}]")
        text = ""
        while self.keys.there and (key := self.keys.next(None, _LOOK)) not in _ENTER:
            if key is not None:
                text = text[:-1] if key in _BACKSPACE else text + key
                self._echo("\b \b" if key in _BACKSPACE else key)
        self._echo("\n")
        return " ".join(text.split()) or default

    def ask(self, question: Iterable[str], listener: Recognizer) -> bool | None:
        """Ask, and hear a yes or a no after a tone, spoken or by the keys y and n.

        None if neither came.

        What was said is forgotten. Raises as `listen`.
        """
        answer = self.say(question, (*_ANSWERS, *KEEP_ON))
        if answer not in _ANSWERS:
            heard = self.listen(_ANSWERS, (listener,))
            answer = heard.key or heard.words[:1]
        return {"y": True, "n": False}.get(answer or "")

    def _let_the_tone_fade(self) -> None:
        ends = self._clock.now() + ECHO
        while self._clock.now() < ends:
            self._microphone.read(_LOOK)


def _pressed(key: str) -> Heard:
    return Heard(Take(np.zeros(0, np.float32), None), key=key)


def _gauge(words: str) -> Completeness:
    return Completeness.COMPLETE if words else Completeness.NOTHING


def _take(heard: list[Frames], utterance: Utterance) -> Take:
    speech = (utterance.start, utterance.end)
    return Take(np.concatenate(heard), speech, _RULES.longest_turn)


def _words(utterance: Utterance) -> str:
    return next((each.text for each in utterance.hypotheses if each.words), "")


def seconds_of(frames: Frames) -> float:
    """Give how long frames last."""
    return len(frames) / SAMPLE_RATE
