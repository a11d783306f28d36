"""A kiosk whose microphone or speaker fails says so, goes on by keys, and mends itself."""

import signal
from pathlib import Path

import numpy as np
import pytest

from audio.frames import SAMPLE_RATE
from kiosk.visit.sound.diagnosis import NO_MICROPHONE
from tests import OWN_RECORDINGS
from tests.system.live.sound_faults import FAULTS, Fault
from tests.system.live.sound_server import SoundServer
from tests.system.live.terminal import Terminal, kiosk

pytestmark = pytest.mark.live

YES = OWN_RECORDINGS / "yes.flac"
QUESTION = "Do you want to hear about symptoms?"
ANSWER = "lasting back pain?"
AUDIBLE = 0.02

NOTICED = 10.0
BACK = 20.0
"""Seconds; generous, for a machine under test is busy. `tests/benchmarks/broken_sound.py` measures
them."""


def ask(terminal: Terminal) -> None:
    """Have the question asked; from the second time on without an explanation before it."""
    terminal.press("m")
    terminal.wait_for(QUESTION)


def answer_by_voice(terminal: Terminal, sound: SoundServer) -> None:
    """Say yes to the question that is asked; what is answered is heard."""
    terminal.wait_for("Listening")
    with sound.heard() as heard:
        sound.play(YES)
        terminal.wait_for(ANSWER)
        terminal.wait_for("\n")
        # The sentence goes on for seconds after its caption.
        sound.play(YES)
        recording = heard.frames
    assert np.abs(recording[-SAMPLE_RATE:]).max() > AUDIBLE


def test_a_server_that_hangs_at_the_start_keeps_nobody_from_the_keys(
    sound: SoundServer, tmp_path: Path
) -> None:
    sound.signal(signal.SIGSTOP)
    with kiosk("run", folder=tmp_path, environment=sound.environment) as terminal:
        terminal.wait_for("Waiting: press a key")
        terminal.press(" ")
        terminal.wait_for("Hello.")
        sound.signal(signal.SIGCONT)
        terminal.wait_for("I can hear you again.", BACK)
    assert "starts again" not in terminal.text


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_told_keys_work_and_voice_comes_back(
    fault: Fault, sound: SoundServer, tmp_path: Path
) -> None:
    with kiosk(
        "run", "--recognizer", "yes-no", folder=tmp_path, environment=sound.environment
    ) as terminal:
        terminal.wait_for("Listening")
        terminal.press(" ")
        terminal.wait_for("Hello.")
        ask(terminal)
        ask(terminal)
        terminal.wait_for("Listening")
        fault.strike(sound)
        for told in fault.told:
            terminal.wait_for(told, NOTICED)
        terminal.press("r")
        terminal.wait_for(QUESTION)
        fault.undo(sound)
        for _ in fault.told:
            terminal.wait_for("No longer: ", BACK)
        ask(terminal)
        answer_by_voice(terminal, sound)
        assert "Expression" not in terminal.text
        assert "Traceback" not in terminal.text


def test_a_kiosk_that_starts_before_its_devices_gets_them_later(
    sound: SoundServer, tmp_path: Path
) -> None:
    sound.kill()
    with kiosk(
        "run", "--recognizer", "yes-no", folder=tmp_path, environment=sound.environment
    ) as terminal:
        terminal.wait_for("Waiting: press a key")
        terminal.press(" ")
        terminal.wait_for("Hello.")
        sound.start()
        terminal.wait_for("No longer: no", BACK)
        terminal.wait_for("No longer: no", BACK)
        ask(terminal)
        answer_by_voice(terminal, sound)


def test_a_kiosk_with_no_microphone_from_the_start_does_not_hear_itself(
    sound: SoundServer, tmp_path: Path
) -> None:
    sound.unload("module-remap-source")
    with kiosk(
        "run", "--recognizer", "yes-no", folder=tmp_path, environment=sound.environment
    ) as terminal:
        terminal.wait_for(NO_MICROPHONE)
        terminal.press(" ")
        terminal.wait_for("Hello.")
        ask(terminal)
        terminal.press("1")
        terminal.wait_for(ANSWER)
