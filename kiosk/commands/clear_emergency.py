"""`clear-emergency`: ends the kiosk's emergency, because staff have taken over."""

import argparse
from pathlib import Path

from kiosk.service.control.clearing import clear_emergency
from kiosk.service.control.units import state_folder_of_kiosk


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "For staff who have taken over: end the kiosk's emergency. A kiosk that runs ends it "
        "within a second; one that does not run starts without it."
    )
    parser.add_argument("--settings", type=Path, metavar="FILE", help="the settings' TOML file")
    parser.epilog = "example:\n  run_kiosk.py clear-emergency"


def run(args: argparse.Namespace) -> int:
    """End the emergency of the kiosk of these settings."""
    ended = clear_emergency(state_folder_of_kiosk(args.settings))
    print("The emergency is cleared." if ended else "There is no emergency.")  # noqa: T201
    return 0
