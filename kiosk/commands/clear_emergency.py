"""`clear-emergency`: ends the kiosk's emergency, because staff have taken over."""

import argparse

from kiosk.service.control.clearing import clear_emergency
from kiosk.service.control.units import state_folder_of_kiosk


def run(args: argparse.Namespace) -> int:
    """End the emergency or call of the kiosk of these settings."""
    ended = clear_emergency(state_folder_of_kiosk(args.settings))
    print("The emergency or call is cleared." if ended else "There is no emergency and no call.")  # noqa: T201
    return 0
