"""What `bundle` takes."""

import argparse
from pathlib import Path

from kiosk.commands.arguments.settings_file import add_settings_argument


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "Make one file for a machine that never has a network, with the same kind of processor and "
        "version of Python as this one: the kiosk, its packages, and the Vosk model that setup "
        "brought, if any. There, python3 FILE FOLDER unpacks it, and python3 FOLDER/run_kiosk.py "
        "starts it. The packages come as pip is configured."
    )
    parser.add_argument("out", type=Path, metavar="OUT", help="the file to write")
    parser.add_argument(
        "--model",
        type=Path,
        metavar="FILE_OR_FOLDER",
        help="the model's zip file, or a folder that setup made; default: the one in use",
    )
    add_settings_argument(parser)
    parser.epilog = "example:\n  run_kiosk.py bundle voice-kiosk.pyz"
