"""The process that plays scenarios for another: `python -m kiosk.lab.replay.process`.

It first gets a `kiosk.lab.replay.staging.Staging` and then what is to be played, all pickled. It
answers None when it is ready and while it makes progress, and then the result or the error.
"""

import pickle
import time
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from audio.child_process import answer, asked
from audio.errors import RecordingError
from audio.frames import Frames
from audio.signals.recording import read_recording
from kiosk.clock import VirtualClock
from kiosk.errors import KioskError
from kiosk.lab.replay.processes import Recordings
from kiosk.lab.replay.runner import Played, ScenarioRunner
from kiosk.lab.replay.scenario import Scenario
from kiosk.lab.replay.staging import Staging
from kiosk.watchdog.supervisor import end_with_parent

BEAT_EVERY = 0.5
"""Seconds between two signs that it goes on at least."""


class _Shipped:
    """Reads recordings from what came along with a scenario; else from this machine's files."""

    def __init__(self) -> None:
        self.recordings: Recordings | None = None

    def read(self, path: Path) -> Frames:
        if self.recordings is None:
            return read_recording(path)
        content = self.recordings[path]
        if isinstance(content, RecordingError):
            raise content
        return read_recording(path, content)


class _BeatingClock(VirtualClock):
    """Tells the parent that virtual time passes."""

    def __init__(self) -> None:
        super().__init__()
        self._next_beat = 0.0

    def advance(self, to: float) -> None:
        """Set the time, and beat where it has moved."""
        moved = to > self.now()
        super().advance(to)
        if moved and time.monotonic() >= self._next_beat:
            self._next_beat = time.monotonic() + BEAT_EVERY
            answer(pickle.dumps(None))


def main() -> None:
    """Play until nobody asks any more."""
    end_with_parent()
    messages = map(pickle.loads, asked())
    staging: Staging = next(messages)
    shipped = _Shipped()
    runner = staging.runner(shipped.read, _BeatingClock)
    with suppress(ConnectionError):
        answer(pickle.dumps(None))
        for scenario, shipped.recordings in messages:
            answer(pickle.dumps(_what_came_of(runner, scenario)))


def _what_came_of(runner: ScenarioRunner, scenario: Scenario) -> Played | Exception:
    try:
        played = runner.play(scenario)
    except ConnectionError:
        raise
    except Exception as error:  # noqa: BLE001, RUF100 - whatever it is, it belongs to who asked
        return _sendable(error)
    # The dialogue itself stays here; what it has come to goes along.
    transcript = replace(played.transcript, state=partial(str, played.transcript.state()))
    wrong = None if played.wrong is None else _sendable(played.wrong)
    return replace(played, transcript=transcript, wrong=wrong)


def _sendable(error: Exception) -> Exception:
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:  # noqa: BLE001, RUF100 - an error's own making may raise anything
        return KioskError(f"{type(error).__name__}: {error}")
    return error


if __name__ == "__main__":
    main()
