"""What `evaluate` takes."""

import argparse
from pathlib import Path

from kiosk.commands.arguments.noise import add_noise_arguments
from kiosk.commands.arguments.room import add_room_argument
from kiosk.commands.arguments.settings_file import add_settings_argument


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "Measure how well a recognizer tells yes from no, and both from anything else, with one "
        "decision on each whole recording of a folder. Its manifest.tsv has the columns path, "
        "set, speaker, label and seconds. With --as emergency each recording answers an emergency "
        "question through the whole kiosk, and is asked back where the kiosk would."
    )
    parser.add_argument("folder", type=Path, metavar="DIR", help="the folder with manifest.tsv")
    parser.add_argument(
        "--recognizer",
        choices=("auto", "moonshine", "yes-no", "vosk"),
        default="auto",
        help="moonshine, yes-no, vosk, or auto (the default): the one that hears phrases in "
        "service; with --as emergency, auto is every recognizer",
    )
    parser.add_argument(
        "--as",
        choices=("word", "emergency"),
        default="word",
        dest="taken_as",
        help="what a recording is taken for: a word by itself (the default), or the answer to an "
        "emergency question",
    )
    add_noise_arguments(parser, several=True)
    add_room_argument(parser)
    add_settings_argument(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object, nothing else")
    parser.add_argument(
        "--html", type=Path, metavar="FILE", help="write a page for people too: tables and a plot"
    )
    parser.epilog = (
        "examples:\n  run_kiosk.py evaluate recordings --recognizer yes-no --json\n"
        "  run_kiosk.py evaluate recordings --noise cafe.wav --snr 20,10,5,0 --html report.html"
    )
