"""What `status` takes."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.description = (
        "How the kiosk is: in service or not and why, what works, and counts. Never what was said. "
        "The exit code is 0 only when it is in service."
    )
    parser.add_argument("--settings", type=Path, metavar="FILE", help="the settings' TOML file")
    parser.add_argument("--json", action="store_true", help="for a program to read")
    parser.epilog = "example:\n  run_kiosk.py status"
