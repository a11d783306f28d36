"""`run --page` as staff start it: the kiosk in a terminal, its page in a real browser beside it."""

import os
import shutil
import signal
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page

from kiosk.web.browser import opened
from tests.system.live.own_browser import free_port, opened_page
from tests.system.live.terminal import NO_SOUND, Terminal, children_of, kiosk

pytestmark = [pytest.mark.live, pytest.mark.browser]


@contextmanager
def running(folder: Path, **settings: str) -> Iterator[tuple[Terminal, int]]:
    """A kiosk with a browser that has no window; gives where that can be looked into."""
    if shutil.which("chromium") is None:
        pytest.fail("chromium is missing; run: apt-get install chromium")
    port = free_port()
    browser = f"chromium --headless --remote-debugging-port={port}"
    environment = NO_SOUND | {"KIOSK_BROWSER": browser} | settings
    with kiosk("run", "--page", folder=folder, environment=environment) as terminal:
        yield terminal, port


@contextmanager
def page_of(port: int) -> Iterator[Page]:
    """The page that the kiosk's own browser has open."""
    with opened_page(port, "Information kiosk") as page:
        page.locator("#screen .one", has_text="ouch the screen").wait_for()
        yield page


def test_a_visit_at_the_page_of_a_running_kiosk(tmp_path: Path) -> None:
    with running(tmp_path) as (terminal, port):
        terminal.wait_for("Touch the screen")
        with page_of(port) as page:
            page.locator("#screen .one").click()
            said = "Hello."
            page.locator(".now", has_text=said).wait_for()
            terminal.wait_for(said)
            page.locator(".tile", has_text="symptoms").click()
            page.locator("#title", has_text="symptoms").wait_for()
        terminal.process.send_signal(signal.SIGINT)
        terminal.read_to_end()
        assert terminal.process.returncode == 0
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.1", port)).close()


def test_a_kiosk_that_was_killed_is_at_the_page_again(tmp_path: Path) -> None:
    with running(tmp_path) as (terminal, port):
        terminal.wait_for("Touch the screen")
        with page_of(port) as page:
            page.keyboard.press("y")
            terminal.wait_for("Hello.")
        os.kill(terminal.serving_process(), signal.SIGKILL)
        terminal.wait_for("the kiosk died and starts again")
        terminal.wait_for("Touch the screen")
        with page_of(port) as page:
            page.get_by_text("Staff, please come to this kiosk").first.wait_for()


def test_the_page_s_address_stands_on_no_command_line(tmp_path: Path) -> None:
    with running(tmp_path) as (terminal, port):
        terminal.wait_for("Touch the screen")
        with page_of(port) as page:
            secret = page.url.rsplit("/", 2)[1].encode()
            assert len(secret) > 20
            lines = []
            for process in Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    lines.append(process.read_bytes())
                except OSError:
                    continue  # it has ended meanwhile
            assert any(f"--remote-debugging-port={port}".encode() in line for line in lines)
            assert not any(secret in line for line in lines)


def test_with_no_browser_the_page_is_where_it_says(tmp_path: Path) -> None:
    environment = NO_SOUND | {"KIOSK_BROWSER": " "}
    with kiosk("run", "--page", folder=tmp_path, environment=environment) as terminal:
        line = terminal.wait_for("The page is at http://127.0.0.1:")
        assert line.endswith("http://127.0.0.1:")


@pytest.mark.parametrize(
    ("browser", "line"),
    [
        ("no-such-browser", "no-such-browser is not installed; apt-get install chromium, or set"),
        ("sh", "there is no screen for the page's browser; start this in the desktop"),
    ],
)
def test_where_no_page_can_be_shown_the_start_says_why(
    browser: str, line: str, tmp_path: Path
) -> None:
    no_display = {"DISPLAY": "", "WAYLAND_DISPLAY": ""}
    environment = NO_SOUND | no_display | {"KIOSK_BROWSER": browser}
    with kiosk("run", "--page", folder=tmp_path, environment=environment) as terminal:
        assert line in terminal.read_to_end()
        assert terminal.process.returncode == 1


def test_a_browser_that_ends_is_opened_again_and_staff_are_told(tmp_path: Path) -> None:
    with running(tmp_path) as (terminal, port):
        terminal.wait_for("Touch the screen")
        with page_of(port):
            pass
        pids = children_of(terminal.serving_process())
        browsers = [p for p in pids if b"--kiosk" in Path(f"/proc/{p}/cmdline").read_bytes()]
        assert len(browsers) == 1
        os.kill(browsers[0], signal.SIGKILL)
        terminal.wait_for("the page's browser has failed and is opened again")
        with page_of(port):
            pass


def test_a_browser_that_could_not_be_opened_is_opened_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: Queue[str] = Queue()
    board = SimpleNamespace(notice=told.put)
    missing = tmp_path / "none"
    monkeypatch.setattr(tempfile, "tempdir", str(missing))
    with opened(["true"], "http://127.0.0.1/", board):
        assert "cannot be opened: no such file or directory; it is tried" in told.get(timeout=30)
        missing.mkdir()
        assert "has ended and is opened again" in told.get(timeout=30)
