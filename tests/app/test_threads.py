"""Listening takes one thread: more of them wait for each other and leave the idle kiosk busy."""

import os
import subprocess
import sys
from pathlib import Path

LISTENS = """
import os
import kiosk
import numpy
from audio.speech_detector import SpeechDetector
from audio.yes_no import YesNoListener
sound = numpy.random.default_rng(1).normal(0, 0.1, 16000).astype(numpy.float32)
SpeechDetector().accept(sound)
YesNoListener().decide(sound)
print(len(os.listdir("/proc/self/task")))
"""


def test_the_detector_and_the_listener_share_one_thread() -> None:
    environment = {name: value for name, value in os.environ.items() if "_THREAD" not in name}
    done = subprocess.run(
        [sys.executable, "-c", LISTENS],
        cwd=Path(__file__).parents[2],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout == "1\n"
