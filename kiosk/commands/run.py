"""`run`: runs the kiosk in this terminal."""

import argparse
import os
import signal
import sys
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.errors import ServiceError
from kiosk.notices import PrintedNotices
from kiosk.service.control.door import open_control, page_file
from kiosk.service.control.place import leave_place, left_place
from kiosk.service.last_settings import LastSettings, Served, settings_to_serve
from kiosk.settings.load import load_settings, load_some
from kiosk.settings.model import Settings
from kiosk.terminal.printed import print_without_waiting
from kiosk.terminal.whole_screen import TakenScreen, can_take
from kiosk.visit.loop.lane import Lane
from kiosk.watchdog.process_heartbeat import ProcessHeartbeat
from kiosk.watchdog.supervisor import supervised

if TYPE_CHECKING:
    from kiosk.web.door import Door


def run(args: argparse.Namespace) -> int:
    """Serve until Ctrl-C."""
    file: Path | None = args.settings
    first = _first_settings(file, falls_back=args.fall_back)
    settings = first.settings
    # Opened in the parent, so that a page or a command also reaches the process after a crash.
    with ExitStack() as doors:
        control = doors.enter_context(closing(open_control(settings.storage.state_folder)))
        _leave_place(file, settings.storage.state_folder)
        last = LastSettings(settings.storage.state_folder, file)
        lane = doors.enter_context(closing(Lane()))  # it survives each process that serves
        page = _page_door(settings, args.page_file, doors) if args.page else None
        whole = None if args.plain else TakenScreen()
        if whole is not None and can_take(sys.stdout):
            # Ctrl-Z, as later for visitors (see `kiosk.visit.keys.terminal`): a shell that came
            # back between would be drawn upon.
            signal.signal(signal.SIGTSTP, signal.SIG_IGN)

        def serve(heartbeat: ProcessHeartbeat) -> int:
            printed = print_without_waiting()
            from kiosk.service.serving import Doors, serve_visitors  # noqa: PLC0415 - takes long to load

            served = first
            if heartbeat.starts > 1:
                falls_back = heartbeat.falls_back
                served = settings_to_serve(file, last, settings, cannot_start=falls_back)
            return serve_visitors(
                served,
                args.recognizer,
                Doors(control, page),
                heartbeat,
                printed,
                whole=whole,
                lane=lane,
                settings_file=file,
                last=last,
                attended=not args.in_service,
                opens_browser=args.page_file is None,
            )

        falls_back = args.fall_back and last.read() is not None
        return supervised(serve, falls_back=falls_back, screen=whole)


def _first_settings(file: Path | None, *, falls_back: bool) -> Served:
    """Give the settings to start with: a person who starts a kiosk sees what is wrong with them."""
    some = load_some({"state_folder"}, file, os.environ) if falls_back else None
    left = left_place(file, os.environ) if falls_back else None
    for place in (some.storage.state_folder if some is not None else None, left):
        if place is not None and (last := LastSettings(place, file)).read() is not None:
            return settings_to_serve(file, last, None)
    return Served(load_settings(file))


def _leave_place(file: Path | None, state_folder: Path) -> None:
    try:
        leave_place(file, state_folder, os.environ)
    except ServiceError as error:
        PrintedNotices().notice(str(error))


def _page_door(settings: Settings, for_browser: Path | None, doors: ExitStack) -> "Door":
    """Open the page's port, and print its address for those who may know it."""
    from kiosk.web.browser import require_browser  # noqa: PLC0415
    from kiosk.web.door import open_door  # noqa: PLC0415
    from kiosk.web.handover import Handover, hand_over, page_users  # noqa: PLC0415

    if settings.page.browser and for_browser is None:
        require_browser(settings.page.browser)
    users = page_users() if for_browser else ()
    door = doors.enter_context(closing(open_door(settings.page.port, users)))
    handover = Handover(address=door.address, browser=settings.page.browser)
    hand_over(page_file(settings.storage.state_folder), handover)
    if for_browser is not None:
        hand_over(for_browser, handover, to_page_user=True)
    return door
