"""What `check` takes."""

import argparse

from kiosk.commands.arguments.settings_file import add_settings_argument


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "Try every part of the kiosk for real: record a second, play a test sound and listen for "
        "it, recognize shipped recordings, and send a test on every alert channel, but nothing "
        "during a visit. One line for each part: ok; NO, with what to do; or ?, where only a "
        "person can tell. The exit code is 0 only if nothing says NO."
    )
    add_settings_argument(parser)
    parser.add_argument(
        "--install-sheet",
        action="store_true",
        help="print the sheet of what must be measured where the kiosk stands, and check nothing",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object, nothing else")
    parser.epilog = "example:\n  run_kiosk.py check --settings clinic.toml"
