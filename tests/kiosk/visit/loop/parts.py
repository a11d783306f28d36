"""A toy dialogue and stand-ins for clock-bound parts, to look at the app loop from outside."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from audio.errors import VoiceError
from audio.frames import SAMPLE_RATE, Frames
from kiosk.clock import VirtualClock
from kiosk.visit.dialogue.actions import Action, AlertStaff, Listen, Show
from kiosk.visit.dialogue.events import Event
from kiosk.visit.dialogue.keys import KeyContext
from kiosk.visit.loop.app import App
from kiosk.visit.loop.lane import Lane
from kiosk.visit.loop.ports import Dialogue, Marks, Observer, Status
from kiosk.visit.loop.virtual import VirtualDriver
from kiosk.visit.speech.mouth import Mouth
from kiosk.visit.speech.synthesis import Voice


class ScriptedDialogue:
    """Answers each event by what the test's function says, and keeps what it was given."""

    def __init__(self, answer: Callable[[Event], Sequence[Action]]) -> None:
        self._answer = answer
        self.deadline: float | None = None
        self.events: list[tuple[float, Event]] = []
        self.depth = 0
        self.key_context = KeyContext()

    def handle(self, event: Event, now: float) -> Sequence[Action]:
        assert self.depth == 0, "an event was handled inside another"
        self.depth += 1
        self.events.append((now, event))
        actions = self._answer(event)
        self.depth -= 1
        return actions


class TimedVoice:
    """Speaks each text as a tone that lasts `seconds`; texts in `failing` raise."""

    def __init__(self, seconds: float = 1.0, failing: frozenset[str] = frozenset()) -> None:
        self._seconds = seconds
        self._failing = failing
        self.spoken: list[tuple[str, int]] = []

    def speak(self, text: str, words_per_minute: int) -> Frames:
        if text in self._failing:
            raise VoiceError("the voice did not answer; check the speech engine")
        self.spoken.append((text, words_per_minute))
        return np.full(round(self._seconds * SAMPLE_RATE), 0.5, dtype=np.float32)


@dataclass
class Sound:
    """One thing the speaker played: from when to when, and how loud."""

    start: float
    end: float
    peak: float


class RecordingSpeaker:
    """Plays into a list, in the clock's time."""

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock
        self.sounds: list[Sound] = []

    @property
    def playing(self) -> bool:
        return bool(self.sounds) and self._clock.now() < self.sounds[-1].end

    def start(self, frames: Frames) -> None:
        self.stop()
        now = self._clock.now()
        self.sounds.append(Sound(now, now + len(frames) / SAMPLE_RATE, float(np.abs(frames).max())))

    def stop(self) -> None:
        if self.playing:
            self.sounds[-1].end = self._clock.now()


@dataclass
class ListScreen:
    """Keeps what was shown."""

    captions: list[str] = field(default_factory=list)
    views: list[Show] = field(default_factory=list)
    statuses: list[Status] = field(default_factory=list)
    forgotten: int = 0

    def show(self, view: Show) -> None:
        self.views.append(view)

    def caption(self, text: str) -> None:
        self.captions.append(text)

    def status(self, status: Status) -> None:
        self.statuses.append(status)

    def forget(self) -> None:
        self.forgotten += 1


class WindowHearing:
    """Opens and closes; each block of frames gives what the test's function says."""

    def __init__(self, answer: Callable[[Frames], list[Event]] = lambda _: []) -> None:
        self._answer = answer
        self.window: Listen | None = None
        self.speaking = False
        self.taken = 0
        self.own: list[str] = []

    @property
    def open(self) -> bool:
        return self.window is not None

    def listen(self, window: Listen) -> None:
        self.window = window

    def stop(self) -> None:
        self.window = None

    def own_words(self, sentence: str) -> None:
        self.own.append(sentence)

    def accept(self, frames: Frames) -> list[Event]:
        self.taken += len(frames)
        return self._answer(frames)

    def forget(self) -> None:
        self.stop()


@dataclass
class ListAlerts:
    """Keeps what was fetched; acknowledges nothing by itself."""

    fetched: list[AlertStaff] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    due: float | None = None
    cleared: int = 0

    def fetch(self, alert: AlertStaff) -> None:
        self.fetched.append(alert)

    def clear(self) -> None:
        self.cleared += 1

    def progress(self) -> list[Event]:
        events, self.events = self.events, []
        return events


EARCONS = {name: np.full(3200, 0.2, dtype=np.float32) for name in ("listening", "heard")}
"""Earcons of 0.2 s."""


class Stage:
    """An app of stand-ins around a scripted dialogue, driven in virtual time."""

    def __init__(
        self,
        answer: Callable[[Event], Sequence[Action]],
        *,
        voice: Voice | None = None,
        sound: bool = True,
        hearing: WindowHearing | None = None,
        screen: ListScreen | None = None,
        guard: float = 0.0,
        marks: Marks | None = None,
        lane: Lane | None = None,
        dialogue: Dialogue | None = None,
        observers: Sequence[Observer] = (),
    ) -> None:
        self.clock = VirtualClock()
        self.dialogue = ScriptedDialogue(answer)
        self.voice = voice or TimedVoice()
        self.speaker = RecordingSpeaker(self.clock)
        self.screen = screen or ListScreen()
        self.hearing = hearing or WindowHearing()
        self.alerts = ListAlerts()
        self.faults: list[str] = []
        self.mouth = Mouth(
            self.voice,
            self.speaker if sound else None,
            {"metastases": "meh-tass-tuh-sees"},
            self.clock,
            earcons=EARCONS,
            report=self.faults.append,
        )
        self.app = App(
            dialogue=dialogue or self.dialogue,
            hearing=self.hearing,
            mouth=self.mouth,
            screen=self.screen,
            alerts=self.alerts,
            clock=self.clock,
            guard=guard,
            marks=marks,
            lane=lane,
            observers=observers,
        )
        self.driver = VirtualDriver(self.app, self.clock)
