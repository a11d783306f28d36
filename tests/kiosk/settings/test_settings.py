"""Settings: right values are used; a wrong one is one line that says where and what to do."""

import os
from contextlib import suppress
from pathlib import Path

import pytest
from pydantic import ValidationError

from kiosk.errors import SettingsError
from kiosk.settings.load import default_file, load_settings
from kiosk.settings.model import KEYS
from kiosk.settings.shown import describe_settings

pytestmark = pytest.mark.unit


def write(folder: Path, text: str) -> Path:
    file = folder / "kiosk.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_without_a_file_everything_has_its_default(tmp_path: Path) -> None:
    settings = load_settings(None, {"XDG_CONFIG_HOME": str(tmp_path)})
    assert settings.clinic.language == "en"
    assert settings.clinic.name == "this clinic"
    assert settings.clinic.emergency_number == "nine one one"
    assert settings.hearing.vosk_model is None


def test_the_file_in_the_config_folder_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "voice-kiosk"
    folder.mkdir()
    write(folder, 'clinic_name = "Hill Road Clinic"')
    settings = load_settings(None, {"XDG_CONFIG_HOME": str(tmp_path)})
    assert settings.clinic.name == "Hill Road Clinic"


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    file = write(tmp_path, 'clinic_name = "File"\nspeaker = "USB"')
    settings = load_settings(file, {"KIOSK_CLINIC_NAME": "Environment"})
    assert (settings.clinic.name, settings.sound.speaker) == ("Environment", "USB")


def test_folders_are_taken_from_the_files_own_folder(tmp_path: Path) -> None:
    file = write(tmp_path, 'vosk_model = "models/small"\nstate_folder = "/var/lib/kiosk"')
    settings = load_settings(file, {})
    assert settings.hearing.vosk_model == tmp_path / "models/small"
    assert settings.storage.state_folder == Path("/var/lib/kiosk")


def test_every_file_and_folder_is_taken_from_there_and_nothing_else_is(tmp_path: Path) -> None:
    taken = set()
    for name in KEYS:
        tls = 'mqtt_authority = "ca.pem"\n' if name in {"mqtt_certificate", "mqtt_key"} else ""
        with suppress(SettingsError):
            file = write(tmp_path, f'{tls}{name} = "own"')
            if load_settings(file, {}).by_key()[name] == tmp_path / "own":
                taken.add(name)
    assert taken == {
        *("mqtt_authority", "mqtt_certificate", "mqtt_key", "vosk_model", "models_folder"),
        *("install_sheet", "cache_folder", "state_folder"),
    }


def test_settings_cannot_change_while_the_kiosk_runs(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, ""), {})
    with pytest.raises(ValidationError, match="frozen"):
        settings.clinic.name = "Another"


