"""Shows on the page how loud the visitor is while the kiosk listens, and that it has heard them.

Only within a visit: at rest the room's noise would keep the page busy.
"""

import math

import numpy as np

from audio.frames import SAMPLE_RATE, Frames
from kiosk.visit.dialogue.actions import (
    Action,
    BeginSession,
    EndSession,
    PlayEarcon,
    Say,
    StopListening,
)
from kiosk.visit.loop.ports import Observer
from kiosk.visit.screen.touch.screen import PageScreen

LOUDEST = 4
"""The last step of the level; 0 is silence."""

LEAST_BETWEEN = 0.2
"""Seconds between two steps that are shown: each takes the page some work."""

_QUIETEST_DBFS, _STEP_DB = -55.0, 10.0
"""What a quiet room gives at most, and how much louder each step is."""


def step_of(frames: Frames) -> int:
    """Give the step for how loud frames are."""
    power = float(np.mean(np.square(frames, dtype=np.float64))) if len(frames) else 0.0
    dbfs = 10 * math.log10(max(power, 1e-10))
    return min(max(math.ceil((dbfs - _QUIETEST_DBFS) / _STEP_DB), 0), LOUDEST)


class ShownEar(Observer):
    """Watches the loop for the page."""

    def __init__(self, screen: PageScreen) -> None:
        """Show it on this screen."""
        self._screen = screen
        self._visited = False
        self._step = 0
        self._unshown = math.inf  # seconds of frames since a step was shown

    def hear(self, frames: Frames) -> None:
        """Show how loud frames are that are listened to, if it has changed, and not too often."""
        self._unshown += len(frames) / SAMPLE_RATE
        if self._visited and self._unshown >= LEAST_BETWEEN:
            self._show(step_of(frames))

    def on_action(self, now: float, action: Action) -> None:
        """Follow the visit, show that somebody was heard, and show no level once that counts."""
        match action:
            case BeginSession():
                self._visited = True
            case EndSession():
                self._visited = False
                self._show(0)
            case StopListening() | Say():
                self._show(0)
            case PlayEarcon(name="heard"):
                self._screen.heard()

    def _show(self, step: int) -> None:
        if step != self._step:
            self._step, self._unshown = step, 0.0
            self._screen.level(step)
