"""What `replay` takes."""

import argparse
import re
from pathlib import Path

from kiosk.commands.arguments.noise import add_noise_arguments
from kiosk.commands.arguments.numbers import number, whole_number
from kiosk.commands.arguments.room import add_room_argument
from kiosk.commands.arguments.settings_file import add_settings_argument

PATIENCE = 120.0
"""Seconds in which a process loads a model at the longest, and in which virtual time goes on."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "Play scenarios (YAML files, or folders of them) against the kiosk, faster than real "
        "time. A recording that no scenario in its folder names is played after the greeting and "
        "checked against its own name: no_thank_you-2.flac must be understood as that phrase is "
        "(-2 tells takes apart; answers are given where yes or no is asked), and nothing in "
        "oov_door.flac (out of vocabulary). A label in the manifest.tsv of the recording's "
        "folder, or of the nearest folder above that lists it, replaces the name. If the name or "
        "label is no phrase, the result is only reported. The exit code is 0 only if all went as "
        "expected."
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="scenario or recording")
    parser.add_argument(
        "--recognizer",
        choices=("auto", "moonshine", "yes-no", "vosk", "text"),
        help="the recognizer, instead of each scenario's own; text: words without sound",
    )
    add_noise_arguments(parser)
    add_room_argument(parser)
    add_settings_argument(parser)
    spread = parser.add_mutually_exclusive_group()
    spread.add_argument(
        "-j", "--jobs", type=whole_number(1), default=1, metavar="N", help="play in N processes"
    )
    spread.add_argument(
        "--scheduler",
        type=_address,
        metavar="ADDRESS",
        help="play on the Dask cluster of the scheduler at tcp://HOST:PORT; scenarios, recordings "
        "and settings leave this machine, unencrypted unless Dask is set up for TLS: use it only "
        "on a network that you trust",
    )
    parser.add_argument(
        "--patience",
        type=number(0.1, 86_400, "are not seconds"),
        default=PATIENCE,
        metavar="SECONDS",
        help="how long a process may make no progress, neither loading a model nor passing virtual "
        f"time, until it is replaced (default: {PATIENCE:g})",
    )
    parser.add_argument(
        "--repeat",
        type=whole_number(1),
        default=1,
        metavar="N",
        help="play each N times; name those that both pass and fail",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object, nothing else")
    parser.add_argument(
        "--junit", type=Path, metavar="FILE", help="write the results as JUnit XML too"
    )
    parser.add_argument(
        "--html",
        type=Path,
        metavar="FILE",
        help="write a page too: each failed dialogue second by second, with its sound",
    )
    parser.add_argument(
        "--coverage",
        action="store_true",
        help="list the states, transitions (rows of the dialogue's table) and phrases (templates "
        "of the grammar) that no dialogue has gone through",
    )
    parser.add_argument(
        "--fail-under",
        type=number(0, 100),
        metavar="PERCENT",
        help="with --coverage, which it implies: exit code 1 if less of the states, of the "
        "transitions or of the phrases was gone through",
    )
    parser.epilog = (
        "examples:\n  run_kiosk.py replay tests/scenarios --fail-under 90\n"
        "  run_kiosk.py replay recordings -j 2 --html report.html"
    )


def _address(text: str) -> str:
    if re.fullmatch(r"((tcp|tls)://)?[^\s/]+:\d{1,5}", text):
        return text
    raise argparse.ArgumentTypeError(f"{text!r} is not an address such as tcp://HOST:8786")
