"""`pictures`: takes pictures of the page in each state, for reviewers."""

import argparse
from collections.abc import Sequence
from html import escape
from pathlib import Path

from kiosk import CHECKOUT
from kiosk.assurance.test_run import run_cases
from kiosk.errors import EvidenceError, SettingsError
from kiosk.status.state_names import state_name
from kiosk.visit.dialogue.table import State

TESTS = Path("tests", "kiosk", "visit", "screen", "touch", "test_every_state.py")
TEST = "test_each_state_can_be_seen_read_and_touched_in_every_look"
"""The test that brings the page to each state, and saves pictures of it when told where."""

FOLDER = "KIOSK_PICTURES"
"""The environment variable that tells the test where to save them."""

SHEET = "sheet.html"
"""The page that shows all pictures."""

_STYLE = """
:root { color-scheme: light dark; font: 1rem/1.4 system-ui, sans-serif; }
body { margin: 1rem; } h2 { margin: 1.5rem 0 .3rem; font-size: 1.2rem; }
div { display: flex; flex-wrap: wrap; gap: .6rem; align-items: flex-start; }
figure { margin: 0; } img { display: block; height: 15rem; border: 1px solid #888; }
@media print { section { break-inside: avoid; } img { height: 9rem; } }
"""


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
    # None beside its own: they share a browser, and its page.
    cases = run_cases(tests, {FOLDER: str(folder)}, processes=0)
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")  # noqa: T201 - output
    if args.sheet:
        sheet = folder / SHEET
        sheet.write_text(_sheet(folder, states), encoding="utf-8")
        print(f"all of them on one page: {sheet}")  # noqa: T201 - this command's output
    return 0 if all(case.outcome == "passed" for case in cases) else 1


def _sheet(folder: Path, states: Sequence[str]) -> str:
    """Give a page with the pictures of each state side by side, each a link to itself."""
    parts = ["<!doctype html>", '<html lang="en">', '<meta charset="utf-8">']
    parts += ["<title>The page in each state</title>", f"<style>{_STYLE}</style>"]
    parts.append("<h1>The page in each state</h1>")
    for state in states:
        parts.append(f"<section><h2>{escape(state)}: {escape(state_name(state))}</h2><div>")
        for picture in sorted(folder.glob(f"{state}-*.png")):
            name, look = escape(picture.name), escape(picture.stem.removeprefix(f"{state}-"))
            parts.append(
                f'<figure><a href="{name}"><img src="{name}" alt="{escape(state)}, {look}"></a>'
                f"<figcaption>{look}</figcaption></figure>"
            )
        parts.append("</div></section>")
    return "\n".join([*parts, "</html>", ""])
