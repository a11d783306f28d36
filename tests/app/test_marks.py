"""What outlives a crash: that an emergency is latched, that a visit was under way, nothing else."""

import errno
import os
from pathlib import Path

import pytest

from kiosk.actions import Action, AlertStaff, BeginSession, KeepEmergency
from kiosk.errors import KioskError
from kiosk.events import Event, KeyPressed, StaffCleared
from kiosk.marks import Marks
from tests.app.parts import Stage


def test_an_emergency_outlives_the_process_until_it_is_cleared(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    assert not Marks(folder).emergency
    Marks(folder).keep_emergency(True)
    assert Marks(folder).emergency
    Marks(folder).keep_emergency(False)
    assert not Marks(folder).emergency


def test_a_visit_leaves_nothing_but_that_it_was_under_way(tmp_path: Path) -> None:
    marks = Marks(tmp_path)
    marks.keep_visit(True)
    assert Marks(tmp_path).visit
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("visit", b"")]
    marks.keep_visit(False)
    assert not Marks(tmp_path).visit
    assert not list(tmp_path.iterdir())


def test_staff_end_an_emergency_by_command_once(tmp_path: Path) -> None:
    serving = Marks(tmp_path)
    serving.keep_emergency(True)
    assert serving.progress() == []
    assert Marks(tmp_path).ask_to_clear()
    assert serving.progress() == [StaffCleared()]
    assert serving.progress() == []


def test_an_emergency_cleared_while_the_kiosk_is_down_does_not_come_back(tmp_path: Path) -> None:
    Marks(tmp_path).keep_emergency(True)
    assert Marks(tmp_path).ask_to_clear()
    assert not Marks(tmp_path).emergency


def test_a_clearing_that_came_before_the_emergency_does_not_open_it(tmp_path: Path) -> None:
    assert not Marks(tmp_path).ask_to_clear(), "there is nothing to clear"
    (tmp_path / "emergency-cleared-by-staff").touch()
    marks = Marks(tmp_path)
    marks.keep_emergency(True)
    assert marks.emergency
    assert marks.progress() == []


def test_a_state_folder_is_for_the_kiosk_alone(tmp_path: Path) -> None:
    Marks(tmp_path / "state")
    assert (tmp_path / "state").stat().st_mode & 0o077 == 0


def test_a_state_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(KioskError) as caught:
        Marks(tmp_path / "file" / "state")
    assert "state_folder" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_state_folder_that_vanishes_does_not_end_an_emergency(tmp_path: Path) -> None:
    faults: list[str] = []
    marks = Marks(tmp_path / "state", faults.append)
    (tmp_path / "state").rmdir()
    marks.keep_emergency(True)
    assert faults
    assert "cannot keep an emergency over a restart" in faults[0]
    (tmp_path / "state").mkdir()
    marks.keep_visit(True)
    assert "" not in faults, "the emergency is still not kept"
    marks.keep_emergency(True)
    assert faults[-1] == ""


def test_a_mark_that_cannot_be_looked_at_is_told_and_ends_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> os.stat_result:
        raise OSError(errno.EIO, "Input/output error")

    faults: list[str] = []
    marks = Marks(tmp_path, faults.append)
    with monkeypatch.context() as broken:
        broken.setattr(Path, "stat", fails)
        assert not marks.emergency
        assert marks.progress() == []
        assert marks.progress() == []
        assert len(faults) == 1
        assert "cannot keep an emergency over a restart: input/output error" in faults[0]
    assert marks.progress() == []
    assert marks.progress() == []
    assert faults[1:] == [""]


def test_an_emergency_is_kept_before_anything_else_is_done_or_told(tmp_path: Path) -> None:
    kept: list[bool] = []

    class Watcher:
        def on_event(self, now: float, event: Event) -> None:
            """Look at nothing."""

        def on_action(self, now: float, action: Action) -> None:
            kept.append(Marks(tmp_path).emergency)

        def on_sentence(self, now: float, say_id: int, index: int, text: str) -> None:
            """Look at nothing."""

    stage = Stage(
        lambda _: [BeginSession(), AlertStaff("emergency"), KeepEmergency(latched=True)],
        marks=Marks(tmp_path),
        observers=[Watcher()],
    )
    stage.driver.post(KeyPressed("s"))
    assert kept == [True, True, True]
