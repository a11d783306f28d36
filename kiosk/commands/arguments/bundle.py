"""What `bundle` takes."""

import argparse
from pathlib import Path


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
    parser.add_argument("--settings", type=Path, metavar="FILE", help="the settings' TOML file")
    parser.epilog = "example:\n  run_kiosk.py bundle voice-kiosk.pyz"
