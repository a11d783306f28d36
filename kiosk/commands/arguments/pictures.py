"""What `pictures` takes."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "Open the page in a real browser in every state, test whether it can be seen, read and "
        "touched, and save pictures of it as a visitor meets it: landscape and portrait, light "
        "and dark. The exit code is 1 when a test fails."
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="where the pictures are put")
    parser.add_argument(
        "--state",
        action="append",
        metavar="STATE",
        help="only this state; may be repeated (see run_kiosk.py diagram)",
    )
    parser.add_argument(
        "--sheet", action="store_true", help="also write sheet.html, which shows all pictures"
    )
    parser.epilog = (
        "examples:\n  run_kiosk.py pictures review/ --sheet\n"
        "  run_kiosk.py pictures review/ --state question"
    )
