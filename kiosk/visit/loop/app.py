"""The core of the app loop: passes events to the dialogue and its actions to the parts.

It runs on one thread and does no I/O of its own. A driver (`kiosk.visit.loop.live`,
`kiosk.visit.loop.virtual`) brings microphone frames and keys, and calls `App.tick` when something
is due.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from typing import assert_never

from audio.frames import Frames
from kiosk.clock import Clock
from kiosk.visit.dialogue.actions import (
    Action,
    AlertStaff,
    BeginSession,
    ClearAlert,
    EndSession,
    KeepCall,
    KeepEmergency,
    KeepStaffPad,
    Listen,
    PlayEarcon,
    PlayOn,
    Say,
    Show,
    StopListening,
    StopSpeaking,
    WipeCaptions,
)
from kiosk.visit.dialogue.events import Agreed, Event, Heard, KeyPressed, SentenceBegan, TimePassed
from kiosk.visit.dialogue.red_flags.interruption import FETCHING
from kiosk.visit.loop.kept import Kept
from kiosk.visit.loop.lane import Lane
from kiosk.visit.loop.ports import (
    Alerts,
    Dialogue,
    Gate,
    Hearing,
    Marks,
    Mouth,
    Observer,
    Outputs,
    Screen,
    Status,
)

ECHO = 0.15
"""Seconds after the kiosk's last sound in which the room still gives it back."""


