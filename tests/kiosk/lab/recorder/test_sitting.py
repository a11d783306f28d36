"""Recordings that cannot be written are not lost, and until then are only in memory."""

from collections.abc import Callable
from pathlib import Path

import pytest

from audio.yes_no import YesNoListener
from kiosk.errors import RecorderError
from kiosk.lab.recorder.folder import Added, RecordingsFolder
from kiosk.lab.recorder.session import Line, Session
from kiosk.lab.recorder.sitting import Sitting
from kiosk.lab.recorder.wording import load_wording
from tests.kiosk.lab.recorder.room import booth

pytestmark = pytest.mark.unit

WORDING = load_wording("en")


def sat(folder: Path, see: Callable[[str], str]) -> Added | None:
    """Let a person say yes to being recorded and then to what is asked; a file is in the way."""
    room = booth(["yes", "yes"], lambda line: "\n" if "Enter keep" in line else see(line))
    session = Session(room, WORDING, decide_within=4.0)
    sitting = Sitting(
        room,
        WORDING,
        listener=YesNoListener(),
        folder=RecordingsFolder(folder),
        speaker="s-1",
        session=session,
    )

    def record() -> None:
        session.record(Line("yes"))
        folder.touch()

    return sitting.lead(record)


def test_it_is_written_once_there_is_room(tmp_path: Path) -> None:
    folder = tmp_path / "recorded"

    def make_room(line: str) -> str:
        if "press Enter to try again" not in line:
            return ""
        folder.unlink()
        return "\n"

    added = sat(folder, make_room)
    assert added is not None
    assert [path.name for path in added.clips] == ["yes.flac"]
    assert added.clips[0].exists()


def test_who_gives_up_is_told_why(tmp_path: Path) -> None:
    folder = tmp_path / "recorded"
    with pytest.raises(RecorderError, match="file exists"):
        sat(folder, lambda line: "x" if "press Enter to try again" in line else "")
    assert [path.name for path in tmp_path.iterdir()] == ["recorded"]
