"""What `keys` takes."""

import argparse
from pathlib import Path

from kiosk.visit.keys.key_map import FUNCTIONS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.description = (
        "Learn the keys: for each function press the key that you want to have it. Keys come from "
        "the key device, where one is named here or in the settings, else from this terminal. Tab "
        "in the terminal leaves a function out; there is no hurry. What was learned is printed as "
        "lines for the settings file, or written there by --write."
    )
    parser.add_argument(
        "functions",
        nargs="*",
        metavar="FUNCTION",
        help=f"learn these only; there are: {', '.join(FUNCTIONS)}",
    )
    parser.add_argument("--settings", type=Path, metavar="FILE", help="the settings' TOML file")
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
