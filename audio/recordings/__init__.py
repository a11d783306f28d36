"""Recordings that the kiosk ships, with which each recognizer shows that it works.

`synthesize` makes them with the kiosk's own voice, so they do not show how well people are heard.
"""

from pathlib import Path
from typing import Literal, TypeAlias

from audio.frames import Frames
from audio.signals.recording import read_recording

RecordingName: TypeAlias = Literal["yes", "no", "radiation_therapy"]


def recording(name: RecordingName) -> Frames:
    """Give a recording; raises RecordingError where it is missing or damaged."""
    return read_recording(Path(__file__).with_name(f"{name}.flac"))
