"""`stop`: ends the kiosk; a visitor is told."""

import argparse

from kiosk.service.control.background import by_systemd, stop, systemctl
from kiosk.service.control.units import state_folder_of_kiosk
from kiosk.watchdog.marks import call_is_kept, emergency_is_kept


def run(args: argparse.Namespace) -> int:
    """Stop it."""
    folder = state_folder_of_kiosk(args.settings)
    if by_systemd():
        systemctl("stop")
    else:
        stop(folder)
    print("The kiosk is stopped.")  # noqa: T201
    if emergency_is_kept(folder):
        print("An emergency is on: go there, then: run_kiosk.py clear-emergency")  # noqa: T201
    elif call_is_kept(folder):
        print("A visitor asks for staff: go there, then: run_kiosk.py clear-emergency")  # noqa: T201
    return 0
