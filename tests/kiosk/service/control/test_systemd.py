"""The units that `setup --service` writes, and what systemd is told while the kiosk serves."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.kiosk.service.control.background_kiosk import BackgroundKiosk
from tests.system.live.terminal import NO_SOUND, kiosk
from tests.waiting import until

pytestmark = pytest.mark.unit

PATIENCE = 20.0


def units(folder: Path, *options: str, settings: str = "") -> dict[str, str]:
    file = folder / "clinic.toml"
    file.write_text(settings)
    made = folder / "units"
    made.mkdir()
    done = BackgroundKiosk(folder, {}).command(
        "setup", "--service", "--units", str(made), "--settings", str(file), *options
    )
    assert done.returncode == 0, done.stderr
    return {unit.name: unit.read_text() for unit in made.iterdir()}


@pytest.mark.systemd
def test_systemd_takes_the_units_without_a_word(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.fail("systemd-analyze is missing; run: apt-get install systemd")
    written = units(tmp_path, "--page")
    assert set(written) == {"voice-kiosk.service", "voice-kiosk-page.service"}
    for name in written:
        said = subprocess.run(
            ["systemd-analyze", "verify", "--man=no", str(tmp_path / "units" / name)],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "SYSTEMD_UNIT_PATH": f"{tmp_path}/units:"},
        )
        ours = [line for line in said.stderr.splitlines() if "voice-kiosk" in line]
        assert ours == []


def test_the_unit_gives_the_kiosk_no_more_than_it_needs(tmp_path: Path) -> None:
    (unit,) = units(tmp_path).values()
    lines = unit.splitlines()
    for wanted in (
        "Type=notify",
        "WatchdogSec=30",
        "Restart=on-failure",
        "User=voice-kiosk",
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "IPAddressDeny=any",
        "LimitCORE=0",
        "DevicePolicy=closed",
        "DeviceAllow=char-alsa rw",
        "DeviceAllow=char-input r",
        "StateDirectoryMode=0700",
    ):
        assert wanted in lines


def test_the_page_s_browser_is_another_user_s_that_reads_neither_settings_nor_state(
    tmp_path: Path,
) -> None:
    written = units(tmp_path, "--page", "--display", ":7", "--xauthority", "/run/session/auth")
    lines = written["voice-kiosk-page.service"].splitlines()
    for wanted in (
        "User=voice-kiosk-page",
        "LimitCORE=0",
        "DevicePolicy=closed",
        "Environment=DISPLAY=:7",
        "LoadCredential=xauthority:/run/session/auth",
        "Environment=XAUTHORITY=%d/xauthority",
        'InaccessiblePaths="-/var/lib/voice-kiosk" "-/var/cache/voice-kiosk" '
        f'"-{tmp_path}/clinic.toml"',
    ):
        assert wanted in lines
    assert "clinic.toml" not in next(line for line in lines if line.startswith("ExecStart="))
    kiosk_unit = written["voice-kiosk.service"]
    assert "--page-file /run/voice-kiosk-page/page" in kiosk_unit
    assert "RuntimeDirectoryMode=0711" in kiosk_unit


def test_the_policy_lets_the_browser_go_nowhere_but_here_and_says_how_to_remove_it(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "managed"
    (tmp_path / "units").mkdir()
    (tmp_path / "clinic.toml").write_text("page_port = 8181\n")
    done = BackgroundKiosk(tmp_path, {}).command(
        *("setup", "--service", "--page", "--settings", str(tmp_path / "clinic.toml")),
        *("--units", str(tmp_path / "units"), "--policies", str(folder)),
    )
    assert f"to undo that: sudo rm {folder}/voice-kiosk.json" in done.stdout
    policy = json.loads((folder / "voice-kiosk.json").read_text())
    assert policy["URLBlocklist"][0] == "*"
    assert policy["URLAllowlist"] == ["http://127.0.0.1:8181"]
    assert not policy["AllowFileSelectionDialogs"]
    assert not policy["PrintingEnabled"]
    assert policy["DownloadRestrictions"] == 3


def test_a_kiosk_that_calls_somebody_may_use_the_network(tmp_path: Path) -> None:
    (unit,) = units(tmp_path, settings='alert_webhook = "https://desk.test/alert"\n').values()
    assert "IPAddressDeny" not in unit


def test_units_that_cannot_be_written_are_one_line(tmp_path: Path) -> None:
    done = BackgroundKiosk(tmp_path, {}).command("setup", "--service", "--units", "/proc/none")
    assert done.returncode == 1
    assert done.stderr.startswith("run_kiosk.py: /proc/none/voice-kiosk.service: ")
    assert done.stderr.count("\n") == 1


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(tmp_path / "notify"))
        listening.settimeout(PATIENCE)
        yield listening


@pytest.mark.live
def test_it_says_that_it_is_ready_feeds_the_watchdog_and_says_that_it_stops(
    tmp_path: Path, systemd: socket.socket
) -> None:
    environment = NO_SOUND | {"NOTIFY_SOCKET": str(tmp_path / "notify")}
    with kiosk("run", folder=tmp_path, environment=environment) as terminal:
        assert [systemd.recv(99) for _ in range(3)] == [b"READY=1", b"WATCHDOG=1", b"READY=1"]
        os.kill(terminal.process.pid, signal.SIGTERM)
        until(lambda: systemd.recv(99) == b"STOPPING=1")
        terminal.read_to_end()


@pytest.mark.live
def test_a_kiosk_that_hangs_does_not_feed_the_watchdog(
    tmp_path: Path, systemd: socket.socket
) -> None:
    environment = NO_SOUND | {"NOTIFY_SOCKET": str(tmp_path / "notify")}
    with kiosk("run", folder=tmp_path, environment=environment) as terminal:
        terminal.wait_for("Waiting")
        os.kill(terminal.serving_process(), signal.SIGSTOP)
        systemd.settimeout(2.0)
        fed = 0
        with suppress(TimeoutError):
            while systemd.recv(99) and fed < 50:
                fed += 1
        assert fed < 50
        terminal.wait_for("the kiosk hung and was ended")
        systemd.settimeout(PATIENCE)
        assert systemd.recv(99) == b"READY=1"


def test_a_systemd_that_takes_nothing_holds_up_nobody(
    tmp_path: Path, systemd: socket.socket
) -> None:
    tells = "from kiosk.watchdog.notify import notify\nfor _ in range(5000): notify('WATCHDOG=1')"
    environment = {**os.environ, "NOTIFY_SOCKET": str(tmp_path / "notify")}
    subprocess.run([sys.executable, "-c", tells], env=environment, check=True, timeout=PATIENCE)
    assert systemd.recv(99) == b"WATCHDOG=1"
