"""`keys` asks for each function, hears which key is pressed, and keeps it in the settings."""

import errno
import os
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.cli import main
from kiosk.errors import SettingsError
from kiosk.settings.key_table import write_keys
from tests.kiosk.visit.keys.key_records import Keypad
from tests.system.live.terminal import kiosk

pytestmark = pytest.mark.unit

COMMENTED = """\
# our clinic
clinic_name = "Hill Road"  # as spoken

[keys]
# the big red one
kp7 = "repeat"  # top left
"+" = "louder"

# the end
"""


@pytest.mark.live
def test_pressed_keys_become_lines_to_paste(tmp_path: Path) -> None:
    with kiosk("keys", "yes", "no", "staff", "help", folder=tmp_path) as terminal:
        terminal.wait_for("Press the key for: yes.")
        terminal.press("j")
        terminal.wait_for("j means yes")
        terminal.wait_for("Press the key for: no.")
        terminal.press("j")
        terminal.wait_for("j means yes already; press another")
        terminal.press("+")
        terminal.wait_for("Press the key for: staff.")
        terminal.press("\t")
        terminal.wait_for("Press the key for: help.")
        terminal.press("i")
        said = terminal.read_to_end()
    lines = said.partition("These lines go into the settings file:")[2]
    assert tomllib.loads(lines) == {"keys": {"j": "yes", "+": "no", "i": "help"}}
    assert terminal.process.returncode == 0


def test_the_keys_of_a_device_are_written_and_comments_stay(
    tmp_path: Path, no_input: None, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text(COMMENTED, encoding="utf-8")
    with Keypad(tmp_path / "pad") as pad:
        pad.press("leftshift", "kp7", "f13")
        device = ["--device", str(tmp_path / "pad")]
        assert main(["keys", "staff", "switch", *device, "--settings", str(file), "--write"]) == 0
    assert "f13 means switch" in capsys.readouterr().out
    assert file.read_text(encoding="utf-8") == COMMENTED.replace(
        'kp7 = "repeat"', 'kp7 = "staff"'
    ).replace('"+" = "louder"\n', '"+" = "louder"\nf13 = "switch"\n')


@pytest.fixture
def no_input(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An open pipe in which nobody types."""
    read, write = os.pipe()
    with os.fdopen(read) as pipe:
        monkeypatch.setattr("sys.stdin", pipe)
        yield
    os.close(write)


def test_an_input_that_ends_ends_the_questions_and_a_missing_file_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    read, write = os.pipe()
    os.write(write, b"j")
    os.close(write)
    with os.fdopen(read) as pipe:
        monkeypatch.setattr("sys.stdin", pipe)
        assert main(["keys", "--write"]) == 0
    written = (tmp_path / "voice-kiosk" / "kiosk.toml").read_text(encoding="utf-8")
    assert tomllib.loads(written) == {"keys": {"j": "yes"}}


def test_a_device_that_is_not_there_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["keys", "--device", "no such keypad"]) == 1
    said = capsys.readouterr().err
    assert 'no key device "no such keypad"; plug it in' in said
    assert said.count("\n") == 1


def test_an_unknown_function_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["keys", "dance"]) == 2
    assert '"dance" is not a function; choose from: yes, no,' in capsys.readouterr().err


@pytest.mark.parametrize(
    "text",
    ["keys = {kp7 = 'repeat'}\n", "keys.kp7 = 'repeat'\n", "[keys]\nkp7 = '''repeat'''\n"],
)
def test_keys_that_cannot_be_changed_without_harm_stay(tmp_path: Path, text: str) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match="paste the lines"):
        write_keys(file, {"kp7": "staff"})
    assert file.read_text(encoding="utf-8") == text


def test_a_table_is_added_after_what_is_there(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text('clinic_name = "Hill Road"', encoding="utf-8")
    write_keys(file, {"+": "staff", '"': "no"})
    assert tomllib.loads(file.read_text(encoding="utf-8")) == {
        "clinic_name": "Hill Road",
        "keys": {"+": "staff", '"': "no"},
    }


def test_whoever_may_read_the_file_still_may(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text('staff_code = "4711"', encoding="utf-8")
    os.chown(file, 12, 34)
    file.chmod(0o640)
    write_keys(file, {"+": "staff"})
    found = file.stat()
    assert (found.st_uid, found.st_gid, found.st_mode & 0o777) == (12, 34, 0o640)


def test_keys_that_cannot_be_written_leave_no_copy_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    file = tmp_path / "kiosk.toml"
    file.write_text('staff_code = "4711"', encoding="utf-8")
    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(SettingsError, match="no space left on device"):
        write_keys(file, {"+": "staff"})
    assert list(tmp_path.iterdir()) == [file]
