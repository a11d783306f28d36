"""What `page` takes."""

import argparse
from pathlib import Path

from kiosk.commands.arguments.settings_file import add_settings_argument


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "Open the page of a kiosk that runs as a service, in the browser's kiosk mode, and open "
        "it again whenever the browser ends. Ctrl-C ends it. Run it as the kiosk's user. If the "
        "settings name no browser, it prints the address to open."
    )
    add_settings_argument(parser)
    parser.add_argument(
        "--file",
        type=Path,
        metavar="FILE",
        help="the file that the kiosk got as --page-file; then no settings are read",
    )
    parser.epilog = "example:\n  run_kiosk.py page"
