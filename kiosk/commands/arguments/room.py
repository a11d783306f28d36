"""The option that names rooms, for each command that lets recordings sound in them."""

import argparse
from pathlib import Path


def add_room_argument(parser: argparse.ArgumentParser) -> None:
    """Give a command the option `--room`; `--seed` comes with `--noise`."""
    parser.add_argument(
        "--room",
        type=Path,
        metavar="PATH",
        help="a room's impulse response, or a folder of them: each clip sounds in one, and noise "
        "comes on top of that",
    )
