"""What `settings` takes."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.description = (
        "The settings: each key with its value and where that comes from (the default, a line of "
        "the file, the environment). Secrets are not shown."
    )
    parser.add_argument("--settings", type=Path, metavar="FILE", help="the settings' TOML file")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--show", action="store_true", help="as without an option")
    what.add_argument("--json", action="store_true", help="for a program to read")
    what.add_argument(
        "--example", action="store_true", help="a file with every key at its default, explained"
    )
    parser.epilog = (
        "example:\n  run_kiosk.py settings --show --settings clinic.toml\n"
        "  run_kiosk.py settings --example > clinic.toml"
    )
