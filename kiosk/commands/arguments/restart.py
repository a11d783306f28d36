"""What `restart` takes."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "Replace the process that serves, with the settings as they are now. A visitor is told; "
        "an emergency continues."
    )
    parser.add_argument("--settings", type=Path, metavar="FILE", help="the settings' TOML file")
    parser.epilog = "example:\n  run_kiosk.py restart"
