"""What `keys` takes."""

import argparse

from kiosk.commands.arguments.settings_file import add_settings_argument
from kiosk.visit.keys.key_map import FUNCTIONS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "Learn the keys: for each function, press the key that you want for it. Keys come from "
        "the key device, if the settings or --device name one, else from this terminal. Tab in "
        "the terminal leaves a function out. There is no time limit. The result is printed as "
        "lines for the settings file, or written there with --write."
    )
    parser.add_argument(
        "functions",
        nargs="*",
        metavar="FUNCTION",
        help=f"learn these only; there are: {', '.join(FUNCTIONS)}",
    )
    add_settings_argument(parser)
    parser.add_argument(
        "--device", metavar="NAME", help="part of the key device's name, or its path"
    )
    parser.add_argument("--list", action="store_true", help="list the key devices, nothing else")
    parser.add_argument(
        "--write", action="store_true", help="write into the settings file; comments there stay"
    )
    parser.epilog = (
        "example:\n  run_kiosk.py keys --list\n"
        '  run_kiosk.py keys switch --device "AbleNet" --write\n'
        "  run_kiosk.py keys yes no repeat help staff --write"
    )
