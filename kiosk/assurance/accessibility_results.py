"""Test results for each line of the checklist: a line holds if all tests of its name passed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from kiosk import CHECKOUT
from kiosk.assurance.accessibility_standard import Line, Standard
from kiosk.assurance.test_run import Case, run_cases
from kiosk.errors import EvidenceError

FOLDER = CHECKOUT / "tests" / "system" / "accessibility"
"""Where the lines' tests are."""

_OF_A_LINE = re.compile(r"test_([a-i][0-9]*)_")

Level: TypeAlias = Literal["supports", "partially-supports", "does-not-support", "not-evaluated"]
"""OpenACR's words for how far a criterion is met."""


@dataclass(frozen=True, slots=True)
class LineResult:
    """How a line's tests went.

    Attributes:
        line: the line.
        cases: the tests of its name.
    """

    line: Line
    cases: tuple[Case, ...]

    @property
    def shown(self) -> bool:
        """Whether tests show that the line holds, and none fails."""
        return bool(self.cases) and all(case.outcome == "passed" for case in self.cases)

    @property
    def why_not(self) -> str:
        """Why there is no evidence; "" if there is."""
        if self.line.not_software:
            return self.line.not_software
        return "" if self.cases else "no test shows it"

    @property
    def in_words(self) -> str:
        """The evidence, or why there is none."""
        if self.why_not:
            return f"{self.line.id}: {self.why_not}"
        names = sorted({case.name for case in self.cases})
        bad = [case.name for case in self.cases if case.outcome != "passed"]
        went = f"not passed: {', '.join(sorted(set(bad)))}" if bad else "passed"
        return f"{self.line.id}: {len(self.cases)} tests {went} ({', '.join(names)})"


def show(standard: Standard) -> tuple[LineResult, ...]:
    """Run the tests of every line.

    Raises:
        EvidenceError: they are not here, cannot be run, or one names a line that does not exist.
    """
    if not FOLDER.is_dir():
        raise EvidenceError(f"{FOLDER}: the tests are not here; run it in a whole checkout")
    return sorted_out(standard, run_cases([str(FOLDER.relative_to(CHECKOUT))]))


def sorted_out(standard: Standard, cases: Sequence[Case]) -> tuple[LineResult, ...]:
    """Give each line its tests.

    Raises:
        EvidenceError: a test names a line that does not exist, or that no test can show.
    """
    by_line: dict[str, list[Case]] = {}
    for case in cases:
        if found := _OF_A_LINE.match(case.name):
            by_line.setdefault(found[1].upper(), []).append(case)
    testable = {line.id for line in standard.lines if not line.not_software}
    for name in by_line.keys() - testable:
        case = by_line[name][0]
        raise EvidenceError(f"{case.module}: {case.name} is named after no line; rename it")
    return tuple(LineResult(line, tuple(by_line.get(line.id, ()))) for line in standard.lines)


def level(results: Sequence[LineResult]) -> Level:
    """Say how far a criterion is met by the lines that speak to it."""
    testable = [result for result in results if not result.line.not_software]
    shown = sum(result.shown for result in testable)
    if not testable:
        return "not-evaluated"
    if not shown:
        return "does-not-support"
    return "supports" if shown == len(results) else "partially-supports"
