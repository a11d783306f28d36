"""Synthesizes the recordings of this folder with the kiosk's own voice.

python -m audio.recordings.synthesize
"""

from contextlib import closing
from pathlib import Path
from typing import get_args

import numpy as np

from audio.frames import SAMPLE_RATE
from audio.recordings import RecordingName
from audio.signals.recording import write_recording
from audio.voices.plain import Pyttsx3Voice

SILENCE = 0.4
"""Seconds before and after what is said."""

_RATE = 130


def main() -> None:
    """Write every recording anew."""
    silence = np.zeros(round(SILENCE * SAMPLE_RATE), np.float32)
    with closing(Pyttsx3Voice()) as voice:
        for name in get_args(RecordingName):
            said = np.concatenate([silence, voice.speak(name.replace("_", " "), _RATE), silence])
            write_recording(Path(__file__).with_name(f"{name}.flac"), said)


if __name__ == "__main__":
    main()
