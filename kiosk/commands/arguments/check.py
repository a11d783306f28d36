"""What `check` takes."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.description = (
        "Try every part of the kiosk for real: a second is recorded, a test sound played and "
        "listened for, shipped recordings recognized, a test sent on every alert channel; not "
        "while somebody is in a visit. One line each: ok; NO, with what to do; or ?, where only a "
        "person can tell. Exit code 0 only if nothing says NO."
    )
    parser.add_argument("--settings", type=Path, metavar="FILE", help="the settings' TOML file")
    parser.add_argument(
        "--install-sheet",
        action="store_true",
        help="print the sheet of what is to be measured where the kiosk stands, and check nothing",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object, nothing else")
    parser.epilog = "example:\n  run_kiosk.py check --settings clinic.toml"
