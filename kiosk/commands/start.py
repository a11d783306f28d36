"""`start`: runs the kiosk in the background, so that this terminal can be closed."""

import argparse

from kiosk.commands.status import lines, page_lines
from kiosk.service.control.background import by_systemd, start, systemctl
from kiosk.service.control.units import settings_of_kiosk
from kiosk.settings.load import load_settings


def run(args: argparse.Namespace) -> int:
    """Start it, and show how it is."""
    if by_systemd():
        settings_of_kiosk(args.settings)  # the person who starts it sees what is wrong with them
        systemctl("start")
        print("The kiosk is started; see: run_kiosk.py status")  # noqa: T201
        return 0
    options = ["--settings", str(args.settings.absolute())] if args.settings else []
    options += ["--page"] if args.page else []
    folder = load_settings(args.settings).storage.state_folder.absolute()
    snapshot = start(folder, options)
    print("\n".join([*lines(snapshot), *page_lines(snapshot, folder)]))  # noqa: T201
    return 0
