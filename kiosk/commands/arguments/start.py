"""What `start` takes."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.description = (
        "Start the kiosk as a service: by systemd where setup --service was done, else beside this "
        "terminal, which may be closed; it is started again when it dies or hangs."
    )
    parser.add_argument("--settings", type=Path, metavar="FILE", help="the settings' TOML file")
    parser.add_argument("--page", action="store_true", help="with the page; see run --help")
    parser.epilog = "example:\n  run_kiosk.py start --settings clinic.toml"
