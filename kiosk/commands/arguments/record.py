"""What `record` takes."""

import argparse
import re
from pathlib import Path

from kiosk.commands.arguments.numbers import number, whole_number
from kiosk.commands.arguments.settings_file import add_settings_argument
from kiosk.lab.recordings.labels import OUT_OF_VOCABULARY, is_foreign

DECIDE_WITHIN = 4.0

_SPEAKER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "Record a person's voice for tests. The kiosk says what is recorded and where it is kept, "
        "and begins only once the person has agreed, by saying yes or by the key y. With "
        "SCENARIO: the kiosk speaks its part and the person says theirs; the clips, manifest.tsv "
        "and the scenario with the clips are written. With --words: no scenario. With neither: "
        "the person visits the kiosk as they like, by voice and keys, and the visit becomes a "
        "scenario. No staff are called. Each clip is trimmed, brought to -22 dBFS and named by "
        "what is said. Nothing is written before the end: Ctrl-C or the key x deletes the "
        "recordings unless the person then agrees to keep them."
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("scenario", nargs="?", type=Path, metavar="SCENARIO", help="a .yaml file")
    what.add_argument(
        "--words",
        type=_lines,
        metavar="WORDS",
        help='what to say, separated by commas; "oov_" before words the kiosk must not understand',
    )
    parser.add_argument(
        "--to",
        type=Path,
        required=True,
        metavar="FOLDER",
        help="folder for the recordings; old ones stay",
    )
    parser.add_argument(
        "--speaker",
        type=_speaker,
        metavar="CODE",
        help="code for the person, never a name (default: a new code)",
    )
    parser.add_argument(
        "--times",
        type=whole_number(1, 100),
        default=1,
        metavar="N",
        help="ask for all --words N times",
    )
    parser.add_argument(
        "--decide",
        type=number(0, 600, "are not seconds"),
        default=DECIDE_WITHIN,
        metavar="SECONDS",
        help="time to press a key before a clip is kept (default: %(default)g)",
    )
    parser.add_argument(
        "--aloud",
        action="store_true",
        help="also speak what to say, for people who cannot see it; people imitate what they hear",
    )
    add_settings_argument(parser)
    parser.epilog = (
        "example:\n  run_kiosk.py record tests/scenarios/a_lone_no_is_asked_back.yaml --to voices\n"
        '  run_kiosk.py record --words "yes,no,not sure,oov_nine" --times 3 --to voices\n'
        "  run_kiosk.py record --to voices"
    )


def _lines(text: str) -> list[tuple[str, bool]]:
    """Give what is to be said, and of each whether the kiosk is not to know it."""
    lines = []
    for part in map(str.strip, text.split(",")):
        foreign = is_foreign(part)
        words = " ".join(part[len(OUT_OF_VOCABULARY) if foreign else 0 :].split())
        if not any(character.isalpha() for character in words):
            raise argparse.ArgumentTypeError(f"{part!r} are not words that can be said")
        lines.append((words, foreign))
    return lines


def _speaker(text: str) -> str:
    if _SPEAKER.fullmatch(text):
        return text
    raise argparse.ArgumentTypeError(f"{text!r} is not a code: give letters, digits, - and _")
