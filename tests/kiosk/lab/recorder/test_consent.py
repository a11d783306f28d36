"""Only a yes is consent; the whole request is spoken and shown in plain words."""

from pathlib import Path

import pytest
import textstat

from audio.yes_no import YesNoListener
from kiosk.lab.recorder.booth import StoppedError
from kiosk.lab.recorder.consent import agrees
from kiosk.lab.recorder.wording import load_wording
from kiosk.visit.content.readability import sentences, words
from tests.every_row import every_row
from tests.kiosk.lab.recorder.room import booth

pytestmark = pytest.mark.unit

WORDING = load_wording("en")


def asked(said: list[str], pressed: str = "") -> tuple[bool, list[str]]:
    """Ask a person who says and presses this; gives whether they agree, and what was shown."""
    shown: list[str] = []

    def see(line: str) -> str:
        shown.append(line)
        return pressed if line == WORDING.ask_consent[-1] else ""

    return agrees(booth(said, see), WORDING, YesNoListener(), Path("folder"), "s-1"), shown


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


@every_row("text", [each for each in vars(WORDING).values() if "{" not in str(each)])
def test_the_words_are_plain(text: tuple[str, ...] | str) -> None:
    passage = text if isinstance(text, str) else " ".join(text)
    assert textstat.flesch_kincaid_grade(passage) <= 6.0
    assert max(len(words(sentence)) for sentence in sentences(passage)) <= 20
    assert not any(character.isdigit() for character in passage)
