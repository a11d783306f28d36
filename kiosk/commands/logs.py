"""`logs`: shows what the kiosk did, in counts and states."""

import argparse
from contextlib import suppress

from kiosk.service.control.units import state_folder_of_kiosk
from kiosk.status.log_reading import in_plain_words, lines_so_far, new_lines
from kiosk.terminal.wrapped import wrapped

_BEFORE_THE_WORDS = 22
"""Columns of the time and the mark."""


def run(args: argparse.Namespace) -> int:
    """Print it."""
    folder = state_folder_of_kiosk(args.settings) / "log"

    def put(line: str) -> None:
        words = line if args.json else wrapped(in_plain_words(line), _BEFORE_THE_WORDS)
        print(words, flush=True)  # noqa: T201 - its output

    for line in lines_so_far(folder, max(args.lines, 1)):
        put(line)
    if args.follow:
        with suppress(KeyboardInterrupt):
            for line in new_lines(folder):
                put(line)
    return 0
