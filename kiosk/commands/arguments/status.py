"""What `status` takes."""

import argparse

from kiosk.commands.arguments.settings_file import add_settings_argument


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "Show how the kiosk is: whether it is in service and why not, what works, and counts; "
        "never what was said. The exit code is 0 only when it is in service."
    )
    add_settings_argument(parser)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.epilog = "example:\n  run_kiosk.py status"
