"""What `review` takes."""

import argparse
from datetime import date

from kiosk.commands.arguments.settings_file import add_settings_argument


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "Show who has reviewed what the kiosk says, until when that holds, who has signed it off "
        "for this clinic, and whether the health questions are asked."
    )
    add_settings_argument(parser)
    parser.add_argument(
        "--seal",
        action="store_true",
        help="record that --reviewer has reviewed every text as it stands",
    )
    parser.add_argument("--reviewer", metavar="NAME", default="", help="who has reviewed it")
    parser.add_argument(
        "--due",
        type=_day,
        metavar="DATE",
        help="the day the next review is due, as 2027-11-23; a year from today if left out",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object, nothing else")
    parser.epilog = (
        'example:\n  run_kiosk.py review --seal --reviewer "Dr. A. Example" --due 2027-11-23'
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is not a day: write it as 2027-11-23') from None
