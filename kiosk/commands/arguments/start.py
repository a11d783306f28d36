"""What `start` takes."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "Start the kiosk in the background: through systemd if setup --service was done, else as "
        "a process that survives this terminal. It restarts when it dies or hangs."
    )
    parser.add_argument("--settings", type=Path, metavar="FILE", help="the settings' TOML file")
    parser.add_argument("--page", action="store_true", help="with the touch page; see run --help")
    parser.epilog = "example:\n  run_kiosk.py start --settings clinic.toml"
