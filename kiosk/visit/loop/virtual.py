"""Drives the app on a virtual clock: hours of dialogue take seconds, always with the same result.

Replay and the tests use it. The app is the same as in service, so they show what a visitor gets.
"""

from collections.abc import Callable

import numpy as np

from audio.frames import SAMPLE_RATE, Frames
from kiosk.clock import VirtualClock
from kiosk.errors import DialogueError
from kiosk.visit.dialogue.events import Event, KeyPressed
from kiosk.visit.loop.app import App

BLOCK = 0.02
"""Seconds of audio fed at a time, as a microphone would."""

_BLOCK_FRAMES = round(BLOCK * SAMPLE_RATE)
_MOST_STEPS_WITHOUT_TIME = 1000


class VirtualDriver:
    """Lets virtual time pass for one app."""

    def __init__(self, app: App, clock: VirtualClock) -> None:
        self._app = app
        self._clock = clock

    def post(self, event: Event) -> None:
        """Let `event` happen now."""
        self._app.post(event)

    def press(self, key: str) -> None:
        """Press a key now."""
        self._app.post(KeyPressed(key))

    def wait(self, seconds: float) -> None:
        """Let `seconds` pass, jumping from due time to due time."""
        self.run_until(lambda: False, seconds)

    def run_until(self, reached: Callable[[], bool], limit: float) -> bool:
        """Let time pass until `reached()`, but at most `limit` seconds.

        Returns:
            Whether it was reached.

        Raises:
            DialogueError: something is due again and again while no time passes.
        """
        end = self._clock.now() + limit
        idle_steps = 0
        while True:
            due = self._app.tick()
            if reached():
                return True
            if self._clock.now() >= end and due > end:
                return False
            idle_steps = idle_steps + 1 if due <= self._clock.now() else 0
            if idle_steps > _MOST_STEPS_WITHOUT_TIME:
                raise DialogueError(
                    f"the dialogue stands still at {self._clock.now():.2f} s: its deadline is due "
                    "but TimePassed does not move it; move or clear the deadline there"
                )
            self._clock.advance(max(self._clock.now(), min(due, end)))

    def play(self, frames: Frames) -> None:
        """Let a person be heard: feeds `frames` block by block while their time passes.

        The last block is filled up with silence. What of it counts is decided as in service: the
        app drops frames while no window is open or the kiosk speaks.
        """
        whole = np.pad(frames, (0, -len(frames) % _BLOCK_FRAMES))
        for start in range(0, len(whole), _BLOCK_FRAMES):
            self._feed(whole[start : start + _BLOCK_FRAMES])

    def play_silence(self, limit: float, until: Callable[[], bool] = lambda: False) -> bool:
        """Feed digital silence for `limit` seconds at most, or until `until()`; tells if it was."""
        silence = np.zeros(_BLOCK_FRAMES, dtype=np.float32)
        for _ in range(round(limit / BLOCK)):
            if until():
                return True
            self._feed(silence)
        return until()

    def _feed(self, block: Frames) -> None:
        self.wait(BLOCK)
        self._app.hear(block)
