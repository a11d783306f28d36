"""A person speaks to the kiosk in real time, through a virtual microphone, and hears its answer."""

from pathlib import Path

import numpy as np
import pytest

from audio.frames import SAMPLE_RATE
from tests import OWN_RECORDINGS
from tests.shipped import CONTENT
from tests.system.live.sentences import ALIKE, found_in, spoken
from tests.system.live.sound_server import SoundServer
from tests.system.live.terminal import kiosk

pytestmark = pytest.mark.live


def test_a_persons_yes_is_answered_by_the_topic_as_captioned(
    sound: SoundServer, said_yes: Path, tmp_path: Path
) -> None:
    topic = CONTENT.topic("symptoms.back_pain")
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
        terminal.wait_for("Do you want to hear about lasting back pain?")
        terminal.wait_for("Listening")
        sound.play(said_yes)
        captions = terminal.wait_for(topic.plain[-1])
        terminal.wait_for("Having this does not tell you the cause.")
        recording = heard.frames
    assert [line for line in captions.splitlines() if line in topic.plain] == list(topic.plain)
    places = [found_in(recording, frames) for frames in spoken(list(topic.plain))]
    assert min(alike for _, alike in places) > ALIKE, places
    assert places == sorted(places, key=lambda place: place[0])


def test_with_the_packages_alone_a_topic_that_is_named_is_read(
    sound: SoundServer, tmp_path: Path
) -> None:
    environment = sound.environment | {"KIOSK_RECOGNIZERS": "auto"}
    with kiosk("run", folder=tmp_path, environment=environment) as terminal:
        terminal.wait_for("Listening")
        terminal.press(" ")
        terminal.wait_for("Hello.")
        terminal.press("k")
        terminal.wait_for("Listening")
        sound.play(OWN_RECORDINGS / "radiation_therapy.flac")
        terminal.wait_for("This is about radiation therapy.")


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
        terminal.wait_for("[1] lasting back pain")
        terminal.press("q")
        terminal.wait_for("Goodbye")


def test_the_recording_tells_sentences_apart() -> None:
    first, second = spoken(["Do you want to hear about symptoms?", "Do you want to stop here?"])
    silence = np.zeros(SAMPLE_RATE, np.float32)
    recording = np.concatenate([silence, first, silence])
    assert found_in(recording, first)[1] > 0.99
    assert found_in(recording, second)[1] < 0.65
