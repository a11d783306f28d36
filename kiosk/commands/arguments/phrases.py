"""What `phrases` takes."""

import argparse

from kiosk.commands.arguments.settings_file import add_settings_argument


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "List everything a visitor may say, by its meaning. With a text: print what it means "
        "(exit code 0), or that it means nothing (exit code 1)."
    )
    parser.add_argument("text", nargs="*", help="words to look up")
    add_settings_argument(parser)
    parser.add_argument("--json", action="store_true", help="print JSON, nothing else")
    parser.epilog = 'example:\n  run_kiosk.py phrases "tell me about radiation therapy"'
