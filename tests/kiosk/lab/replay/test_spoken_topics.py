"""With the packages alone, a topic that is named by voice is read, or asked about."""

from collections.abc import Mapping
from contextlib import closing
from itertools import cycle
from pathlib import Path

import numpy as np
import pytest

from audio.frames import SAMPLE_RATE
from audio.signals.recording import read_recording, write_recording
from audio.voices.plain import Pyttsx3Voice
from kiosk.lab.replay.runner import ScenarioRunner
from kiosk.lab.replay.scenario import Scenario
from kiosk.settings.model import Settings
from kiosk.visit.content.model import SECTIONS
from tests.people import RECORDINGS
from tests.shipped import CONTENT

pytestmark = [pytest.mark.sound, pytest.mark.slow]

VOICES = ("gmw/en-gb-x-rp", "gmw/en-us", "gmw/en")
"""They take turns."""
REACHED = 0.7
"""Share of names that must lead to their topic; espeak's voices are harder to hear than people: 53
of all 69 pairs of a voice and a name do."""

SETTINGS = Settings()
NAMES: dict[str, str] = {
    **{str(section): str(section) for section in SECTIONS},
    **{topic.heading: topic.name for topic in CONTENT.topics.values() if not topic.is_frame},
}
"""What is said, by the source's own headings, and how the kiosk calls it."""


@pytest.fixture(scope="module")
def kiosks() -> ScenarioRunner:
    return ScenarioRunner(SETTINGS, "auto", read_recording)


def visit(folder: Path, *turns: Mapping[str, object]) -> Scenario:
    """Write a visit that begins at the main menu."""
    all_turns: list[Mapping[str, object]] = [{"key": "space"}, {"key": "k"}, *turns]
    return Scenario.model_validate(
        {
            "name": "a topic by its name",
            "turns": [{**turn, "@line": line} for line, turn in enumerate(all_turns, start=1)],
            "@file": folder / "visit.yaml",
        }
    )


def test_named_topics_are_read_or_asked_about(kiosks: ScenarioRunner, tmp_path: Path) -> None:
    silence = np.zeros(SAMPLE_RATE // 2, np.float32)
    missed = []
    for (said, name), voice in zip(NAMES.items(), cycle(VOICES), strict=False):
        # A sound of espeak's depends on what it has said before.
        with closing(Pyttsx3Voice(voice=voice, timeout=30)) as person:
            frames = np.concatenate([silence, person.speak(said, 140), silence])
        write_recording(tmp_path / "said.wav", frames)
        state = "section_menu" if said in SECTIONS else "reading"
        read = {"say": "said.wav", "expect": {"state": state}}
        failure = kiosks.play(visit(tmp_path, read)).result.failure
        if failure is not None and f"hear about {name}?" not in failure.got:
            missed.append((voice, said, failure.got))
    assert len(missed) <= (1 - REACHED) * len(NAMES), f"{len(missed)} of {len(NAMES)}: {missed}"


@pytest.mark.people
def test_talk_about_something_else_leads_nowhere(kiosks: ScenarioRunner, tmp_path: Path) -> None:
    clips = sorted((RECORDINGS / "continuous").rglob("*.flac"))[::8]
    assert clips
    for clip in clips:
        talked = visit(tmp_path, {"say": str(clip)}, {"silence": 5})
        record = kiosks.play(talked).transcript
        assert record.state() not in ("reading", "preamble", "emergency"), clip
