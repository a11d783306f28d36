"""`settings` shows each value and its origin; a changed file is used once nobody is there."""

import json
import os
import tomllib
from concurrent.futures import Future
from pathlib import Path

import pytest

from kiosk.cli import main
from kiosk.clock import VirtualClock
from kiosk.settings.load import default_file, load_settings
from kiosk.settings.model import KEYS, Settings
from kiosk.settings.shown import SECRETS, describe_settings
from kiosk.settings.watch import LOOK_EVERY, SettingsWatch
from kiosk.watchdog.disk import Disk, Job

pytestmark = pytest.mark.unit


class Standing:
    """Keeps the notices that stand."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def notice(self, text: str) -> None:
        self.texts.append(text)

    def withdraw(self, text: str) -> None:
        self.texts.remove(text)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    for name in KEYS:
        monkeypatch.delenv(f"KIOSK_{name.upper()}", raising=False)
    usual = default_file({"XDG_CONFIG_HOME": str(tmp_path)})
    usual.parent.mkdir(exist_ok=True)
    return usual


def shown(capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, dict[str, str]]:
    assert main(["settings", "--json", *options]) == 0
    found: dict[str, dict[str, str]] = json.loads(capsys.readouterr().out)
    return found


def test_each_key_has_its_value_and_where_it_comes_from(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text('# ours\nkiosk_name = "hall"\n\nclinic_name = "North"\n')
    monkeypatch.setenv("KIOSK_CLINIC_NAME", "South")
    told = shown(capsys)
    assert set(told) == set(KEYS)
    assert told["kiosk_name"] == {"value": '"hall"', "from": f"{file}:2"}
    assert told["clinic_name"] == {"value": '"South"', "from": "KIOSK_CLINIC_NAME"}
    assert told["language"]["from"] == "default"
    assert main(["settings", "--show"]) == 0
    assert f'kiosk_name  "hall"  {file}:2' in " ".join(
        "  ".join(line.split()) for line in capsys.readouterr().out.splitlines()
    )


def test_secrets_are_shown_nowhere(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secret = "hunter2.example"
    file.write_text(
        f'staff_code = "7294"\nalert_webhook = "https://desk.test/{secret}"\n'
        f'alert_webhook_token = "{secret}"\nalert_command = ["page", "{secret}"]\n'
        f'mqtt_password = "{secret}"\n'
    )
    assert {name for name, value in load_settings(file).by_key().items() if value} >= SECRETS
    assert shown(capsys)["staff_code"]["value"] == "(set, not shown)"
    assert main(["settings"]) == 0
    printed = capsys.readouterr().out
    assert secret not in printed
    assert "7294" not in printed


def test_the_example_is_a_file_with_every_key_at_its_default(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["settings", "--example"]) == 0
    text = capsys.readouterr().out
    assert tomllib.loads(text) == {}
    keys = [line[2:] for line in text.splitlines() if " = " in line and line.startswith("# ")]
    taken = "\n".join(line for line in keys if line.split(" = ")[0] in KEYS)
    values = tomllib.loads(taken)
    assert set(values) == {name for name, _, _ in describe_settings()}
    file.write_text(taken)
    assert load_settings(file, {}) == load_settings(None, {"XDG_CONFIG_HOME": "/nowhere"})


def test_wrong_settings_are_told_with_their_line(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text("\nkiosk_name = 3\n")
    assert main(["settings", "--show"]) == 2
    assert capsys.readouterr().err.startswith(f'run_kiosk.py: {file}:2: "kiosk_name" is wrong')


def test_a_changed_file_asks_for_a_fresh_process_and_a_wrong_one_is_told(file: Path) -> None:
    file.write_text('kiosk_name = "hall"\n')
    clock, asked, notices = VirtualClock(), [0], Standing()

    def begin_anew() -> None:
        asked[0] += 1

    environment = {"XDG_CONFIG_HOME": str(file.parents[1])}
    served = load_settings(None, environment)
    watch = SettingsWatch(None, clock, begin_anew, notices, served=served, environment=environment)

    def look_later() -> int:
        clock.advance(clock.now() + LOOK_EVERY)
        watch.look()
        return asked[0]

    assert look_later() == 0
    file.write_text("kiosk_name = 3 \n")
    assert look_later() == 0
    assert f'{file}:1: "kiosk_name" is wrong' in notices.texts[-1]
    file.write_text('kiosk_name = "hall" # as before\n')
    assert look_later() == 0
    assert notices.texts == []
    file.write_text('kiosk_name = "the door"\n')
    assert look_later() == 1


def test_a_file_that_changed_while_the_kiosk_started_is_taken_too(file: Path) -> None:
    asked: list[None] = []
    environment = {"XDG_CONFIG_HOME": str(file.parents[1])}
    file.write_text('kiosk_name = "hall"\n')
    served = load_settings(None, environment)
    file.write_text('kiosk_name = "the door"\n')

    def watch(served: Settings | None) -> None:
        SettingsWatch(
            None,
            VirtualClock(),
            lambda: asked.append(None),
            Standing(),
            served=served,
            environment=environment,
        )

    watch(served)
    assert len(asked) == 1
    watch(None)
    watch(load_settings(None, environment))
    assert len(asked) == 1


def test_a_file_that_became_right_while_the_kiosk_started_is_taken(file: Path) -> None:
    asked: list[None] = []
    environment = {"XDG_CONFIG_HOME": str(file.parents[1])}
    file.write_text('kiosk_name = "hall"\n')
    SettingsWatch(
        None,
        VirtualClock(),
        lambda: asked.append(None),
        Standing(),
        served=None,
        environment=environment,
        was_wrong=True,
    )
    assert len(asked) == 1


def test_whatever_is_written_into_the_file_the_kiosk_goes_on(file: Path) -> None:
    file.write_text('kiosk_name = "hall"\n')
    clock, notices = VirtualClock(), Standing()
    environment = {"XDG_CONFIG_HOME": str(file.parents[1])}
    served = load_settings(None, environment)

    def begin_anew() -> None:
        raise AssertionError("wrong settings were taken")

    watch = SettingsWatch(None, clock, begin_anew, notices, served=served, environment=environment)

    def tells(wanted: str) -> None:
        clock.advance(clock.now() + LOOK_EVERY)
        watch.look()
        (line,) = notices.texts
        assert wanted in line
        assert line.endswith("; until then the previous settings count")

    for content, wanted in (
        (b"dwell = " + b"9" * 5000, "a number or name of 5000 characters"),
        (b"keys = " + b"[" * 100_000, "nested too deeply"),
        (b"\xff\xfek\0", "UTF-16"),
        (b"\0", "zero byte"),
        (b"#" * 10_000_000, "is larger than 262,144 bytes"),
    ):
        file.write_bytes(content)
        tells(wanted)
    file.unlink()
    os.mkfifo(file)
    tells("is a pipe or a device, not a file")
    file.unlink()
    file.mkdir()
    tells("is a folder, not a file")


class HungDisk(Disk):
    """Takes jobs and does none of them."""

    def do(self, job: Job) -> "Future[None]":
        return Future()


def test_a_disk_that_hangs_does_not_hold_up_the_look_at_the_settings(file: Path) -> None:
    file.write_text('kiosk_name = "hall"\n')
    clock, notices = VirtualClock(), Standing()
    environment = {"XDG_CONFIG_HOME": str(file.parents[1])}
    watch = SettingsWatch(
        None,
        clock,
        lambda: None,
        notices,
        served=None,
        environment=environment,
        disk=HungDisk(),
    )
    file.write_text("kiosk_name = 3\n")
    for _ in range(3):
        clock.advance(clock.now() + LOOK_EVERY)
        watch.look()
    assert notices.texts == []
