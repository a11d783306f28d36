"""What `clear-emergency` takes."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "End the kiosk's emergency, because staff have taken over. A kiosk that runs ends it "
        "within a second; one that does not run starts without it."
    )
    parser.add_argument("--settings", type=Path, metavar="FILE", help="the settings' TOML file")
    parser.epilog = "example:\n  run_kiosk.py clear-emergency"
