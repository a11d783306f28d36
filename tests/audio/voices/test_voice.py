"""The real voice in its worker process: pace, silence, and what happens when the worker is ill."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from audio.errors import VoiceError
from audio.frames import SAMPLE_RATE
from audio.voices.plain import Pyttsx3Voice
from tests.shipped import CONTENT

pytestmark = pytest.mark.sound

TOPIC = "Some people feel weak in their legs. Walking can become hard. Tell your care team."


@pytest.fixture
def voice() -> Iterator[Pyttsx3Voice]:
    voice = Pyttsx3Voice(timeout=20)
    yield voice
    voice.close()


def test_a_text_is_spoken_and_begins_and_ends_without_silence(voice: Pyttsx3Voice) -> None:
    frames = voice.speak(TOPIC, 150)
    assert 3 < len(frames) / SAMPLE_RATE < 9
    tenth = SAMPLE_RATE // 10
    assert np.abs(frames[:tenth]).max() > 0.01
    assert np.abs(frames[-tenth:]).max() > 0.004


def test_no_silence_is_before_the_first_sound_however_soft_it_is(voice: Pyttsx3Voice) -> None:
    hundredth = SAMPLE_RATE // 100
    for text in ("Hello.", "She can tell you.", "Do you want to hear about back pain?"):
        assert np.abs(voice.speak(text, 150)[:hundredth]).max() > 0.001, text


@pytest.mark.parametrize("wanted", [110, 150, 200])
def test_the_pace_is_what_was_asked_for(voice: Pyttsx3Voice, wanted: int) -> None:
    texts = [sentence for topic in CONTENT.topics.values() for sentence in topic.plain][:40]
    seconds = sum(len(voice.speak(text, wanted)) / SAMPLE_RATE for text in texts)
    words = sum(len(text.split()) for text in texts)
    assert words * 60 / seconds == pytest.approx(wanted, rel=0.08)


@pytest.mark.slow
def test_a_worker_that_hangs_is_replaced_and_the_text_still_spoken() -> None:
    voice = Pyttsx3Voice(timeout=3)
    expected = voice.speak(TOPIC, 150)
    hanging = voice.worker_pid
    assert hanging is not None
    os.kill(hanging, signal.SIGSTOP)
    spoken = voice.speak(TOPIC, 150)
    assert voice.worker_pid != hanging
    assert np.array_equal(spoken, expected)
    with pytest.raises(ProcessLookupError):
        os.kill(hanging, 0)
    voice.close()


def test_a_worker_that_died_is_replaced(voice: Pyttsx3Voice) -> None:
    voice.speak("one", 150)
    dead = voice.worker_pid
    assert dead is not None
    os.kill(dead, signal.SIGKILL)
    assert len(voice.speak(TOPIC, 150)) > SAMPLE_RATE
    assert voice.worker_pid != dead


def test_the_worker_outlives_the_thread_that_asked_first(voice: Pyttsx3Voice) -> None:
    asking = Thread(target=voice.speak, args=("one", 150))
    asking.start()
    asking.join()
    worker = voice.worker_pid
    voice.speak(TOPIC, 150)
    assert voice.worker_pid == worker


def test_texts_that_follow_at_once_are_all_spoken_by_one_worker(voice: Pyttsx3Voice) -> None:
    voice.speak("one", 150)
    worker = voice.worker_pid
    for _ in range(40):
        voice.speak(TOPIC, 150)
    assert voice.worker_pid == worker


def test_no_worker_outlives_a_process_that_was_killed() -> None:
    asks = (
        "from audio.voices.plain import Pyttsx3Voice\n"
        "voice = Pyttsx3Voice(timeout=20)\n"
        "voice.speak('one', 150)\n"
        "print(voice.worker_pid, flush=True)\n"
        "input()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", asks], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as asking:
        assert asking.stdout is not None
        worker = os.pidfd_open(int(asking.stdout.readline()))
        asking.kill()
        ended, _, _ = select.select([worker], [], [], 20)
        os.close(worker)
    assert ended


def test_another_pace_is_spoken_after_the_first(voice: Pyttsx3Voice) -> None:
    fast, slow = (len(voice.speak(TOPIC, rate)) for rate in (200, 110))
    assert slow > 1.5 * fast


def test_no_worker_outlives_its_voice(voice: Pyttsx3Voice) -> None:
    voice.speak("one", 150)
    worker = voice.worker_pid
    assert worker is not None
    voice.close()
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


def test_an_unknown_voice_is_one_line() -> None:
    voice = Pyttsx3Voice(voice="no-such-voice")
    with pytest.raises(VoiceError) as caught:
        voice.speak("one", 150)
    voice.close()
    assert str(caught.value) == (
        "the voice does not work: there is no voice 'no-such-voice'; "
        "name one in the settings: voice"
    )


def test_a_language_without_a_voice_is_one_line() -> None:
    with pytest.raises(VoiceError, match="there is no voice for 'xx'"):
        Pyttsx3Voice("xx")


def test_a_worker_that_cannot_be_started_is_an_error(
    voice: Pyttsx3Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with pytest.raises(VoiceError, match="the voice cannot be started: no such file"):
        voice.speak("one", 150)


def test_two_workers_that_hang_take_no_longer_than_a_text_may(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asleep = tmp_path / "asleep.py"
    asleep.write_text("import time; time.sleep(3600)")
    monkeypatch.setattr("audio.voices.worker.__file__", str(asleep))
    voice = Pyttsx3Voice(timeout=3600, within=0.5)
    # How long that is depends on the machine's load; by the other limit it would be an hour.
    with pytest.raises(VoiceError, match=r"nothing within [\d.]+ s"):
        voice.speak("one", 150)
    voice.close()


def test_what_was_said_last_lies_in_no_folder_whatever_kills_the_processes(tmp_path: Path) -> None:
    program = (
        "import os, signal\n"
        "from audio.voices.plain import Pyttsx3Voice\n"
        "voice = Pyttsx3Voice(timeout=20)\n"
        "assert len(voice.speak('Are you in pain?', 150))\n"
        "os.kill(voice.worker_pid, signal.SIGKILL)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        check=False,
        timeout=60,
    )
    assert done.returncode == -signal.SIGKILL
    assert not list(tmp_path.rglob("*"))
