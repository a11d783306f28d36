"""B2: somebody types shortcuts at the page in a real Chromium, in a window on a screen."""

from pathlib import Path

import httpx

from tests.attacks.attacked import Attacked, attacked
from tests.system.live.own_browser import free_port, titles_at
from tests.system.live.own_screen import screen, windows, xdotool

_COMBINATIONS = (
    *("ctrl+n", "ctrl+t", "ctrl+shift+n", "ctrl+o", "ctrl+s", "ctrl+p", "ctrl+l", "ctrl+u"),
    *("ctrl+w", "ctrl+h", "ctrl+j", "ctrl+shift+i", "ctrl+shift+o", "ctrl+shift+Delete", "ctrl+f"),
    *("alt+d", "alt+Home", "alt+f", "super+n", "ctrl+shift+w", "ctrl+plus", "F1", "F3", "F12"),
)
"""What opens something in a browser, or closes what is there."""

_TITLE = "Information kiosk"
_OPENS_WITHIN = 3.0


def keyboard_opens_windows(folder: Path) -> None:
    """B2. Ctrl-N and its like at the page

    Attack: on a screen, by a keyboard, every combination is pressed that opens a window, a tab, a
        dialog or an address bar in Chromium, or closes the page; then s.
    Holds: there is one page, still the kiosk's, in one window; s calls staff.
    """
    with screen() as display:
        port = free_port()
        own = {
            "DISPLAY": display,
            "KIOSK_BROWSER": f"chromium --remote-debugging-port={port}",
            "HOME": str(folder),
        }
        with attacked(folder, own, "--page") as kiosk:
            kiosk.must("the browser shows the page", lambda: _TITLE in titles_at(port))
            kiosk.must("its page can be typed on", lambda: kiosk.status() is not None)
            window = _focused(kiosk, display)
            before = windows(display)
            for keys in _COMBINATIONS:
                xdotool(display, "key", "--clearmodifiers", keys)
            opened = kiosk.happens(
                lambda: len(_pages(port)) != 1 or len(windows(display)) > len(before),
                _OPENS_WITHIN,
            )
            pages, there = _pages(port), windows(display)
            xdotool(display, "windowfocus", window)
            xdotool(display, "key", "s")
            kiosk.must_call()
            assert not opened, f"there are {len(there)} windows, and the pages {pages}"
            assert len(pages) == 1, f"the pages are {pages}"
            assert pages[0].startswith("http://127.0.0.1:"), f"the page is {pages[0]}"


def _focused(kiosk: Attacked, display: str) -> str:
    """Let the browser's window have the keyboard, and press a key that the kiosk must get."""
    found: list[str] = []

    def typed() -> bool:
        found[:] = windows(display)
        for window in found:
            xdotool(display, "windowfocus", window)
            xdotool(display, "key", "h")
            if kiosk.happens(lambda: kiosk.is_so(lambda now: now.state == "help"), 0.5):
                found[:] = [window]
                return True
        return False

    kiosk.must("a key that is typed at the page reaches the kiosk", typed)
    return found[0]


def _pages(port: int) -> list[str]:
    """Give the addresses of all pages that the browser has open."""
    try:
        targets = httpx.get(f"http://127.0.0.1:{port}/json/list").json()
    except httpx.TransportError:
        return []
    return [target["url"] for target in targets if target["type"] == "page"]
