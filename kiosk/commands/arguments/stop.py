"""What `stop` takes."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "End the kiosk. A visitor is told; an emergency is kept and comes back with the next "
        "start, until staff end it."
    )
    parser.add_argument("--settings", type=Path, metavar="FILE", help="the settings' TOML file")
    parser.epilog = "example:\n  run_kiosk.py stop"
