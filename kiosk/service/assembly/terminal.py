"""The screens of a kiosk in service, and the keys that are read from its terminal and device."""

import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from kiosk.notices import Board
from kiosk.service.assembly.kiosk import Service
from kiosk.settings.model import Settings
from kiosk.settings.visit_sections import KeySettings
from kiosk.terminal.printed import Printed
from kiosk.terminal.whole_screen import TakenScreen, can_take
from kiosk.visit.keys.device import DeviceKeys
from kiosk.visit.keys.terminal import KeyReader
from kiosk.visit.loop.lane import Lane
from kiosk.visit.screen.full_screen import FullScreen
from kiosk.visit.screen.terminal import TerminalScreen
from kiosk.visit.screen.touch.screen import PageScreen


def screens_of(
    settings: Settings, printed: Printed, whole: TakenScreen | None
) -> tuple[PageScreen, TerminalScreen | FullScreen]:
    """Give the page, and a whole terminal if it can be drawn on, else lines.

    Args:
        settings: the clinic's.
        printed: standard output.
        whole: remembers that the whole terminal is drawn on; None: lines are wanted.
    """
    page = PageScreen(settings.page.take_home)
    if whole is None or not can_take(printed.stream):
        return page, TerminalScreen(printed.stream, printed.outlet)
    return page, FullScreen(printed.stream, printed.outlet, whole, settings.clinic.name)


@contextmanager
def keys_read(
    keys: KeySettings,
    kiosk: Service,
    board: Board,
    lane: Lane,
    screen: TerminalScreen | FullScreen,
) -> Iterator[None]:
    """Read the terminal, and the key device that the settings name.

    Args:
        keys: what they mean.
        kiosk: gets them.
        board: is told what is wrong with the device.
        lane: takes calls for staff.
        screen: on the terminal; a key of its own goes no further.
    """
    key_map = keys.map
    lane.take_up(key_map.typed)
    press = kiosk.driver.press

    def typed(character: str) -> None:
        if not screen.list_keys(key := key_map.typed(character)):
            press(key)

    def pressed(name: str) -> None:
        if (character := key_map.pressed(name)) is not None:
            press(character)

    with _drawn_again(screen), ExitStack() as readers:
        terminal = sys.stdin.fileno() if sys.stdin else None
        readers.enter_context(
            KeyReader(
                terminal,
                typed,
                kiosk.heartbeats,
                lane.typed,
                lambda early: lane.put(key_map.typed(early)),
            )
        )
        if keys.device:
            device = DeviceKeys(keys.device, pressed, board, kiosk.heartbeats, grab=keys.grab)
            readers.enter_context(device)
        yield


@contextmanager
def _drawn_again(screen: TerminalScreen | FullScreen) -> Iterator[None]:
    """Draw a whole terminal anew when this process goes on after it was stopped."""
    if not isinstance(screen, FullScreen):
        yield
        return
    before = signal.signal(signal.SIGCONT, screen.overwritten)
    try:
        yield
    finally:
        signal.signal(signal.SIGCONT, before)
