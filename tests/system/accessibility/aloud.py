"""A kiosk in virtual time whose every sound is kept, with the output that it sounded from.

Its voice, mouth, dialogue and device handling are the real ones; the devices are not.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field

import numpy as np
import pytest

from audio.frames import SAMPLE_RATE, Frames
from audio.signals.earcons import every_earcon
from audio.signals.levels import UNMEASURED, Output, Volumes
from audio.voices.plain import Pyttsx3Voice, Voice
from kiosk.clock import VirtualClock
from kiosk.notices import Notices
from kiosk.visit.dialogue.events import Event, Heard, KeyPressed, Reading, Started
from kiosk.visit.dialogue.machine import Dialogue
from kiosk.visit.loop.app import App
from kiosk.visit.sound.devices import SoundDevices
from kiosk.visit.sound.opening import DeviceTries
from kiosk.visit.sound.output_switch import OutputSwitch
from kiosk.visit.speech.mouth import Mouth
from tests.kiosk.visit.dialogue.world import CONTENT, WITH_NAMES
from tests.kiosk.visit.loop.parts import ListAlerts, ListScreen, WindowHearing

STEP = 0.02
EARCONS = every_earcon()
AT_FULL_SCALE = [earcon / earcon.max() for earcon in EARCONS.values()]
LENGTHS = list(dict.fromkeys(map(len, AT_FULL_SCALE)))


class PatientVoice:
    """A real voice, which says nothing twice."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._said: dict[tuple[str, int], Frames] = {}

    def speak(self, text: str, words_per_minute: int) -> Frames:
        key = (text, words_per_minute)
        if key not in self._said:
            self._said[key] = self._voice.speak(text, words_per_minute)
        return self._said[key]


@pytest.fixture(scope="module")
def voice() -> Iterator[PatientVoice]:
    with closing(Pyttsx3Voice("en", timeout=30)) as speaking:
        yield PatientVoice(speaking)


@dataclass(slots=True)
class Sound:
    """One thing that sounded, as far as it sounded."""

    output: Output
    begins: float
    frames: Frames

    @property
    def ends(self) -> float:
        return self.begins + len(self.frames) / SAMPLE_RATE

    @property
    def is_earcon(self) -> bool:
        return any(
            len(self.frames) == len(earcon)
            and np.allclose(self.frames / self.frames.max(), earcon, atol=1e-3)
            for earcon in AT_FULL_SCALE
        )

    def parts(self) -> "list[Sound]":
        """Give an earcon and the words after it apart: they may have been played in one piece."""
        for length in LENGTHS:
            first = Sound(self.output, self.begins, self.frames[:length])
            if len(self.frames) > length and np.any(first.frames) and first.is_earcon:
                rest = Sound(self.output, first.ends, self.frames[length:])
                return [first, *rest.parts()]
        return [self]

    @property
    def dbfs(self) -> float:
        """Equivalent continuous level, as an integrating meter shows it."""
        return float(20 * np.log10(np.linalg.norm(self.frames) / np.sqrt(len(self.frames))))


class Outlets:
    """A stream that is led to one output or the other."""

    lost = False
    steady = True

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock
        self.led_to: Output = "speaker"
        self.sounds: list[Sound] = []

    @property
    def playing(self) -> bool:
        return bool(self.sounds) and self._clock.now() < self.sounds[-1].ends

    def lead(self, output: Output) -> bool:
        self.led_to = output
        return True

    def start(self, frames: Frames) -> None:
        self.stop()
        self.sounds.append(Sound(self.led_to, self._clock.now(), frames))

    def stop(self) -> None:
        if self.playing:
            sounded = self._clock.now() - self.sounds[-1].begins
            self.sounds[-1].frames = self.sounds[-1].frames[: round(sounded * SAMPLE_RATE)]

    def close(self) -> None:
        pass


