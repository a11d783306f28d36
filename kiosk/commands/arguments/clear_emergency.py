"""What `clear-emergency` takes."""

import argparse

from kiosk.commands.arguments.settings_file import add_settings_argument


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "End the kiosk's emergency, or a visitor's call, because staff have taken over. A running "
        "kiosk ends it within a second; one that does not run starts without it."
    )
    add_settings_argument(parser)
    parser.epilog = "example:\n  run_kiosk.py clear-emergency"
