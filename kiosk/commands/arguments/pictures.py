"""What `pictures` takes."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.description = (
        "Open the page in a real browser in every state, look for what shuts people out, and keep "
        "a picture of each: landscape and light, portrait and dark. The exit code is 1 when "
        "something was found."
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="where the pictures are put")
    parser.add_argument(
        "--state",
        action="append",
        metavar="STATE",
        help="of this state alone; again for each more (see run_kiosk.py diagram)",
    )
    parser.epilog = (
        "examples:\n  run_kiosk.py pictures review/\n"
        "  run_kiosk.py pictures review/ --state question"
    )