@pytest.mark.parametrize(
    ("text", "line", "complaint"),
    [
        ('language = "en"\nclinic_name = ', 2, "not TOML"),
        ("[a\nb = 1", 1, "not TOML"),
        ('\n\nclinc_name = "x"', 3, 'unknown setting "clinc_name"; did you mean "clinic_name"?'),
        ("# a comment\n[lights]\non = true", 2, 'unknown setting "lights"; remove it'),
        ('[mqtt]\nhost = "desk"', 1, 'unknown setting "mqtt"'),
        ('clinic = "North"', 1, 'unknown setting "clinic"'),
        ("microphone = 3", 1, '"microphone" is wrong: input should be a valid string'),
        ('clinic_name = ""', 1, '"clinic_name" is wrong: string should have at least 1 character'),
        ('emergency_number = "911"', 1, "write it in words as it is spoken"),
        ('staff_code = "12"', 1, "write 4 to 8 digits in quotes"),
        ("staff_code = 4711", 1, '"staff_code" is wrong: input should be a valid string'),
        ('language = "English"', 1, 'write it as a language code, such as "en"'),
        ("vosk_model = 1", 1, '"vosk_model" is wrong'),
        ('kiosk_name = "a\\u0000b"', 1, '"kiosk_name" is wrong'),
        ("alert_command = [1]", 1, '"alert_command" is wrong: input should be a valid string'),
        ('alert_command = [""]', 1, "write a program and its arguments"),
        ("alert_command = 'page \"desk'", 1, "no closing quotation; close it, or write a list"),
        ('alert_webhook = "desk.example/alert"', 1, "write an address such as"),
        ('alert_webhook = "ftp://desk.example"', 1, "write an address such as"),
        ('alert_webhook = "http://desk.example:port/"', 1, "write an address such as"),
        ('alert_webhook = "http://desk.example/a b"', 1, "without spaces"),
        ('alert_webhook = "http://a:b@desk.example/"', 1, "without name and password"),
        ('mqtt_certificate = "hall.pem"', 1, "of no use without TLS: give mqtt_authority too"),
    ],
)
def test_what_is_wrong_is_one_line_with_its_place(
    tmp_path: Path, text: str, line: int, complaint: str
) -> None:
    file = write(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        load_settings(file, {})
    message = str(caught.value)
    assert message.startswith(f"{file}:{line}: ")
    assert complaint in message
    assert "\n" not in message


def test_each_wrong_key_has_its_own_line_in_the_files_order(tmp_path: Path) -> None:
    file = write(tmp_path, 'speeker = "USB"\nlanguage = 3\nmicrophone = true')
    with pytest.raises(SettingsError) as caught:
        load_settings(file, {})
    starts = [line.split(" ")[0] for line in str(caught.value).splitlines()]
    assert starts == [f"{file}:1:", f"{file}:2:", f"{file}:3:"]


def test_the_alert_channels_can_be_set_in_the_file_and_in_the_environment(tmp_path: Path) -> None:
    file = write(tmp_path, 'alert_command = ["page", "front desk"]\nalert_webhook_token = "a"')
    settings = load_settings(file, {})
    assert settings.alerts.command == ("page", "front desk")
    assert settings.alerts.kiosk_name == "kiosk"
    settings = load_settings(
        file,
        {
            "KIOSK_ALERT_COMMAND": "page 'back desk' --loud",
            "KIOSK_ALERT_WEBHOOK": "https://desk.example:8443/alert",
            "KIOSK_ALERT_WEBHOOK_TOKEN": "b",
            "KIOSK_KIOSK_NAME": "Room 2",
        },
    )
    assert settings.alerts.command == ("page", "back desk", "--loud")
    assert settings.alerts.webhook == "https://desk.example:8443/alert"
    assert settings.alerts.webhook_token.get_secret_value() == "b"
    assert settings.alerts.kiosk_name == "Room 2"


def test_the_webhooks_token_is_never_shown(tmp_path: Path) -> None:
    file = write(tmp_path, 'alert_webhook_token = "hush-hush"')
    assert "hush" not in repr(load_settings(file, {}))
    file = write(tmp_path, 'alert_webhook_token = "hush hush"\nalert_webhook = 3')
    with pytest.raises(SettingsError) as caught:
        load_settings(file, {})
    assert "alert_webhook_token" in str(caught.value)
    assert "hush" not in str(caught.value)


def test_a_wrong_environment_variable_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"^environment variable KIOSK_STAFF_CODE: .*digits"):
        load_settings(write(tmp_path, ""), {"KIOSK_STAFF_CODE": "secret"})


