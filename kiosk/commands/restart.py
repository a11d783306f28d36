"""`restart`: replaces the process that serves; a visitor is told."""

import argparse

from kiosk.commands.status import lines
from kiosk.service.control.background import by_systemd, restart, systemctl
from kiosk.service.control.units import state_folder_of_kiosk


def run(args: argparse.Namespace) -> int:
    """Restart it, and show how it is."""
    folder = state_folder_of_kiosk(args.settings)
    if by_systemd():
        systemctl("restart")
        print("The kiosk has restarted; see: run_kiosk.py status")  # noqa: T201
        return 0
    print("\n".join(lines(restart(folder))))  # noqa: T201
    return 0
