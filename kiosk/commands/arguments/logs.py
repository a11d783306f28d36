"""What `logs` takes."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.description = (
        "What the kiosk did, one line an event: counts, states and its own troubles (marked !), "
        "never what was said or pressed."
    )
    parser.add_argument("--settings", type=Path, metavar="FILE", help="the settings' TOML file")
    parser.add_argument("--follow", action="store_true", help="go on as it grows, until Ctrl-C")
    parser.add_argument("--lines", type=int, default=50, metavar="N", help="the last N (50)")
    parser.add_argument("--json", action="store_true", help="the lines as they are written")
    parser.epilog = "example:\n  run_kiosk.py logs --follow"
