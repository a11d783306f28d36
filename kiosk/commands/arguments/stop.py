"""What `stop` takes."""

import argparse

from kiosk.commands.arguments.settings_file import add_settings_argument


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "End the kiosk. A visitor is told; an emergency is kept and comes back with the next "
        "start, until staff end it."
    )
    add_settings_argument(parser)
    parser.epilog = "example:\n  run_kiosk.py stop"
