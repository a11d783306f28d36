"""Commands find the running kiosk, whatever its settings say by now."""

import json
import os
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from kiosk.errors import ServiceError, SettingsError
from kiosk.service.control.door import open_control
from kiosk.service.control.place import leave_place, left_place
from kiosk.service.control.units import find_kiosk

pytestmark = pytest.mark.unit


@pytest.fixture
def own(tmp_path: Path) -> dict[str, str]:
    """The environment of a person with folders of their own."""
    return {"XDG_STATE_HOME": str(tmp_path / "own"), "XDG_CONFIG_HOME": str(tmp_path / "config")}


@contextmanager
def running(file: Path | None, state: Path, environment: dict[str, str]) -> Iterator[None]:
    with closing(open_control(state)):
        leave_place(file, state, environment)
        yield


def found(file: Path | None, environment: dict[str, str]) -> tuple[Path, str]:
    kiosk = find_kiosk(file, Path("/nowhere"), environment)
    return kiosk.state_folder, kiosk.trouble


def test_two_kiosks_of_one_user_are_found_by_their_files_whatever_these_say(
    tmp_path: Path, own: dict[str, str]
) -> None:
    hall, door = tmp_path / "hall.toml", tmp_path / "door.toml"
    with running(hall, tmp_path / "a", own), running(door, tmp_path / "b", own):
        for file in (hall, door):
            file.write_text("dwell = " + "9" * 5000)
        (state, trouble) = found(hall, own)
        assert state == tmp_path / "a"
        assert trouble.startswith(f"{hall}:1: a number or name of 5000 characters")
        assert found(door, own)[0] == tmp_path / "b"
        link = tmp_path / "link.toml"
        link.symlink_to(door)
        assert found(link, own)[0] == tmp_path / "b"


def test_a_typo_and_an_unknown_variable_hide_no_kiosk(tmp_path: Path, own: dict[str, str]) -> None:
    file = tmp_path / "hall.toml"
    file.write_text(f'state_folder = "{tmp_path / "a"}"\nclinc_name = "x"\n')
    state, trouble = found(file, own | {"KIOSK_FOO": "1"})
    assert state == tmp_path / "a"
    assert 'unknown setting "clinc_name"' in trouble
    assert 'environment variable KIOSK_FOO: unknown setting "foo"' in trouble
    file.write_text(f'state_folder = "{tmp_path / "a"}"\n')
    assert found(file, own) == (tmp_path / "a", "")


def test_a_kiosk_that_runs_goes_before_a_folder_that_the_settings_name_since(
    tmp_path: Path, own: dict[str, str]
) -> None:
    file = tmp_path / "hall.toml"
    file.write_text(f'state_folder = "{tmp_path / "new"}"\n')
    with running(file, tmp_path / "old", own):
        assert found(file, own)[0] == tmp_path / "old"
        named = {"KIOSK_STATE_FOLDER": str(tmp_path / "named")}
        assert found(file, own | named)[0] == tmp_path / "named"
    assert found(file, own)[0] == tmp_path / "new"


def test_the_kiosk_of_systemd_is_found_whatever_its_file_says(
    tmp_path: Path, own: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "hall.toml"
    file.write_text("x")
    unit = tmp_path / "voice-kiosk.service"
    unit.write_text(f"[Service]\nExecStart=python run --settings {file}\n")
    monkeypatch.setattr("shutil.which", lambda _: "/usr/bin/systemctl")
    kiosk = find_kiosk(None, tmp_path, own)
    assert kiosk.state_folder == Path("/var/lib/voice-kiosk")
    assert kiosk.trouble.startswith(f"{file}:1: not TOML")


def test_where_nothing_tells_where_the_kiosk_is_the_settings_are_told(
    tmp_path: Path, own: dict[str, str]
) -> None:
    file = tmp_path / "hall.toml"
    file.write_text("x")
    with pytest.raises(SettingsError, match="not TOML"):
        found(file, own)


def test_what_is_left_is_the_user_s_own_and_judged_before_it_is_used(
    tmp_path: Path, own: dict[str, str]
) -> None:
    leave_place(None, tmp_path / "a", own)
    folder = tmp_path / "own/voice-kiosk/kiosks"
    (place,) = folder.iterdir()
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.parent.stat().st_mode) == 0o700
    assert left_place(None, own) == tmp_path / "a"
    for told in ('{"state_folder": "not/absolute"}', "[]", "{", "[" * 5000, "9" * 5000, "\0"):
        place.write_text(told)
        assert left_place(None, own) is None
    right = json.dumps({"state_folder": "/elsewhere"})
    place.write_text(right + " " * 10_000)
    assert left_place(None, own) is None
    place.rename(folder / "moved")
    (folder / "moved").write_text(right)
    place.symlink_to(folder / "moved")
    assert left_place(None, own) is None
    place.unlink()
    os.mkfifo(place)
    assert left_place(None, own) is None
    if os.geteuid() == 0:
        place.unlink()
        place.write_text(right)
        os.chown(place, 1234, 1234)
        assert left_place(None, own) is None


def test_a_place_that_cannot_be_left_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "own").write_text("a file")
    with pytest.raises(ServiceError, match=r"^[^\n]*only while its settings can be read$"):
        leave_place(None, tmp_path / "a", {"XDG_STATE_HOME": str(tmp_path / "own")})
