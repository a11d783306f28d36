"""A person speaks to the kiosk in real time, through a virtual microphone, and hears its answer."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from audio.recognizer import SAMPLE_RATE, Frames
from audio.voice import Pyttsx3Voice
from kiosk.content.loader import load_content
from kiosk.dialogue.pace import Pace
from kiosk.synthesis import Pronunciations
from tests.live.sound_server import SoundServer
from tests.live.terminal import CHECKOUT, kiosk

RECORDINGS = CHECKOUT.parent / "shared" / "recordings" / "speech_commands" / "yes"
STEP = 320
"""Samples, 20 ms."""

ALIKE = 0.8
"""Least likeness of a sentence with the stretch of the recording in which it is heard; another
sentence of the same voice reaches less than 0.6."""


@pytest.fixture
def said_yes() -> Path:
    """A real person's "yes"."""
    if not RECORDINGS.is_dir():
        pytest.skip(f"no recordings of people in {RECORDINGS}")
    return sorted(RECORDINGS.iterdir())[3]


def spoken(sentences: list[str]) -> Iterator[Frames]:
    """Synthesize sentences as the kiosk does, apart from the kiosk."""
    content = load_content("en", values={"clinic_name": "x", "emergency_number": "y"})
    respelled = Pronunciations(content.pronunciations)
    with closing(Pyttsx3Voice("en", timeout=30)) as voice:
        for sentence in sentences:
            yield voice.speak(respelled.apply(sentence), Pace().words_per_minute)


def loudness(frames: Frames) -> Frames:
    """Give the loudness of sixteen bands up to 4 kHz every STEP samples, shape (steps, 16).

    The voice never says a sentence twice with the same samples, but with the same sounds.
    """
    steps = frames[: len(frames) // STEP * STEP].reshape(-1, STEP) * np.hanning(STEP)
    power = np.abs(np.fft.rfft(steps)) ** 2
    width = power.shape[1] // 32
    bands = power[:, : 16 * width].reshape(len(steps), 16, width).mean(axis=2)
    return np.asarray(np.log10(bands + 1e-4), dtype=np.float32)


def found_in(recording: Frames, sentence: Frames) -> tuple[float, float]:
    """Give where in a recording a sentence is heard, in seconds, and how alike it sounds.

    The measure is the greatest correlation of the two loudnesses: 1 for the same at any level.
    """
    heard, wanted = loudness(recording), loudness(sentence)
    count = len(wanted)
    alike = [
        float(np.corrcoef(heard[at : at + count].ravel(), wanted.ravel())[0, 1])
        for at in range(len(heard) - count)
    ]
    best = int(np.argmax(alike))
    return best * STEP / SAMPLE_RATE, alike[best]


def test_a_persons_yes_is_answered_by_the_symptoms_as_captioned(
    sound: SoundServer, said_yes: Path, tmp_path: Path
) -> None:
    symptoms = load_content("en", values={"clinic_name": "x", "emergency_number": "y"}).topic(
        "symptoms.intro"
    )
    with (
        kiosk(
            "run", "--recognizer", "yes-no", folder=tmp_path, environment=sound.environment
        ) as terminal,
        sound.heard() as heard,
    ):
        terminal.wait_for("Listening")
        sound.play(said_yes)
        terminal.wait_for("Hello.")
        terminal.press("k")
        terminal.wait_for("Do you want to hear about symptoms?")
        terminal.wait_for("Listening")
        sound.play(said_yes)
        captions = terminal.wait_for(symptoms.plain[-1])
        terminal.wait_for("Do you want to hear about")
        recording = heard.frames
    assert [line for line in captions.splitlines() if line in symptoms.plain] == list(
        symptoms.plain
    )
    places = [found_in(recording, frames) for frames in spoken(list(symptoms.plain))]
    assert min(alike for _, alike in places) > ALIKE, places
    assert places == sorted(places, key=lambda place: place[0])


def test_a_visitor_without_a_voice_gets_there_by_keys(sound: SoundServer, tmp_path: Path) -> None:
    with kiosk(
        "run", "--recognizer", "yes-no", folder=tmp_path, environment=sound.environment
    ) as terminal:
        terminal.wait_for("Listening")
        terminal.press(" ")
        terminal.wait_for("Hello.")
        terminal.press("k")
        terminal.wait_for("[1] symptoms")
        terminal.press("1")
        terminal.wait_for("six signs")
        terminal.press("q")
        terminal.wait_for("Goodbye")


def test_the_recording_tells_sentences_apart() -> None:
    first, second = spoken(["Do you want to hear about symptoms?", "Do you want to stop here?"])
    silence = np.zeros(SAMPLE_RATE, np.float32)
    recording = np.concatenate([silence, first, silence])
    assert found_in(recording, first)[1] > 0.99
    assert found_in(recording, second)[1] < 0.65