class App:
    """Runs one dialogue on one set of parts."""

    def __init__(
        self,
        *,
        dialogue: Dialogue,
        hearing: Hearing,
        mouth: Mouth,
        screen: Screen,
        alerts: Alerts,
        clock: Clock,
        observers: Iterable[Observer] = (),
        marks: Marks | None = None,
        lane: Lane | None = None,
        gate: Gate | None = None,
        outputs: Outputs | None = None,
        guard: float = 0.0,
    ) -> None:
        """Join the parts.

        Args:
            dialogue: decides.
            hearing: listens.
            mouth: speaks.
            screen: shows.
            alerts: fetches staff.
            clock: tells the time to all of them.
            observers: told of everything, in this order.
            marks: keep an emergency over a restart; None keeps nothing.
            lane: is told what keys mean, and of what asks for staff before it is done; None: keys
                go through no lane.
            gate: says whether the questions may be asked; None: as the dialogue began.
            outputs: lead what sounds to speaker or headphones; None: there is one way only.
            guard: seconds after the speaker fell silent in which the microphone is still ignored.
        """
        self._dialogue = dialogue
        self._hearing = hearing
        self._mouth = mouth
        self._screen = screen
        self._alerts = alerts
        self._clock = clock
        self._observers = tuple(observers)
        self._kept = Kept(marks, lane, clock)
        self._lane = lane
        self._gate = gate
        self._outputs = outputs
        self._guard = guard
        self._visited = False
        self._window: Listen | None = None
        self._queue: deque[Event] = deque()
        self._running = False
        self._sounded_at = float("-inf")
        self._acknowledged = False  # the tone "heard" was played in the open window
        self._status: Status | None = None

    @property
    def speaking(self) -> bool:
        """Whether a speech is in progress."""
        return self._mouth.speaking

    @property
    def visited(self) -> bool:
        """Whether somebody is in a visit."""
        return self._visited

    @property
    def idle(self) -> bool:
        """Whether nobody is there or speaks, nothing will be said, and there is no emergency."""
        busy = self._visited or self._hearing.speaking or self._mouth.sounding
        return not busy and self._dialogue.deadline is None

    @property
    def listening(self) -> bool:
        """Whether microphone frames count now: a window is open and the speaker is silent.

        A window over speech is open although the speaker is not silent, and so is one in which the
        tone "heard" sounds before the utterance has ended: a correction must not be missed.
        """
        sounding = self._mouth.sounding
        if sounding:
            self._sounded_at = self._clock.now()
        if self._acknowledged or (self._window is not None and self._window.over_speech):
            return self._hearing.open
        echo_over = self._clock.now() >= self._sounded_at + self._guard
        return self._hearing.open and not sounding and echo_over

    def post(self, event: Event) -> None:
        """Pass an event to the dialogue now and perform the actions that follow.

        A call from within, while an action is being performed, waits its turn.
        """
        self._queue.append(event)
        self._run()

    def hear(self, frames: Frames) -> None:
        """Take microphone frames; they are dropped unless `listening`."""
        heard = self._hearing.accept(frames) if self.listening else []
        cries = self._lane is not None and any(map(_fetches, heard))
        if self._lane is not None and cries:
            self._lane.cry(True)
        self._queue.extend(heard)
        self._run()
        if self._lane is not None and cries:
            self._lane.cry(False)

    def miss_sound(self) -> None:
        """Some frames were lost: what was being said has a gap, so listening begins again."""
        if self._window is not None and self._hearing.open:
            self._hearing.listen(self._window)

    def tick(self) -> float:
        """Do what is due now.

        Returns:
            When something is due without input, in the clock's seconds; infinity for never.
        """
        self._kept.begin_turn()
        self._run()
        deadline = self._dialogue.deadline
        if deadline is not None and deadline <= self._clock.now():
            self.post(TimePassed())
        times = (self._dialogue.deadline, self._mouth.due, self._alerts.due)
        return min((time for time in times if time is not None), default=float("inf"))

    def _run(self) -> None:
        if self._running:
            return
        self._running = True
        try:
            while self._queue or self._progress():
                while self._queue:
                    self._handle(self._queue.popleft())
            self._report_status()
        finally:
            self._running = False

    def _progress(self) -> bool:
        self._kept.look()
        events = self._mouth.progress()
        for event in events:
            if isinstance(event, SentenceBegan):
                self._begin_sentence(event)
        events += self._alerts.progress()
        events += self._gate.progress() if self._gate is not None else []
        self._queue.extend(events)
        return bool(events)

    def _begin_sentence(self, event: SentenceBegan) -> None:
        text = self._mouth.sentence(event)
        self._screen.caption(text)
        self._hearing.own_words(text)
        for observer in self._observers:
            observer.on_sentence(self._clock.now(), event.say, event.index, text)

    def _handle(self, event: Event) -> None:
        now = self._clock.now()
        if isinstance(event, Agreed | Heard):
            self._acknowledged = isinstance(event, Agreed)
        if isinstance(event, KeyPressed | Heard):
            self._mouth.end_pause()
        for observer in self._observers:
            observer.on_event(now, event)
        actions = self._dialogue.handle(event, now)
        if self._lane is not None:
            self._lane.tell(self._dialogue.key_context)
        latched = KeepEmergency(latched=True) in actions
        calls = [action for action in actions if isinstance(action, KeepCall)]
        if latched or calls:
            # Before anything that takes time, and before anybody is told of it: a process that is
            # killed here must come back in its emergency or with its call. Staff are called while
            # the disk works.
            first = [a for a in actions if isinstance(a, KeepEmergency | KeepCall | AlertStaff)]
            actions = [a for a in actions if a not in first]
            if latched:
                self._kept.begin_emergency()
            for call in calls:
                self._kept.keep_call(call, latched=latched)
            self._do_all(first, now)
            self._kept.settle()
        self._do_all(actions, now)

    def _do_all(self, actions: Sequence[Action], now: float) -> None:
        for action in actions:
            for observer in self._observers:
                observer.on_action(now, action)
            self._do(action)

    def _do(self, action: Action) -> None:
        match action:
            case Say() | StopSpeaking() | PlayEarcon() | PlayOn():
                self._sound(action)
            case Listen():
                self._window = action
                self._acknowledged = False
                self._hearing.listen(action)
            case StopListening():
                self._acknowledged = False
                self._hearing.stop()
            case Show():
                self._show(action)
            case WipeCaptions():
                self._screen.forget()
            case AlertStaff():
                self._alerts.fetch(action)
            case ClearAlert():
                self._alerts.clear()
            case BeginSession() | EndSession():
                self._visited = isinstance(action, BeginSession)
                for part in () if self._visited else (self._hearing, self._mouth, self._screen):
                    part.forget()
                self._kept.keep_visit(self._visited)
            case KeepEmergency(latched=False):
                self._kept.end_emergency()
            case KeepEmergency() | KeepCall() | KeepStaffPad():
                pass  # kept before all else; and by an observer (`kiosk.visit.loop.pad_keeper`)
            case _:
                assert_never(action)

    def _show(self, view: Show) -> None:
        if self._lane is not None:
            self._lane.shown()
        self._screen.show(view)

    def _sound(self, action: Say | StopSpeaking | PlayEarcon | PlayOn) -> None:
        match action:
            case Say():
                self._mouth.say(action)
            case StopSpeaking():
                self._mouth.stop()
            case PlayEarcon():
                self._mouth.earcon(action)
            case PlayOn(output):
                if self._outputs is not None:
                    self._outputs.play_on(output)

    def _report_status(self) -> None:
        status: Status = "listening" if self._hearing.open else "waiting"
        if self._mouth.speaking:
            status = "speaking"
        if status != self._status:
            self._status = status
            self._screen.status(status)


def _fetches(event: Event) -> bool:
    """Whether a person who asks for staff was heard."""
    return isinstance(event, Heard) and any(r.intent in FETCHING for r in event.readings)
