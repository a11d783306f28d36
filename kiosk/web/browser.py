"""Opens a page in Chromium, and opens it again when Chromium ends.

The profile is a fresh folder that is deleted with the browser: nothing of a visit is kept. The
browser reaches only the page. The page is in a window without an address bar (`--app`): such a
window passes each key to the page first, and the kiosk's page passes on none that would open
something.
"""

import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event as Flag
from threading import Thread

from audio.errors import reason_of
from kiosk.errors import PageError
from kiosk.notices import Board
from kiosk.web.door import entrance_to
from kiosk.web.local_socket import ADDRESS

KIOSK_MODE = ("--kiosk",)
"""Options for a window that nobody can leave."""

DESK_WINDOW = (
    "--start-maximized",
    # An emergency must ring although nobody has pressed a key or looks at the page.
    "--autoplay-policy=no-user-gesture-required",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
)
"""Options for a window beside others."""

_QUIETLY = (
    "--incognito",
    "--no-first-run",
    "--no-default-browser-check",
    "--noerrdialogs",
    "--disable-sync",
    "--disable-translate",
    "--disable-pinch",
    "--disable-component-update",
    "--disable-background-networking",
    "--disable-session-crashed-bubble",
    "--overscroll-history-navigation=0",
    "--password-store=basic",
    "--no-proxy-server",
    f"--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE {ADDRESS}",
)
_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")

_NOT_FOR_THE_BROWSER = ("KIOSK_", "CHROM", "GOOGLE_", "SSLKEYLOGFILE")
"""How variables begin that it is not given. Debian's Chromium takes more options from
CHROMIUM_FLAGS."""

AGAIN_AFTER = 2.0
"""Seconds between the browser's end and its next start."""

ENDS_WITHIN = 5.0
"""Seconds a browser may take to end when it is told to."""

GONE = "the page's browser has ended and is opened again"
_FAILS = (
    "the page's browser has failed and is opened again; see whether {} works in this desktop "
    "session"
)


def require_browser(command: Sequence[str]) -> None:
    """Check that a browser can be opened.

    Raises:
        PageError: it is not installed, or there is no screen to open it on.
    """
    if shutil.which(command[0]) is None:
        raise PageError(
            f"{command[0]} is not installed; apt-get install chromium, or set browser to another "
            "one, or to [] to open the page by hand"
        )
    if "--headless" not in " ".join(command) and not any(map(os.environ.get, _DISPLAYS)):
        raise PageError(
            "there is no screen for the page's browser; start this in the desktop session, "
            "or set browser to [] to open the page by hand"
        )


@contextmanager
def opened(
    command: Sequence[str], address: str, board: Board, window: Sequence[str] = KIOSK_MODE
) -> Iterator[None]:
    """Keep a browser open at the page while the body runs.

    Args:
        command: program and arguments.
        address: what to open.
        board: gets a notice when the browser had to be opened again.
        window: options for how its window appears on the screen.
    """
    ended = Flag()
    current: list[subprocess.Popen[bytes]] = []

    def keep_open() -> None:
        while not ended.is_set():
            try:
                told = open_once()
            except OSError as error:
                reason = reason_of(error)
                told = f"the page's browser cannot be opened: {reason}; it is tried again"
            if not ended.is_set():
                board.notice(told)
                ended.wait(AGAIN_AFTER)

    def open_once() -> str:
        """Open it and wait for its end; say why it ended."""
        with tempfile.TemporaryDirectory(
            prefix="voice-kiosk-page-", ignore_cleanup_errors=True
        ) as name:
            app = f"--app={entrance_to(address)}"
            browser = _start([*command, *window, *_options(Path(name)), app])
            current[:] = [browser]
            if ended.is_set():
                browser.terminate()
            browser.wait()
        return GONE if browser.returncode == 0 else _FAILS.format(shlex.join(command))

    # The browser ends with the thread that started it, so keep that thread alive.
    thread = Thread(target=keep_open, name="browser")
    thread.start()
    try:
        yield
    finally:
        ended.set()
        for browser in current:
            _end(browser)
        thread.join()


def _options(folder: Path) -> list[str]:
    options = [*_QUIETLY, f"--user-data-dir={folder / 'profile'}"]
    if os.geteuid() == 0:
        # Chromium does not start for root with its sandbox, and says so across the page otherwise.
        options += ["--no-sandbox", "--test-type"]
    return options


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        # Killing the kiosk kills its browser too.
        ["setpriv", "--pdeathsig", "TERM", *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=_variables(os.environ),
    )


def _variables(own: Mapping[str, str]) -> dict[str, str]:
    """Give the browser's variables: no secret of the settings, and nothing that unlocks it."""
    return {name: value for name, value in own.items() if not name.startswith(_NOT_FOR_THE_BROWSER)}


def _end(browser: subprocess.Popen[bytes]) -> None:
    browser.terminate()
    try:
        browser.wait(ENDS_WITHIN)
    except subprocess.TimeoutExpired:
        browser.kill()
