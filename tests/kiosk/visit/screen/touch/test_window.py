"""The kiosk's window in a real browser, on a screen without a window manager."""

from pathlib import Path

import pytest

from tests.system.live.own_screen import SIZE, screen, windows, xdotool
from tests.system.live.terminal import NO_SOUND, kiosk
from tests.waiting import until

pytestmark = pytest.mark.browser

ONE_LINE = 1
"""Dots: Chromium leaves out one of the screen's lines where nobody manages its windows."""


def test_it_fills_the_screen_though_nothing_manages_windows(tmp_path: Path) -> None:
    with screen() as display:
        own = NO_SOUND | {"DISPLAY": display, "HOME": str(tmp_path), "KIOSK_BROWSER": "chromium"}
        with kiosk("run", "--page", folder=tmp_path, environment=own) as terminal:
            terminal.wait_for("Touch the screen")
            width, height = SIZE
            wanted = {"X": 0, "Y": 0, "WIDTH": width, "HEIGHT": height - ONE_LINE}

            def place() -> dict[str, int]:
                terminal.read_what_is_there()
                return _place_of_window(display)

            until(lambda: place() == wanted, told=place)


def _place_of_window(display: str) -> dict[str, int]:
    """Give X, Y, WIDTH and HEIGHT in dots; empty: there is no window."""
    for window in windows(display):
        told = xdotool(display, "getwindowgeometry", "--shell", window)
        found = dict(line.split("=") for line in told.split())
        return {name: int(found[name]) for name in ("X", "Y", "WIDTH", "HEIGHT")}
    return {}
