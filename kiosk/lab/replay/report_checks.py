"""Writes what a turn expects beside what came, with the differences marked."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from xml.etree.ElementTree import Element, SubElement

from kiosk.lab.replay.checks import Check
from kiosk.lab.replay.play import Failure
from kiosk.report.html import Page


def write_checks(made: Page, number: int, failure: Failure) -> None:
    """Write what was expected beside what came; differences are marked."""
    caption = f"Dialogue {number}: what this turn expects, and what came"
    columns = ("what", "expected", "got", "result")
    if any(not check.met for check in failure.checks):
        rows = [
            (check.what, *_marked(check), "as expected" if check.met else "not as expected")
            for check in failure.checks
        ]
        kinds = ["right" if check.met else "wrong" for check in failure.checks]
    else:
        rows, kinds = [("turn", failure.expected, failure.got, "not as expected")], ["wrong"]
    made.table(caption, columns, rows, [["text", "text", f"text {kind}"] for kind in kinds])


def _marked(check: Check) -> tuple[str | Element, str | Element]:
    """Give what was expected and what came, with the words marked that differ."""
    if check.met or check.what not in ("spoken", "caption"):
        return check.expected, check.got
    expected, got = check.expected.split(), check.got.split()
    matcher = SequenceMatcher(None, _bare(expected), _bare(got), autojunk=False)
    blocks = matcher.get_matching_blocks()
    return (
        _with_marks(expected, [(block.a, block.a + block.size) for block in blocks]),
        _with_marks(got, [(block.b, block.b + block.size) for block in blocks]),
    )


def _bare(words: Sequence[str]) -> list[str]:
    return [word.lower().strip(".,;:!?\"'") for word in words]


def _with_marks(words: Sequence[str], same: Sequence[tuple[int, int]]) -> Element:
    """Mark all words but those at the places that are the same."""
    around = Element("span")
    for (_, before), (start, end) in pairwise([(0, 0), *same]):
        if before < start:
            SubElement(around, "mark").text = " ".join(words[before:start])
        SubElement(around, "span").text = f" {' '.join(words[start:end])} "
    return around
