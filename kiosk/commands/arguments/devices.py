"""What `devices` takes."""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.description = (
        "List the sound devices. Part of a name, in the settings as microphone or speaker, "
        "chooses one."
    )
    parser.add_argument("--json", action="store_true", help="one JSON list")
    parser.epilog = "example:\n  run_kiosk.py devices --json"
