"""What `restart` takes."""

import argparse

from kiosk.commands.arguments.settings_file import add_settings_argument


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "Restart the kiosk with the settings as they are now. A visitor is told; "
        "an emergency continues."
    )
    add_settings_argument(parser)
    parser.epilog = "example:\n  run_kiosk.py restart"
