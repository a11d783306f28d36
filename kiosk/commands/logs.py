"""`logs`: shows what the kiosk did, in counts and states."""

import argparse
from contextlib import suppress
from pathlib import Path

from kiosk.service.control.units import state_folder_of_kiosk
from kiosk.status.log_reading import in_plain_words, lines_so_far, new_lines


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "What the kiosk did, one line an event: counts, states and its own troubles (marked !), "
        "never what was said or pressed."
    )
    parser.add_argument("--settings", type=Path, metavar="FILE", help="the settings' TOML file")
    parser.add_argument("--follow", action="store_true", help="go on as it grows, until Ctrl-C")
    parser.add_argument("--lines", type=int, default=50, metavar="N", help="the last N (50)")
    parser.add_argument("--json", action="store_true", help="the lines as they are written")
    parser.epilog = "example:\n  run_kiosk.py logs --follow"


def run(args: argparse.Namespace) -> int:
    """Print it."""
    folder = state_folder_of_kiosk(args.settings) / "log"

    def put(line: str) -> None:
        print(line if args.json else in_plain_words(line), flush=True)  # noqa: T201 - its output

    for line in lines_so_far(folder, max(args.lines, 1)):
        put(line)
    if args.follow:
        with suppress(KeyboardInterrupt):
            for line in new_lines(folder):
                put(line)
    return 0
