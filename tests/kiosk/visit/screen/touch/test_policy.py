"""What a Chromium under the kiosk's managed policy opens: the kiosk's page, and nothing else.

The browser is started as the kiosk starts it, on a screen. The policy lies in a file system of the
browser's own: this machine's is not touched. Nobody can look into a browser under the whole policy,
so that most of it is tried with developer tools allowed.
"""

import json
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

import pytest
from playwright.sync_api import Error, Page, sync_playwright

from kiosk.web.browser import opened
from kiosk.web.door import ENTRANCE
from kiosk.web.policy import FOLDERS, write_policy
from tests.system.live.own_browser import LIMIT, free_port, opened_page, titles_at
from tests.system.live.own_screen import screen, windows, xdotool
from tests.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TITLE = "Here"

_UNDER_POLICY = """\
#!/bin/sh
exec unshare --mount sh -ec '
    mount -t tmpfs none "$1"
    mkdir -p "$2"
    cp "$3"/* "$2"
    shift 3
    exec chromium "$@"
' sh "{above}" "{folder}" "{policies}" "$@"
"""

_PAGE = f"""\
<title>{TITLE}</title>
<a id="save" href="saved.bin" download>Save</a>
<input type="file" id="file">
<script>
addEventListener("keydown", (event) => {{ if (!event.ctrlKey) document.title = event.key; }});
</script>
"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *said: object) -> None:
        """Say nothing."""


@contextmanager
def _served(folder: Path) -> Iterator[int]:
    """Serve a folder on a port of the loopback address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder)) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


@dataclass(frozen=True)
class Shown:
    """A browser under the policy.

    Attributes:
        display: where its windows are.
        tools: port of its developer tools.
        page: port of the page that is allowed.
        other: port of another server.
        home: of its user.
    """

    display: str
    tools: int
    page: int
    other: int
    home: Path


@contextmanager
def shown(folder: Path, *without: str) -> Iterator[Shown]:
    """Open a page as the kiosk opens its own, under its policy without some of the rules."""
    (folder / "served" / ENTRANCE).mkdir(parents=True)
    (folder / "served" / ENTRANCE / "index.html").write_text(_PAGE)
    (folder / "served" / ENTRANCE / "saved.bin").write_bytes(bytes(1000))
    wrapped = folder / "under-policy"
    policies = folder / "policies"
    above = FOLDERS[0].parent.parent
    wrapped.write_text(_UNDER_POLICY.format(above=above, folder=FOLDERS[0], policies=policies))
    wrapped.chmod(0o755)
    with ExitStack() as stack:
        page, other = (stack.enter_context(_served(folder / "served")) for _ in range(2))
        (written,) = write_policy(page, [policies])
        rules = json.loads(written.read_text())
        written.write_text(json.dumps({k: v for k, v in rules.items() if k not in without}))
        it = Shown(stack.enter_context(screen()), free_port(), page, other, folder)
        changed = stack.enter_context(pytest.MonkeyPatch.context())
        changed.setenv("DISPLAY", it.display)
        changed.setenv("HOME", str(folder))
        browser = [str(wrapped), f"--remote-debugging-port={it.tools}"]
        board = SimpleNamespace(notice=print)
        stack.enter_context(opened(browser, f"http://127.0.0.1:{page}/secret/", board))
        until(lambda: TITLE in titles_at(it.tools))
        yield it


def _typed_on(it: Shown) -> str:
    """Give the window, once keys that are typed come to the page."""
    found: list[str] = []

    def typed() -> bool:
        found[:] = windows(it.display)
        for window in found:
            xdotool(it.display, "windowfocus", window, "key", "a")
        return "a" in titles_at(it.tools)

    until(typed)
    (window,) = found
    return window


# First: its Playwright has to be the only one, and that of the others stays open.
def test_no_key_opens_a_dialog_and_nobody_looks_into_the_page(tmp_path: Path) -> None:
    with shown(tmp_path) as it:
        window = _typed_on(it)
        for keys in ("ctrl+o", "ctrl+s", "ctrl+p", "z"):
            xdotool(it.display, "key", "--clearmodifiers", keys)
        until(lambda: "z" in titles_at(it.tools))
        assert titles_at(it.tools) == ["z"]
        assert windows(it.display) == [window]
        with sync_playwright() as playwright:
            browser = playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{it.tools}")
            assert [page for each in browser.contexts for page in each.pages] == []
            browser.close()


@pytest.fixture(scope="module")
def looked_into(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Shown, Page]]:
    with (
        shown(tmp_path_factory.mktemp("open"), "DeveloperToolsAvailability") as it,
        opened_page(it.tools, TITLE) as page,
    ):
        until(lambda: bool(windows(it.display)))
        yield it, page


@pytest.fixture
def page(looked_into: tuple[Shown, Page]) -> Page:
    it, page = looked_into
    page.goto(f"http://127.0.0.1:{it.page}/{ENTRANCE}/")
    assert page.title() == TITLE
    return page


@pytest.mark.parametrize(
    "address",
    [
        "file:///",
        "file:///etc/passwd",
        "chrome://policy",
        "chrome://version",
        "chrome://downloads",
        "chrome://print",
        "devtools://devtools/bundled/inspector.html",
        "view-source:http://127.0.0.1:{own}/enter/",
        "data:text/html,there",
        "http://127.0.0.1:{other}/enter/",
        "http://localhost:{own}/enter/",
        "http://127.0.0.2:{own}/enter/",
        "https://127.0.0.1:{own}/enter/",
        "http://192.0.2.1/",
        "http://[::1]:{own}/",
    ],
)
def test_no_other_address_opens(page: Page, looked_into: tuple[Shown, Page], address: str) -> None:
    it, _ = looked_into
    with pytest.raises(Error) as refused:
        page.goto(address.format(own=it.page, other=it.other))
    assert "ERR_BLOCKED_BY_ADMINISTRATOR" in str(refused.value)
    page.wait_for_url("chrome-error://**")  # else that comes in the way of what is opened next


def test_nothing_is_downloaded(page: Page, looked_into: tuple[Shown, Page]) -> None:
    it, _ = looked_into
    states: list[str] = []
    tools = page.context.new_cdp_session(page)
    tools.on("Page.downloadProgress", lambda event: states.append(event["state"]))
    tools.send("Page.enable")
    page.locator("#save").click()
    ends = time.monotonic() + LIMIT / 1000
    while not set(states) & {"canceled", "completed"}:
        assert time.monotonic() < ends, states
        page.wait_for_timeout(100)
    assert states[-1] == "canceled"
    assert not list(it.home.rglob("Downloads/*"))


def test_no_dialog_for_files_opens(page: Page, looked_into: tuple[Shown, Page]) -> None:
    it, _ = looked_into
    before = windows(it.display)
    page.evaluate(
        "() => { file.oncancel = () => { document.title = 'Cancelled'; }; file.click(); }"
    )
    until(lambda: page.title() == "Cancelled")
    assert windows(it.display) == before


def test_nothing_is_printed(page: Page, looked_into: tuple[Shown, Page]) -> None:
    it, _ = looked_into
    # A script waits for the dialog's end where there is one.
    page.evaluate("() => { setTimeout(() => { print(); document.title = 'Printed'; }); }")
    until(lambda: titles_at(it.tools) == ["Printed"])


def test_the_machine_s_own_policy_is_not_touched() -> None:
    assert not any(os.path.lexists(folder / "voice-kiosk.json") for folder in FOLDERS)
