"""`pictures`: takes a picture of the page in each state, for reviewers."""

import argparse
from pathlib import Path

from kiosk import CHECKOUT
from kiosk.assurance.test_run import run_cases
from kiosk.errors import EvidenceError
from kiosk.visit.dialogue import State

TESTS = Path("tests", "kiosk", "visit", "screen", "touch", "test_every_state.py")
TEST = "test_axe_finds_nothing_and_the_words_that_sound_are_in_sight"
"""The test that brings the page to each state, and saves a picture of it when told where."""

FOLDER = "KIOSK_PICTURES"
"""The environment variable that tells the test where to save them."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "Open the page in a real browser in every state, look for what shuts people out, and keep "
        "a picture of each: landscape and light, portrait and dark. The exit code is 1 when "
        "something was found."
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="where the pictures are put")
    parser.add_argument(
        "--state",
        action="append",
        choices=list(map(str, State)),
        metavar="STATE",
        help="of this state alone; again for each more (see run_kiosk.py diagram)",
    )
    parser.epilog = (
        "examples:\n  run_kiosk.py pictures review/\n"
        "  run_kiosk.py pictures review/ --state question"
    )


def run(args: argparse.Namespace) -> int:
    """Take the pictures."""
    if not (CHECKOUT / TESTS).exists():
        raise EvidenceError(f"{CHECKOUT / TESTS}: the tests are not here; use a whole checkout")
    folder: Path = args.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    states = args.state or list(map(str, State))
    cases = run_cases([f"{TESTS}::{TEST}[{state}]" for state in states], {FOLDER: str(folder)})
    count = len(list(folder.glob("*.png")))
    print(f"{count} pictures in {folder}")  # noqa: T201 - this command's output
    return 0 if all(case.outcome == "passed" for case in cases) else 1
