"""What `devices` takes."""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "List the sound devices. The settings microphone and speaker choose one by a part of its "
        "name."
    )
    parser.add_argument("--json", action="store_true", help="one JSON list")
    parser.epilog = "example:\n  run_kiosk.py devices --json"