@pytest.mark.parametrize("name", ["missing.toml", "."])
def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    with pytest.raises(SettingsError) as caught:
        load_settings(file, {})
    assert str(caught.value).startswith(f"{file}: cannot read the settings: ")
    assert "--settings" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_no_text_is_one_line(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_bytes(b'clinic_name = "\xff\xfe"')
    with pytest.raises(SettingsError, match="toml:1: not UTF-8 text; save the file as UTF-8"):
        load_settings(file, {})


def test_a_byte_order_mark_is_no_part_of_the_settings(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_bytes(b'\xef\xbb\xbfclinic_name = "Hill Road"\r\nkiosk_name = "hall"\r\n')
    settings = load_settings(file, {})
    assert (settings.clinic.name, settings.alerts.kiosk_name) == ("Hill Road", "hall")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-16-le", "utf-32"])
def test_another_encoding_is_one_line_that_says_how_to_save_it(
    tmp_path: Path, encoding: str
) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_bytes('clinic_name = "Hill Road"\n'.encode(encoding))
    with pytest.raises(SettingsError, match=r"^[^\n]*UTF-8[^\n]*$"):
        load_settings(file, {})


@pytest.mark.parametrize(
    ("text", "place", "complaint"),
    [
        ("# ours\ndwell = " + "9" * 5000, 2, "a number or name of 5000 characters"),
        ("dwell = 0x" + "f" * 5000, 1, "a number or name of 5002 characters"),
        ("dwell = " + "9" * 101, 1, "a number or name of 101 characters"),
        ("\nkeys = " + "[" * 100_000, 2, "nested too deeply"),
        ("keys = " + "{a=" * 10_000, 1, "nested too deeply"),
        (".".join("a" * 100_000) + " = 1", 1, "nested too deeply"),
        ('a = {b = """x"""", ' + ".".join("a" * 50_000) + " = 1}", 1, "nested too deeply"),
        ('a = """' + '\\"""' * 60_000, 1, "not TOML"),
        ('state_folder = "a\\u0000b"', 1, '"state_folder" is wrong: it has a zero byte'),
        ("\n".join(f"k{n} = 1" for n in range(20_000)), 1, "and 19980 more things are wrong"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_more_than_a_person_would_write_is_told_with_its_place(
    tmp_path: Path, text: str, place: int, complaint: str
) -> None:
    file = write(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        load_settings(file, {})
    assert str(caught.value).startswith(f"{file}:{place}: ")
    assert complaint in str(caught.value)


def test_no_pipe_device_or_file_without_end_is_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.toml"
    os.mkfifo(pipe)
    huge = tmp_path / "huge.toml"
    huge.touch()
    os.truncate(huge, 10**12)
    for file in (pipe, huge, Path("/dev/zero"), Path("/dev/tty")):
        with pytest.raises(SettingsError, match=r"^[^\n]*cannot read the settings[^\n]*$"):
            load_settings(file, {})


def test_settings_of_another_user_are_refused_and_root_s_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path, 'kiosk_name = "hall"')
    owner = file.stat().st_uid
    monkeypatch.setattr("os.geteuid", lambda: owner + 1)
    if owner == 0:
        assert load_settings(file, {}).alerts.kiosk_name == "hall"
        os.chown(file, 1234, 1234)
    with pytest.raises(SettingsError, match=r"^[^\n]*belongs to another user;[^\n]*$"):
        load_settings(file, {})


def test_a_default_file_that_is_out_of_reach_is_an_error(tmp_path: Path) -> None:
    usual = default_file({"XDG_CONFIG_HOME": str(tmp_path)})
    usual.parent.mkdir()
    usual.symlink_to(tmp_path / "not mounted")
    with pytest.raises(SettingsError, match="cannot read the settings: no such file"):
        load_settings(None, {"XDG_CONFIG_HOME": str(tmp_path)})


def test_whatever_else_a_part_of_the_reading_raises_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise MemoryError("no\nmemory")

    monkeypatch.setattr("kiosk.settings.load.installed_model", fails)
    with pytest.raises(SettingsError, match=r"^[^\n]*cannot be used: MemoryError: no memory; "):
        load_settings(write(tmp_path, ""), {})


def test_every_key_is_documented() -> None:
    rows = describe_settings()
    assert {name for name, _, _ in rows} == set(KEYS)
    assert all(meaning for _, _, meaning in rows)


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"KIOSK_SIGNED_OFF_BY": "Dr. A"}, "give signed_off_on too"),
        ({"KIOSK_SIGNED_OFF_ON": "2026-11-01"}, "give signed_off_by too"),
        ({"KIOSK_SIGNED_OFF_BY": "Dr. A", "KIOSK_SIGNED_OFF_ON": "soon"}, "such as 2027-01-31"),
    ],
)
def test_signing_off_needs_a_name_and_a_day(given: dict[str, str], missing: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(None, {"XDG_CONFIG_HOME": "/nowhere", **given})
    (line,) = str(caught.value).splitlines()
    assert missing in line
    assert line.startswith("environment variable KIOSK_SIGNED_OFF_ON: ")


def test_a_switch_is_true_or_false_in_the_file_and_in_the_environment(tmp_path: Path) -> None:
    file = write(tmp_path, "fetch_model = false")
    assert load_settings(file, {}).hearing.fetch_model is False
    assert load_settings(file, {"KIOSK_FETCH_MODEL": "True"}).hearing.fetch_model is True
    with pytest.raises(SettingsError, match=r'^[^\n]*"fetch_model" is wrong: write true or false$'):
        load_settings(file, {"KIOSK_FETCH_MODEL": "maybe"})


def test_recognizers_are_a_list_by_preference_in_the_file_and_in_the_environment(
    tmp_path: Path,
) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text('recognizers = ["moonshine", "yes-no"]\n')
    assert load_settings(file, {}).hearing.recognizers == ("moonshine", "yes-no")
    environment = {"KIOSK_RECOGNIZERS": "vosk yes-no"}
    assert load_settings(file, environment).hearing.recognizers == ("vosk", "yes-no")
    every = ("vosk", "moonshine", "yes-no")
    assert load_settings(file, {"KIOSK_RECOGNIZERS": "auto"}).hearing.recognizers == every


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ('["moonshine"]', "leave yes-no in"),
        ('["yes-no", "yes-no"]', "name each recognizer once"),
        ('["whisper", "yes-no"]', "input should be 'vosk', 'moonshine' or 'yes-no'"),
    ],
)
def test_recognizers_that_cannot_serve_are_one_line(tmp_path: Path, value: str, told: str) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text(f"recognizers = {value}\n")
    with pytest.raises(SettingsError, match=told) as caught:
        load_settings(file, {})
    assert "\n" not in str(caught.value)
