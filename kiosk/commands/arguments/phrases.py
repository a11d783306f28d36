"""What `phrases` takes."""

import argparse
from pathlib import Path

from kiosk.commands.arguments.settings_file import add_settings_argument
from kiosk.visit.dialogue.table import State


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "List everything a visitor may say, by its meaning. With a text: print what it means "
        "(exit code 0), or that it means nothing (exit code 1). With a file of lines: print what "
        "each means and what it would lead to."
    )
    parser.add_argument("text", nargs="*", help="words to look up")
    parser.add_argument(
        "--lines", type=Path, metavar="FILE", help="tell what each line of a text file means"
    )
    parser.add_argument(
        "--at",
        choices=tuple(map(str, State)),
        default=str(State.MAIN_MENU),
        metavar="STATE",
        help="the dialogue's state in which the lines are said (default: %(default)s)",
    )
    add_settings_argument(parser)
    parser.add_argument("--json", action="store_true", help="print JSON, nothing else")
    parser.epilog = (
        'examples:\n  run_kiosk.py phrases "tell me about radiation therapy"\n'
        "  run_kiosk.py phrases --lines sentences.txt --at question --json"
    )
