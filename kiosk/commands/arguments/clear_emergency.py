"""What `clear-emergency` takes."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.description = (
        "For staff who have taken over: end the kiosk's emergency. A kiosk that runs ends it "
        "within a second; one that does not run starts without it."
    )
    parser.add_argument("--settings", type=Path, metavar="FILE", help="the settings' TOML file")
    parser.epilog = "example:\n  run_kiosk.py clear-emergency"
