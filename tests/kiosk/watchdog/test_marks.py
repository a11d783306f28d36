"""The marks survive a crash: an emergency is latched, a visit was under way; nothing else does."""

import errno
import os
import time
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.errors import KioskError, ServiceError
from kiosk.service.control.door import open_control
from kiosk.visit.dialogue.actions import Action, AlertStaff, BeginSession, KeepEmergency
from kiosk.visit.dialogue.events import Event, KeyPressed
from kiosk.watchdog.marks import (
    LONG_AGO,
    Marks,
    call_is_kept,
    emergency_is_kept,
    forget_emergency,
)
from tests.kiosk.visit.loop.parts import Stage

pytestmark = pytest.mark.unit


def test_an_emergency_outlives_the_process_until_it_is_cleared(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    assert not Marks(folder).emergency
    Marks(folder).keep_emergency(True)
    assert Marks(folder).emergency
    Marks(folder).keep_emergency(False)
    assert not Marks(folder).emergency


def test_a_call_outlives_the_process_with_its_age_until_it_is_cleared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1_000_000.0
    monkeypatch.setattr(time, "time", lambda: now)
    marks = Marks(tmp_path)
    assert marks.call_age is None
    marks.keep_call(20.0, taken=False)
    now += 15.0
    after = Marks(tmp_path)
    assert (after.call_age, after.call_taken) == (35.0, False)
    after.keep_call(35.0, taken=True)
    assert (Marks(tmp_path).call_age, Marks(tmp_path).call_taken) == (35.0, True)
    assert call_is_kept(tmp_path)
    now -= 500.0
    assert Marks(tmp_path).call_age == LONG_AGO, "the clock was set back: nobody waits longer"
    after.keep_call(None, taken=False)
    assert not list(tmp_path.iterdir())


def test_a_visit_leaves_nothing_but_that_it_was_under_way(tmp_path: Path) -> None:
    marks = Marks(tmp_path)
    marks.keep_visit(True)
    assert Marks(tmp_path).visit
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("visit", b"")]
    marks.keep_visit(False)
    assert not Marks(tmp_path).visit
    assert not list(tmp_path.iterdir())


def test_only_a_file_of_our_own_is_a_mark(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.touch()
    state = tmp_path / "state"
    state.mkdir()
    for name in ("emergency", "visit"):
        (state / name).mkdir()
    faults: list[str] = []
    marks = Marks(state, faults.append)
    assert not marks.emergency
    assert not marks.visit
    assert sorted(file.name for file in state.iterdir()) == [
        "emergency.put-aside-1",
        "visit.put-aside-1",
    ]
    assert "not a mark of the kiosk's, and was renamed to visit.put-aside-1" in faults[-1]
    (state / "emergency").symlink_to(elsewhere)
    assert not marks.emergency, "a link is no mark"


@pytest.mark.skipif(os.geteuid() != 0, reason="gives a file to another user, as only root can")
def test_a_mark_of_another_user_is_none(tmp_path: Path) -> None:
    (tmp_path / "emergency").touch()
    os.chown(tmp_path / "emergency", 12345, 12345)
    assert not emergency_is_kept(tmp_path)
    marks = Marks(tmp_path)
    assert not marks.emergency
    marks.keep_emergency(True)
    assert marks.emergency


@pytest.mark.parametrize("in_the_way", ["folder", "link", "pipe"])
def test_what_takes_a_marks_name_keeps_it_neither_from_being_set_nor_from_going(
    tmp_path: Path, in_the_way: str
) -> None:
    def puts_something_there() -> None:
        if in_the_way == "folder":
            (tmp_path / "emergency").mkdir()
            (tmp_path / "emergency" / "more").touch()
        elif in_the_way == "link":
            (tmp_path / "emergency").symlink_to(tmp_path / "nowhere")
        else:
            os.mkfifo(tmp_path / "emergency")

    faults: list[str] = []
    marks = Marks(tmp_path, faults.append)
    puts_something_there()
    marks.keep_emergency(True)
    assert Marks(tmp_path).emergency
    assert (tmp_path / "emergency").lstat().st_mode & 0o777 == 0o600
    assert not (tmp_path / "nowhere").exists()
    marks.keep_emergency(False)
    puts_something_there()
    marks.keep_emergency(False)
    assert not os.path.lexists(tmp_path / "emergency")
    assert "emergency.put-aside-2" in faults[-1]


def test_nothing_that_is_put_into_the_folder_ends_an_emergency(tmp_path: Path) -> None:
    marks = Marks(tmp_path)
    marks.keep_emergency(True)
    (tmp_path / "emergency-cleared-by-staff").mkdir()
    assert marks.emergency
    assert Marks(tmp_path).emergency
    assert emergency_is_kept(tmp_path)


def test_an_emergency_forgotten_while_the_kiosk_is_down_leaves_nothing(tmp_path: Path) -> None:
    marks = Marks(tmp_path)
    marks.keep_visit(True)
    marks.keep_emergency(True)
    forget_emergency(tmp_path)
    assert not Marks(tmp_path).emergency
    assert not Marks(tmp_path).visit, "the next start would call staff for the visit"


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o277])
def test_the_folder_does_not_depend_on_the_umask(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        Marks(tmp_path / "above" / "state").keep_emergency(True)
    finally:
        os.umask(before)
    for made in (tmp_path / "above", tmp_path / "above" / "state"):
        assert made.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_was_open_to_others_is_closed_and_that_is_told(tmp_path: Path) -> None:
    state = tmp_path / "state"
    state.mkdir()
    state.chmod(0o777)
    with closing(open_control(state)) as door:
        assert "the folder was open to other users (mode 777) and is closed now" in door.warning
    assert state.stat().st_mode & 0o777 == 0o700
    with closing(open_control(state)) as door:
        assert door.warning == ""


@pytest.mark.skipif(os.geteuid() != 0, reason="gives a folder to another user, as only root can")
def test_another_users_folder_stops_the_start_in_one_line(tmp_path: Path) -> None:
    state = tmp_path / "state"
    state.mkdir(mode=0o755)
    os.chown(state, 12345, 12345)
    with pytest.raises(ServiceError) as caught:
        open_control(state)
    assert "belongs to another user (12345)" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not list(state.iterdir())
    assert state.stat().st_mode & 0o777 == 0o755


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


def test_a_mark_that_cannot_be_looked_at_is_told_and_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> os.stat_result:
        raise OSError(errno.EIO, "Input/output error")

    faults: list[str] = []
    marks = Marks(tmp_path, faults.append)
    with monkeypatch.context() as broken:
        broken.setattr(Path, "lstat", fails)
        assert not marks.emergency
        assert not marks.emergency
        assert len(faults) == 1
        assert "cannot keep an emergency over a restart: input/output error" in faults[0]
    assert not marks.emergency
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
