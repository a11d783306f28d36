"""What `logs` takes."""

import argparse

from kiosk.commands.arguments.settings_file import add_settings_argument


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "Show what the kiosk did, one line an event: counts, states and its own faults (marked "
        "!), never what was said or pressed."
    )
    add_settings_argument(parser)
    parser.add_argument("--follow", action="store_true", help="show new lines too, until Ctrl-C")
    parser.add_argument(
        "--lines", type=int, default=50, metavar="N", help="show the last N lines (default: 50)"
    )
    parser.add_argument(
        "--json", action="store_true", help="print the lines as they are written, in JSON"
    )
    parser.epilog = "example:\n  run_kiosk.py logs --follow"
