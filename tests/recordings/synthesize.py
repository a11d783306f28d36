"""Synthesizes the recordings of this folder with the kiosk's own voice.

    python -m tests.recordings.synthesize

They are for tests of the plumbing; how people are heard is measured on recordings of people.
"""

from contextlib import closing
from pathlib import Path

import numpy as np

from audio.recognizer import SAMPLE_RATE
from audio.recording import write_recording
from audio.voice import Pyttsx3Voice

TEXTS = {"yes": "yes", "no": "no", "radiation_therapy": "radiation therapy"}
SILENCE = 0.4
"""Seconds before and after what is said."""


def main() -> None:
    """Write every recording anew."""
    silence = np.zeros(round(SILENCE * SAMPLE_RATE), np.float32)
    with closing(Pyttsx3Voice()) as voice:
        for name, text in TEXTS.items():
            said = np.concatenate([silence, voice.speak(text, 130), silence])
            write_recording(Path(__file__).with_name(f"{name}.flac"), said)


if __name__ == "__main__":
    main()
