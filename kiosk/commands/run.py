"""`run`: the kiosk in this terminal."""

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.lifeline import Lifeline
from kiosk.settings import Settings, describe_settings, load_settings, with_installed_model
from kiosk.supervision import leave_at_once, supervised

if TYPE_CHECKING:
    from kiosk.assembly import Service
    from kiosk.notices import Board
    from kiosk.page.screen import PageScreen
    from kiosk.page.server import Door


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.description = (
        "The kiosk in this terminal: microphone and speaker if there are any, captions and keys "
        "always. Ctrl-C ends it; when it dies otherwise, it starts again."
    )
    parser.add_argument("--settings", type=Path, metavar="FILE", help="the settings' TOML file")
    parser.add_argument(
        "--recognizer",
        choices=("auto", "yes-no", "vosk"),
        default="auto",
        help="who listens: all there are (the default), the yes/no listener alone, or all with no "
        "start unless Vosk is among them",
    )
    parser.add_argument(
        "--in-service",
        action="store_true",
        help="nobody watches it: ask the health questions only when the settings name who has "
        "signed the wording off",
    )
    parser.add_argument(
        "--page",
        action="store_true",
        help="show it on a touch screen too: a page of this machine alone, opened in Chromium's "
        "kiosk mode",
    )
    keys = "\n".join(
        f"  {name} = {default}\n      {meaning}" for name, default, meaning in describe_settings()
    )
    parser.epilog = (
        "example:\n  run_kiosk.py run --settings clinic.toml\n\n"
        "settings (also as KIOSK_NAME in the environment), with their defaults:\n" + keys
    )


def run(args: argparse.Namespace) -> int:
    """Serve until Ctrl-C."""
    settings = load_settings(args.settings)
    if not args.page:
        return supervised(lambda lifeline: _serve(settings, args, None, lifeline))
    from kiosk.page.browser import require_browser  # noqa: PLC0415
    from kiosk.page.server import open_door  # noqa: PLC0415

    if settings.browser:
        require_browser(settings.browser)
    # Opened here, so that a page finds the process that comes after one that has died.
    with closing(open_door(settings.page_port)) as door:
        return supervised(lambda lifeline: _serve(settings, args, door, lifeline))


def _hush_libraries() -> None:
    """Let C libraries write nowhere: PortAudio tells of each failed try in the midst of the screen.

    What Python has to say still comes out.
    """
    sys.stderr = os.fdopen(os.dup(2), "w", buffering=1)
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 2)


def _serve(
    settings: Settings, args: argparse.Namespace, door: "Door | None", lifeline: Lifeline
) -> int:
    _hush_libraries()
    # Only the process that serves loads what takes long.
    from kiosk.assembly import service  # noqa: PLC0415
    from kiosk.live import ending_signals  # noqa: PLC0415
    from kiosk.page.screen import PageScreen  # noqa: PLC0415
    from kiosk.screen import TerminalScreen  # noqa: PLC0415
    from kiosk.screens import Screens  # noqa: PLC0415

    page = PageScreen()
    screen = Screens(TerminalScreen(sys.stdout), *([page] if door is not None else []))
    settings = with_installed_model(settings)  # one may have come since the first start
    with service(settings, screen, args.recognizer, attended=not args.in_service) as kiosk:
        keys = _keys(settings, kiosk, screen)
        with ending_signals(kiosk.driver.stop), keys, _paged(settings, kiosk, page, door, screen):
            ending = kiosk.driver.run(kiosk.started, lifeline.beat, kiosk.health.trouble)
            if ending == "hung":
                leave_at_once(kiosk.health.trouble())
        screen.notice(kiosk.tally.summary())
    if ending == "anew":
        leave_at_once("it makes place for a fresh process")
    screen.say_goodbye()
    return 0


@contextmanager
def _keys(settings: Settings, kiosk: "Service", board: "Board") -> Iterator[None]:
    """Read the terminal, and the key device that the settings name."""
    from kiosk.key_device import DeviceKeys  # noqa: PLC0415
    from kiosk.terminal_keys import KeyReader  # noqa: PLC0415

    key_map = settings.key_map
    press = kiosk.driver.press

    def pressed(name: str) -> None:
        if (character := key_map.pressed(name)) is not None:
            press(character)

    with ExitStack() as readers:
        terminal = sys.stdin.fileno() if sys.stdin else None
        readers.enter_context(
            KeyReader(
                terminal,
                lambda typed: press(key_map.typed(typed)),
                kiosk.pulse,
            )
        )
        if settings.key_device:
            device = DeviceKeys(
                settings.key_device,
                pressed,
                board,
                kiosk.pulse,
                grab=settings.key_grab,
            )
            readers.enter_context(device)
        yield


@contextmanager
def _paged(
    settings: Settings,
    kiosk: "Service",
    page: "PageScreen",
    door: "Door | None",
    board: "Board",
) -> Iterator[None]:
    """Serve the page, if there is to be one, and keep a browser at it."""
    if door is None:
        yield
        return
    from kiosk.page.browser import opened  # noqa: PLC0415
    from kiosk.page.server import PageServer  # noqa: PLC0415
    from kiosk.page.words import words_of_page  # noqa: PLC0415

    with ExitStack() as stack:
        stack.enter_context(
            PageServer(
                door,
                page,
                words_of_page(kiosk.content, settings),
                kiosk.driver.press,
                keys=settings.key_map,
                alive=kiosk.driver.alive,
                pulse=kiosk.pulse,
            )
        )
        if settings.browser:
            stack.enter_context(opened(settings.browser, door.address, board))
        else:
            board.notice(f"The page is at {door.address}")
        yield
