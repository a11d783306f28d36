"""What `restart` takes."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.description = (
        "Put a fresh process in place of the one that serves, with the settings as they are now. "
        "A visitor hears that it has to stop; an emergency goes on."
    )
    parser.add_argument("--settings", type=Path, metavar="FILE", help="the settings' TOML file")
    parser.epilog = "example:\n  run_kiosk.py restart"
