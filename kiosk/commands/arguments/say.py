"""What `say` takes."""

import argparse
from pathlib import Path

from kiosk.commands.arguments.numbers import whole_number
from kiosk.commands.arguments.settings_file import add_settings_argument

BOTH = "both"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.description = "Speak a text with the kiosk's voice, rate and pronunciations."
    parser.add_argument("text", nargs="+", help="what to say")
    add_settings_argument(parser)
    parser.add_argument(
        "--voice",
        choices=("plain", "natural", BOTH),
        help="espeak-ng's voice, the natural one, or one after the other with their figures "
        "(default: the settings')",
    )
    parser.add_argument(
        "--words-per-minute",
        type=whole_number(110, 200),
        metavar="N",
        help="110 to 200 (default: as the kiosk begins)",
    )
    parser.add_argument(
        "--file",
        type=Path,
        metavar="FILE",
        help="write a .wav or .flac file, for two voices two of them; play nothing",
    )
    parser.epilog = (
        'example:\n  run_kiosk.py say "Bone metastases" --file metastases.wav\n'
        '  run_kiosk.py say --voice both "Do you have new weakness in your legs?"'
    )
