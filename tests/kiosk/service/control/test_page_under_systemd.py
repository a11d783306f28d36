"""The page's browser as a unit of a real systemd: what reaches it, and what it cannot reach.

A stand-in for the browser tries all of it, as whoever broke out of the real one could.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from kiosk.web.policy import FOLDERS
from tests.kiosk.service.control.booted_systemd import PLACE, BootedSystemd, booted_systemd
from tests.kiosk.service.control.test_under_systemd import PYTHON, waited_for

pytestmark = [pytest.mark.systemd, pytest.mark.slow]

UNIT = "voice-kiosk-page"
SETTINGS = "/etc/voice-kiosk.toml"
STATE = "/var/lib/voice-kiosk"
BROWSER = "/usr/local/bin/stand-in"
AUTHORITY = "/root/.Xauthority"

_STAND_IN = f"""\
#!{PLACE}/.venv/bin/python
import getpass, json, os, pathlib, signal, socket, sys, urllib.request


def outcome(attempt):
    try:
        return attempt()
    except Exception as error:
        return type(error).__name__


state, settings = pathlib.Path("{STATE}"), pathlib.Path("{SETTINGS}")
app = next(word.removeprefix("--app=") for word in sys.argv if word.startswith("--app="))
control = socket.socket(socket.AF_UNIX)
handed = pathlib.Path("/run/{UNIT}")
policy = pathlib.Path("{FOLDERS[0]}/voice-kiosk.json")
saw = {{
    "user": getpass.getuser(),
    "display": os.environ.get("DISPLAY"),
    "authority": outcome(lambda: pathlib.Path(os.environ["XAUTHORITY"]).read_text()),
    "page": outcome(lambda: "Information kiosk" in urllib.request.urlopen(app).read().decode()),
    "reads": {{
        "settings": outcome(settings.read_text),
        "state": outcome(lambda: os.listdir(state)),
        "last settings": outcome((state / "last-settings.json").read_text),
        "cache": outcome(lambda: os.listdir("/var/cache/voice-kiosk")),
        "control": outcome(lambda: control.connect(f"{{state}}/run/control")),
        "the session's authority": outcome(pathlib.Path("{AUTHORITY}").read_text),
    }},
    "writes": {{
        "settings": outcome(lambda: settings.write_text("")),
        "mark": outcome((state / "emergency-cleared-by-staff").mkdir),
        "handed over": outcome(lambda: (handed / "page").write_text("")),
        "beside it": outcome(lambda: (handed / "other").write_text("")),
        "policy": outcome(lambda: policy.write_text("")),
        "the checkout": outcome(lambda: pathlib.Path("{PLACE}/other").write_text("")),
        "home": outcome(lambda: pathlib.Path("/home/other").write_text("")),
    }},
}}
new = pathlib.Path("/tmp/saw.new")
new.write_text(json.dumps(saw))
new.rename("/tmp/saw")
signal.pause()
"""


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BootedSystemd]:
    """A machine on which the service is set up with its page, and started as staff are told."""
    with booted_systemd(tmp_path_factory.mktemp("systemd")) as booted:
        _write(booted, SETTINGS, f'browser = ["{BROWSER}"]\n')
        _write(booted, AUTHORITY, "the cookie")
        _write(booted, BROWSER, _STAND_IN)
        booted.run("chmod", "755", BROWSER)
        booted.run("chmod", "600", AUTHORITY)
        booted.let_everybody_read(PYTHON)
        done = booted.kiosk(
            *("setup", "--service", "--page", "--settings", SETTINGS),
            *("--display", ":7", "--xauthority", AUTHORITY),
        )
        assert (done.returncode, done.stderr) == (0, "")
        started = booted.kiosk("start")
        assert (started.returncode, started.stderr) == (0, "")
        yield booted


def _write(machine: BootedSystemd, file: str, text: str) -> None:
    done = machine.run("sh", "-c", 'printf %s "$1" > "$2"', "sh", text, file)
    assert done.returncode == 0, done.stderr


def seen_by_browser(machine: BootedSystemd) -> dict[str, Any]:
    """Wait for what the unit's browser saw; systemd has given it a folder /tmp of its own."""
    saw = f"cat /tmp/systemd-private-*-{UNIT}.service-*/tmp/saw"
    assert waited_for(machine, lambda: machine.run("sh", "-c", saw).returncode == 0)
    found: dict[str, Any] = json.loads(machine.run("sh", "-c", saw).stdout)
    return found


def browser(machine: BootedSystemd, other_than: int = 0) -> int:
    """Wait for a main process of the page's unit that is not this one."""

    def look() -> int:
        found = int(machine.run("systemctl", "show", "-P", "MainPID", UNIT).stdout)
        return found if found != other_than else 0

    return waited_for(machine, look)


def test_the_page_and_the_display_reach_the_browser_and_it_reaches_nothing_else(
    machine: BootedSystemd,
) -> None:
    saw = seen_by_browser(machine)
    reads, writes = saw.pop("reads"), saw.pop("writes")
    assert saw == {"user": UNIT, "display": ":7", "authority": "the cookie", "page": True}
    refused = {"PermissionError", "OSError", "FileNotFoundError"}
    assert {name: found for name, found in reads.items() if found not in refused} == {}
    assert {name: found for name, found in writes.items() if found not in refused} == {}


def test_the_page_comes_back_with_a_kiosk_that_died_or_was_stopped(machine: BootedSystemd) -> None:
    first = browser(machine)
    machine.run("systemctl", "kill", "--kill-who=main", "--signal=KILL", "voice-kiosk")
    second = browser(machine, first)
    assert machine.kiosk("stop").returncode == 0
    assert machine.run("systemctl", "is-active", UNIT).stdout == "inactive\n"
    assert machine.kiosk("start").returncode == 0
    third = browser(machine, second)
    assert machine.kiosk("restart").returncode == 0
    browser(machine, third)
    assert seen_by_browser(machine)["page"]
