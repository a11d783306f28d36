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
ALIKE = 0.6
"""Least correlation of a sentence with the stretch of the recording in which it is heard; another
sentence of the same voice reaches less than 0.3."""


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


def found_in(recording: Frames, sentence: Frames) -> tuple[float, float]:
    """Give where in a recording a sentence is heard, in seconds, and how alike it sounds.

    The measure is the normalized cross-correlation: 1 for the same samples at any loudness.
    """
    size = 1 << (len(recording) + len(sentence)).bit_length()
    product = np.fft.rfft(recording, size) * np.conj(np.fft.rfft(sentence, size))
    matches = np.fft.irfft(product, size)[: len(recording) - len(sentence)]
    energy = np.cumsum(np.concatenate([[0.0], recording.astype(np.float64) ** 2]))
    stretches = energy[len(sentence) :][: len(matches)] - energy[: len(matches)]
    alike = matches / (np.sqrt(stretches * np.sum(sentence.astype(np.float64) ** 2)) + 1e-6)
    best = int(np.argmax(alike))
    return best / SAMPLE_RATE, float(alike[best])


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
    assert found_in(recording, second)[1] < ALIKE / 2
