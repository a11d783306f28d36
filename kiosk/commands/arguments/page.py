"""What `page` takes."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.description = (
        "Open the page of a kiosk that runs as a service, in the browser's kiosk mode, and again "
        "whenever the browser ends. Ctrl-C ends it. As the same user as the kiosk's. Where the "
        "settings name no browser, tell the address that a person has to open."
    )
    parser.add_argument("--settings", type=Path, metavar="FILE", help="the settings' TOML file")
    parser.add_argument(
        "--file",
        type=Path,
        metavar="FILE",
        help="what the kiosk was given as --page-file; no settings are read",
    )
    parser.epilog = "example:\n  run_kiosk.py page"