class QuietMicrophone:
    """Hears the room and nobody."""

    dropped = 0

    def __init__(self, noise: float) -> None:
        """Hear noise of this root mean square."""
        frames = np.random.default_rng(1).normal(0, 1, round(STEP * SAMPLE_RATE))
        self._frames: Frames = (noise * frames / frames.std()).astype(np.float32)

    def read(self, timeout: float) -> Frames:
        del timeout
        return self._frames

    def close(self) -> None:
        pass


@dataclass(slots=True)
class Board:
    texts: list[str] = field(default_factory=list)

    def notice(self, text: str) -> None:
        self.texts.append(text)

    def withdraw(self, text: str) -> None:
        self.texts.remove(text)


class Aloud:
    """A kiosk that is heard."""

    def __init__(
        self,
        voice: PatientVoice,
        volumes: Mapping[Output, Volumes] = UNMEASURED,
        *,
        started: Started | None = None,
        noise: float = 0.001,
        room: Callable[[Notices], Callable[[Frames], None]] | None = None,
    ) -> None:
        self.clock = VirtualClock()
        self.outlets = Outlets(self.clock)
        self.board = Board()
        notices = Notices(self.board)
        self._devices = SoundDevices(
            DeviceTries(
                lambda: QuietMicrophone(noise),
                lambda: self.outlets,
                lambda: None,
                self.clock,
                run=lambda job: job(),
            ),
            self.clock,
            notices,
            switch=OutputSwitch(self.outlets.lead, self.clock, run=lambda job: job()),
            room=room(notices) if room is not None else None,
        )
        self.dialogue = Dialogue(CONTENT, WITH_NAMES, staff_code="4711", volumes=volumes)
        self.screen = ListScreen()
        self._hearing = WindowHearing()
        mouth = Mouth(voice, self._devices, CONTENT.pronunciations, self.clock, earcons=EARCONS)
        self._app = App(
            dialogue=self.dialogue,
            hearing=self._hearing,
            mouth=mouth,
            screen=self.screen,
            alerts=ListAlerts(),
            clock=self.clock,
            outputs=self._devices,
        )
        self.post(started or Started())

    def post(self, event: Event) -> "Aloud":
        self._app.post(event)
        return self

    def presses(self, keys: str) -> "Aloud":
        for key in keys:
            self.post(KeyPressed(key))
        return self

    def says(self, intent: str) -> "Aloud":
        """Be understood, once it listens."""
        self.passes(60.0, lambda: self._app.listening)
        assert self._app.listening
        self._hearing.stop()
        return self.post(Heard((Reading("vosk", intent), Reading("yes-no", intent))))

    def passes(self, seconds: float, until: Callable[[], bool] = lambda: False) -> "Aloud":
        """Let time pass."""
        for _ in range(round(seconds / STEP)):
            if until():
                break
            self.clock.advance(self.clock.now() + STEP)
            self._devices.read(STEP)
            for event in self._devices.progress():
                self._app.post(event)
            self._app.tick()
        return self

    def heard(self, output: Output, since: float = 0.0) -> list[Sound]:
        """Give what could be heard from an output."""
        return [
            sound
            for piece in self.outlets.sounds
            if piece.ends >= since
            for sound in piece.parts()
            if sound.output == output and since <= sound.begins <= self.clock.now()
            if np.any(sound.frames)
        ]

    def speech(self, output: Output, since: float = 0.0) -> list[Sound]:
        """Give the sentences, or their beginnings, that could be heard from an output."""
        return [sound for sound in self.heard(output, since) if not sound.is_earcon]

    def says_next(self) -> Sound:
        """Wait for the next sentence and give it whole."""
        now = self.clock.now()
        spoken = [*self.speech("speaker", now), *self.speech("headphones", now)]
        assert not spoken
        self.passes(15.0, lambda: any(self.speech(o, now) for o in ("speaker", "headphones")))
        (sound,) = [*self.speech("speaker", now), *self.speech("headphones", now)]
        self.passes(sound.ends - self.clock.now())
        return sound
