"""What `status` takes."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "Show how the kiosk is: whether it is in service and why not, what works, and counts; "
        "never what was said. The exit code is 0 only when it is in service."
    )
    parser.add_argument("--settings", type=Path, metavar="FILE", help="the settings' TOML file")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.epilog = "example:\n  run_kiosk.py status"
