"""What `selftest` takes."""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.description = "Check the project's style and types, and run its tests."
    parser.epilog = "example:\n  run_kiosk.py selftest tests/grammar -k edge"
    parser.add_argument("pytest", nargs="*", metavar="ARGUMENT", help="handed to pytest")
