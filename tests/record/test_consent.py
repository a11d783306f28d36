"""Only a yes is a consent; what is said to get it is heard and shown whole, in plain words."""

from pathlib import Path
from queue import SimpleQueue

import numpy as np
import pytest
import textstat

from audio.earcons import earcon
from audio.estimated_voice import EstimatedVoice
from audio.recognizer import SAMPLE_RATE, Frames
from audio.recording import read_recording
from audio.speech_detector import SpeechDetector
from audio.yes_no import YesNoListener
from kiosk.clock import VirtualClock
from kiosk.content.readability import sentences, words
from kiosk.recorder.booth import Booth, Keys, StoppedError
from kiosk.recorder.consent import agrees
from kiosk.recorder.wording import load_wording
from kiosk.synthesis import Pronunciations

RECORDINGS = Path(__file__).resolve().parents[1] / "recordings"
WORDING = load_wording("en")


class Room:
    """A speaker that plays at once, and a person who speaks after each tone, in no time."""

    def __init__(self, said: list[str]) -> None:
        self.clock = VirtualClock()
        self._said = [read_recording(RECORDINGS / f"{name}.flac") for name in said]
        self._sound: Frames = np.zeros(0, np.float32)

    @property
    def playing(self) -> bool:
        return False

    def start(self, frames: Frames) -> None:
        if np.array_equal(frames, earcon("listening")) and self._said:
            self._sound = np.concatenate([np.zeros(SAMPLE_RATE, np.float32), self._said.pop(0)])

    def stop(self) -> None:
        pass

    def read(self, timeout: float) -> Frames:
        self.clock.advance(self.clock.now() + timeout)
        count = round(timeout * SAMPLE_RATE)
        block, self._sound = self._sound[:count], self._sound[count:]
        return np.pad(block, (0, count - len(block)))


def asked(said: list[str], pressed: str = "") -> tuple[bool, list[str]]:
    """Ask a person who says and presses this; gives whether they agree, and what was shown."""
    room = Room(said)
    keys: SimpleQueue[str] = SimpleQueue()
    shown: list[str] = []

    def tell(line: str) -> None:
        shown.append(line)
        if line == WORDING.ask_consent[-1]:
            for key in pressed:
                keys.put(key)

    booth = Booth(
        room,
        room,
        voice=EstimatedVoice(),
        pronunciations=Pronunciations({}),
        keys=Keys(keys, lambda: False),
        detector=SpeechDetector(),
        clock=room.clock,
        tell=tell,
    )
    return agrees(booth, WORDING, YesNoListener(), Path("folder"), "s-1"), shown


@pytest.mark.parametrize(
    ("said", "pressed", "agreed"),
    [
        (["yes"], "", True),
        (["no"], "", False),
        ([], "", False),
        ([], "y", True),
        ([], "n", False),
        (["radiation_therapy", "yes"], "", True),
        (["radiation_therapy", "radiation_therapy", "yes"], "", False),
    ],
)
def test_only_a_yes_is_one(said: list[str], pressed: str, agreed: bool) -> None:
    assert asked(said, pressed)[0] is agreed


def test_the_stop_key_is_no_yes() -> None:
    with pytest.raises(StoppedError):
        asked(["yes"], "x")


def test_it_is_shown_what_is_recorded_and_where_it_is_kept() -> None:
    _, shown = asked([], "n")
    assert [line for line in shown if line in WORDING.consent] == list(WORDING.consent)
    assert str(Path("folder").resolve()) in shown[0]
    assert "s-1" in shown[1]


@pytest.mark.parametrize("text", [each for each in vars(WORDING).values() if "{" not in str(each)])
def test_the_words_are_plain(text: tuple[str, ...] | str) -> None:
    passage = text if isinstance(text, str) else " ".join(text)
    assert textstat.flesch_kincaid_grade(passage) <= 6.0
    assert max(len(words(sentence)) for sentence in sentences(passage)) <= 20
    assert not any(character.isdigit() for character in passage)
