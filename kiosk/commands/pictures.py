"""`pictures`: takes a picture of the page in each state, for reviewers."""

import argparse
from pathlib import Path

from kiosk import CHECKOUT
from kiosk.assurance.test_run import run_cases
from kiosk.errors import EvidenceError, SettingsError
from kiosk.visit.dialogue.table import State

TESTS = Path("tests", "kiosk", "visit", "screen", "touch", "test_every_state.py")
TEST = "test_axe_finds_nothing_and_the_words_that_sound_are_in_sight"
"""The test that brings the page to each state, and saves a picture of it when told where."""

FOLDER = "KIOSK_PICTURES"
"""The environment variable that tells the test where to save them."""


def run(args: argparse.Namespace) -> int:
    """Take the pictures."""
    if not (CHECKOUT / TESTS).exists():
        raise EvidenceError(f"{CHECKOUT / TESTS}: the tests are not here; use a whole checkout")
    states = args.state or list(map(str, State))
    for state in states:
        if state not in set(State):
            raise SettingsError(
                f"--state {state}: there is no such state; see run_kiosk.py diagram"
            )
    folder: Path = args.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    tests = [f"{TESTS}::{TEST}[{state}]" for state in states]
    cases = run_cases(tests, {FOLDER: str(folder)}, processes=1)  # which they share, with a browser
    count = len(list(folder.glob("*.png")))
    print(f"{count} pictures in {folder}")  # noqa: T201 - this command's output
    return 0 if all(case.outcome == "passed" for case in cases) else 1
