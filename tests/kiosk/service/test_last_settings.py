"""The last settings that worked: what is kept, and when it is used."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.errors import SettingsError
from kiosk.service.last_settings import NAME, Keeping, LastSettings, Served, settings_to_serve
from kiosk.settings.load import load_settings
from kiosk.settings.model import Settings
from kiosk.settings.shown import SECRETS
from kiosk.watchdog.disk import AT_ONCE

pytestmark = pytest.mark.unit

EVERY_KIND = """\
kiosk_name = "hall"
signed_off_by = "Dr. A. Example"
signed_off_on = 2026-11-24
staff_code = "729401"
alert_command = ["page", "front desk"]
alert_webhook = "https://desk.test/alert"
alert_webhook_token = "hush"
mqtt_authority = "authority.pem"
mqtt_password = "hush hush"
page_port = 8040
level_constant = 94.5
key_grab = false
dwell = 2
vosk_model = "a/model"
state_folder = "state"

[keys]
kp7 = "repeat"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    settings = tmp_path / "clinic.toml"
    settings.write_text(EVERY_KIND.replace("hush hush", "hush-hush"))
    return settings


@pytest.fixture
def last(file: Path) -> LastSettings:
    """A copy of that file's."""
    copy = LastSettings(file.parent, file)
    copy.keep(load_settings(file, {}))
    return copy


def test_the_copy_is_whole_and_its_owners_alone(file: Path, last: LastSettings) -> None:
    settings = load_settings(file, {})
    assert last.read() == settings
    assert all(settings.by_key()[name] for name in SECRETS)
    assert (file.parent / NAME).stat().st_mode & 0o777 == 0o600


def test_the_defaults_are_kept_too(tmp_path: Path) -> None:
    copy = LastSettings(tmp_path, None)
    copy.keep(Settings())
    assert copy.read() == Settings()


def let_others_read(copy: Path) -> None:
    copy.chmod(0o644)


def give_away(copy: Path) -> None:
    os.chown(copy, 1234, 1234)


def put_a_link(copy: Path) -> None:
    copy.rename(copy.with_suffix(".elsewhere"))
    copy.symlink_to(copy.with_suffix(".elsewhere"))


def put_a_pipe(copy: Path) -> None:
    copy.unlink()
    os.mkfifo(copy)


def put_a_folder(copy: Path) -> None:
    copy.unlink()
    copy.mkdir()


def damage(copy: Path) -> None:
    copy.write_text(copy.read_text()[:-40])


def nest(copy: Path) -> None:
    copy.write_text("[" * 100_000)


def put_a_wrong_value(copy: Path) -> None:
    copy.write_text(copy.read_text().replace("8040", "80400"))


def put_a_list(copy: Path) -> None:
    copy.write_text("[]")


@pytest.mark.parametrize(
    "change",
    [
        let_others_read,
        give_away,
        put_a_link,
        put_a_pipe,
        put_a_folder,
        damage,
        nest,
        put_a_wrong_value,
        put_a_list,
        Path.unlink,
    ],
)
def test_a_copy_that_cannot_be_relied_on_is_not_used(
    file: Path, last: LastSettings, change: Callable[[Path], None]
) -> None:
    if change is give_away and os.geteuid() != 0:
        pytest.skip("only root can give a file away")
    change(file.parent / NAME)
    assert last.read() is None


def test_the_copy_of_another_settings_file_is_not_used(file: Path, last: LastSettings) -> None:
    assert last.read() is not None
    assert LastSettings(file.parent, file.parent / "other.toml").read() is None


def test_a_key_that_there_is_no_more_is_left_out(file: Path, last: LastSettings) -> None:
    copy = file.parent / NAME
    copy.write_text(copy.read_text().replace('"settings": {', '"settings": {"lights": 1, '))
    assert last.read() == load_settings(file, {})


def test_with_a_file_that_is_right_the_copy_is_not_used(file: Path, last: LastSettings) -> None:
    file.write_text('kiosk_name = "door"')
    served = settings_to_serve(file, last, None)
    assert served == Served(load_settings(file))
    assert served.settings.alerts.kiosk_name == "door"


@pytest.mark.parametrize("text", ["dwell = " + "9" * 5000, "kiosk_name = 3", "x", "\0"])
def test_with_a_wrong_file_the_copy_serves_and_the_sign_off_is_unknown(
    file: Path, last: LastSettings, text: str
) -> None:
    before = load_settings(file, {})
    file.write_text(text)
    served = settings_to_serve(file, last, None)
    assert served.settings == before
    assert "the settings are wrong" in served.warning
    assert not served.sign_off_known


def test_with_no_copy_those_of_the_first_start_serve_or_the_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "clinic.toml"
    file.write_text("x")
    none = LastSettings(tmp_path, file)
    assert settings_to_serve(file, none, Settings()).settings == Settings()
    with pytest.raises(SettingsError, match="not TOML"):
        settings_to_serve(file, none, None)


def test_where_the_kiosk_cannot_start_the_copy_serves_with_the_sign_off_of_now(
    file: Path, last: LastSettings
) -> None:
    file.write_text('kiosk_name = "door"')
    served = settings_to_serve(file, last, None, cannot_start=True)
    assert served.settings.alerts.kiosk_name == "hall"
    assert served.settings.sign_off.given is None
    assert served.sign_off_known
    assert "does not start" in served.warning


def test_settings_are_kept_once_the_process_serves(file: Path) -> None:
    served, said = Served(load_settings(file, {})), list[str]()
    last = LastSettings(file.parent, file)
    keeping = Keeping(last, served, AT_ONCE, said.append)
    keeping.look(False)
    assert last.read() is None
    keeping.look(True)
    assert last.read() == served.settings
    (file.parent / NAME).unlink()
    keeping.look(True)
    assert last.read() is None, "once"
    assert said == []


def test_settings_that_cannot_be_kept_are_told(file: Path) -> None:
    said = list[str]()
    last = LastSettings(file.parent / "missing", file)
    Keeping(last, Served(Settings()), AT_ONCE, said.append).look(True)
    (line,) = said
    assert "cannot be kept for a restart: no such file or directory" in line
