"""The configuration of every process that plays scenarios, so that all set up equal kiosks."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from audio.frames import Frames
from audio.signals.recording import read_recording
from kiosk.clock import VirtualClock
from kiosk.lab.recordings.noise import Noise
from kiosk.lab.recordings.rooms import Rooms, surroundings
from kiosk.lab.replay.runner import ScenarioRunner
from kiosk.lab.replay.scenario import RecognizerName
from kiosk.settings.model import Settings


@dataclass(frozen=True, slots=True)
class Staging:
    """How kiosks are set up to be visited; it can be pickled.

    Attributes:
        settings: of every kiosk, unless a scenario says otherwise.
        recognizer: hears every scenario; None: each scenario's own.
        rooms: in which what a person says sounds; None: as it was recorded.
        noise: mixed into it; None: it is quiet.
        timelines: keep each visit's timeline.
    """

    settings: Settings
    recognizer: RecognizerName | None
    rooms: Rooms | None
    noise: Noise | None
    timelines: bool = False

    def runner(
        self,
        read: Callable[[Path], Frames] = read_recording,
        clock: Callable[[], VirtualClock] = VirtualClock,
    ) -> ScenarioRunner:
        """Make a runner of scenarios; see `kiosk.lab.replay.runner.ScenarioRunner`."""
        around = surroundings(self.rooms, self.noise)
        return ScenarioRunner(
            self.settings,
            self.recognizer,
            read,
            in_noise=around,
            timelines=self.timelines,
            clock=clock,
        )
