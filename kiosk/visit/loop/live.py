"""Drives the app in service with live microphone frames and keys, in real time."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import FrameType
from typing import Literal, TypeAlias

from kiosk.clock import Clock
from kiosk.errors import FORESEEN
from kiosk.visit.dialogue.events import (
    Chosen,
    Event,
    KeyPressed,
    SentenceTouched,
    Started,
    Stopping,
)
from kiosk.visit.loop.app import App
from kiosk.visit.loop.inbox import Inbox
from kiosk.visit.loop.lane import Lane, Slot
from kiosk.visit.loop.ports import Devices
from kiosk.watchdog.deadlines import HANGS_AFTER, REST_WAIT, ROUND_WAIT
from kiosk.watchdog.restarts import Reason

LONGEST_WAIT = 0.25
"""Seconds the loop waits at most when nothing is due."""

WORDS_OF_THE_END = 8.0
"""Seconds that the words to a visitor may take before the loop ends."""


@dataclass(frozen=True, slots=True)
class _Stop:
    """Asks the loop to end."""

    ending: "Ending"


@dataclass(frozen=True, slots=True)
class _Failure:
    """Ends the loop with an error."""

    error: BaseException


Item: TypeAlias = Event | _Stop | _Failure

Ending: TypeAlias = Literal["stopped", "anew", "hung"]
"""Why the loop ended: it was told to; it made place for a fresh process, with nobody there; or a
part of it hangs, and will not let itself be ended in good order either."""


class LiveDriver:
    """One loop on the caller's thread; everything else reaches it through its queue."""

    def __init__(self, app: App, clock: Clock, devices: Devices, lane: Lane | None = None) -> None:
        """Drive `app`; while no microphone works, only keys count.

        Args:
            app: the app to run.
            clock: tells the time.
            devices: microphone and speaker.
            lane: of calls for staff; None: it ends with this process.
        """
        self._app = app
        self._clock = clock
        self._devices = devices
        self._lane = lane or Lane()
        self._inbox: Inbox[Item] = Inbox()
        self._anew: Reason | None = None
        self._why: Reason = "asked_to"
        self._failure: BaseException | None = None
        self._came_round = float("-inf")
        self._hears_out = False
        self._frames_came = False

    @property
    def waiting(self) -> int:
        """How many events, besides presses, have come that the loop has not yet taken."""
        return self._inbox.waiting

    @property
    def dropped(self) -> int:
        """How many presses were dropped because too many came."""
        return self._inbox.dropped

    def post(self, event: Event) -> None:
        """Bring an event from any thread."""
        self._inbox.put(event)

    def press(self, key: str) -> None:
        """Bring a key from any thread; a call for staff is in the lane when this returns."""
        waits, self._hears_out = self._hears_out, False
        if not self._lane.put(key):
            if waits:
                self._inbox.wake()  # it brings the help that waits, and was not meant for that
            else:
                self._inbox.press(KeyPressed(key))
            return
        if not self._lane.keeps_order:
            # It is taken first: earlier presses were not meant for what follows from it.
            self._inbox.pass_over()
        self._inbox.wake()

    def touch(self, touch: Chosen | SentenceTouched) -> None:
        """Bring a touch from any thread; none of them calls staff, so it waits its turn."""
        waits, self._hears_out = self._hears_out, False
        if waits:
            self._inbox.wake()
        else:
            self._inbox.press(touch)

    def alive(self) -> bool:
        """Tell whether the loop runs, from any thread."""
        return self._clock.now() - self._came_round < HANGS_AFTER

    @property
    def begun(self) -> bool:
        """Whether the loop has run once."""
        return self._came_round > float("-inf")

    @property
    def why(self) -> Reason:
        """Why the loop ended, if it made room for a new process."""
        return self._why

    def begin_anew(self, reason: Reason = "new_settings") -> None:
        """Restart the process once nobody is there, from any thread."""
        self._anew = reason

    def stop(self) -> None:
        """End the loop once a visitor has been told, from any thread or a signal handler."""
        self._inbox.put(_Stop("stopped"))

    def restart(self) -> None:
        """Restart the process once a visitor has been told, from any thread."""
        self._inbox.put(_Stop("anew"))

    def fail(self, error: BaseException) -> None:
        """End the loop with an error that makes serving impossible, from any thread."""
        self._failure = error
        self._inbox.put(_Failure(error))

    def run(
        self,
        started: Started,
        came_round: Callable[[], None] = lambda: None,
        trouble: Callable[[], str] = lambda: "",
    ) -> Ending:
        """Serve until `stop`.

        Args:
            started: what was kept from before.
            came_round: called each round of the loop.
            trouble: says what hangs (see `kiosk.watchdog.health`); "" if all goes well.

        Raises:
            BaseException: the error that `fail` got.
            RuntimeError: a part raised an error that it should have reported. Unlike an error from
                `fail`, that does not forbid serving: a new process may work.
        """
        try:
            return self._serve(started, came_round, trouble)
        except FORESEEN as error:
            if error is self._failure:
                raise
            raise RuntimeError(str(error)) from error

    def _serve(
        self, started: Started, came_round: Callable[[], None], trouble: Callable[[], str]
    ) -> Ending:
        # From here on a hang is noticed soon; what comes before may take long.
        came_round()
        owed = self._lane.calls
        self._app.post(replace(started, emergency=started.emergency or owed))
        if owed:
            self._lane.called()
        self._hears_out = started.interrupted and self._lane.help_waits
        ending: Ending = "stopped"
        ends = float("inf")
        while not trouble():
            if self.makes_place:
                self._why = self._anew or "sound_lost"
                return "anew"
            if self._clock.now() >= ends or (ends < float("inf") and not self._app.speaking):
                return ending
            self._came_round = self._clock.now()
            came_round()
            wait = min(self._app.tick() - self._clock.now(), LONGEST_WAIT)
            for item in self._received(max(wait, 0.0)):
                self._take_lane()
                if isinstance(item, _Stop):
                    ending = item.ending
                    ends = min(ends, self._clock.now() + WORDS_OF_THE_END)
                    self._app.post(Stopping())
                    continue
                if isinstance(item, _Failure):
                    raise item.error
                self._app.post(item)
        return "hung"

    @property
    def makes_place(self) -> bool:
        """Whether `run` ends: a fresh process is needed, and nobody is in the way."""
        # Even in an emergency, a kiosk without sound is worse than one that is away for a second.
        stuck = self._devices.stuck and not self._app.visited
        return stuck or ((self._anew is not None or self._devices.given_up) and self._app.idle)

    def _received(self, wait: float) -> Iterator[Item]:
        """Wait for frames and for what has come; frames are handed on at once.

        At rest a microphone that works does not wake the loop for each block of its frames: what
        has come is taken together, in rounds that a press cuts short.
        """
        self._take_lane()
        yield from self._devices.progress()
        if self._frames_came and self._app.idle:
            self._inbox.wait(min(wait, REST_WAIT))
            wait = 0.0
        wait = min(wait, ROUND_WAIT)
        if self._devices.missed_sound():
            self._app.miss_sound()
        frames = self._devices.read(wait)
        self._take_lane()
        self._frames_came = frames is not None
        if frames is not None:
            self._app.hear(frames)
        self._inbox.wait(0.0 if self._devices.open else wait)
        self._take_lane()
        yield from self._inbox.take()

    def _take_lane(self) -> None:
        """Do what is in the lane; a slot is emptied when what follows from it has begun.

        A press of help for a process that has died waits until the visitor has heard that the kiosk
        had to start again, or presses a key.
        """
        if not self._app.speaking:
            self._hears_out = False
        for press in self._lane.waiting():
            if press.slot is Slot.HELP and self._hears_out:
                continue
            self._lane.take(press)
            if press.key:
                self._app.post(KeyPressed(press.key))
            self._lane.finish()


@contextmanager
def ending_signals(stop: Callable[[], None]) -> Iterator[None]:
    """Let Ctrl-C, SIGTERM and a closed terminal call `stop`.

    A second Ctrl-C or SIGTERM ends the process. A terminal that is closed sends SIGHUP several
    times: the system does, the shell does, and a supervisor hands on what it gets.
    """

    def end(number: int, _: FrameType | None) -> None:
        signal.signal(number, signal.SIG_IGN if number == signal.SIGHUP else signal.SIG_DFL)
        stop()

    numbers = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
    before = {number: signal.signal(number, end) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
