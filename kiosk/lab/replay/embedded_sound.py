"""What people said, as sound within a page, and no more of it than a page can hold."""

import base64
import io
from collections.abc import Callable

import numpy as np
import soundfile

from audio.errors import AudioError
from audio.frames import SAMPLE_RATE, Frames
from kiosk.errors import ScenarioError
from kiosk.lab.replay.scenario import Scenario, Turn

LONGEST = 60.0
"""Seconds of one recording that are embedded."""

LARGEST = 20_000_000
"""Bytes of all recordings in a page, as they are embedded."""


class EmbeddedSounds:
    """Gives recordings as data URIs until the page is full, and keeps what it left out."""

    def __init__(
        self, sound_of: Callable[[Scenario, Turn], Frames | None], largest: int = LARGEST
    ) -> None:
        """Begin with an empty page.

        Args:
            sound_of: gives what was said in a turn; None where there was no sound.
            largest: bytes that the page's recordings may take.
        """
        self._sound_of = sound_of
        self._left = largest
        self.left_out: list[str] = []
        """What is not embedded or not to its end, and why; one line each."""

    def source(self, scenario: Scenario, turn: Turn, name: str) -> str | None:
        """Give what was said in a turn as a data URI; None where it is not embedded.

        Args:
            scenario: of the turn.
            turn: in which it was said.
            name: tells it from others where it is left out.
        """
        where = f"{scenario.place(turn)}: {name}"
        try:
            frames = self._sound_of(scenario, turn)
        except (AudioError, ScenarioError) as error:
            self.left_out.append(f"{where}: {error}")
            return None
        if frames is None:
            return None
        seconds = len(frames) / SAMPLE_RATE
        if seconds > LONGEST:
            frames = frames[: round(LONGEST * SAMPLE_RATE)]
            self.left_out.append(f"{where}: {seconds:.0f} s long, here are the first {LONGEST:g} s")
        encoded = _data_uri(frames)
        if len(encoded) > self._left:
            self.left_out.append(f"{where}: the page would be too large")
            return None
        self._left -= len(encoded)
        return encoded


def _data_uri(frames: Frames) -> str:
    written = io.BytesIO()
    clipped = np.clip(frames, -1.0, 1.0)
    soundfile.write(written, clipped, SAMPLE_RATE, format="FLAC", subtype="PCM_16")
    return f"data:audio/flac;base64,{base64.b64encode(written.getvalue()).decode()}"
