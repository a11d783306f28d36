"""Runs tests as evidence, and gives each result."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TypeAlias
from xml.etree import ElementTree

from kiosk import CHECKOUT
from kiosk.errors import EvidenceError

PROCESSES = 7
"""More than cores, since many tests wait while a kiosk speaks."""

PYTEST = ("pytest", "--no-loadscope-reorder", "-n")
"""How tests are run, by a number of processes that follows; tests/dealing.py deals them out."""

Outcome: TypeAlias = Literal["passed", "failed", "skipped"]


@dataclass(frozen=True, slots=True)
class Case:
    """One test.

    Attributes:
        module: its module's name, without packages.
        name: its function's name, without what it was given.
        outcome: how it went.
    """

    module: str
    name: str
    outcome: Outcome


def run_cases(
    tests: Sequence[str],
    told: Mapping[str, str] = MappingProxyType({}),
    processes: int = PROCESSES,
) -> list[Case]:
    """Run test files or tests; their output goes to standard error.

    Args:
        tests: paths within the checkout.
        told: variables to add to their environment.
        processes: number of processes, each of which takes a second or two to start; 0: pytest's.

    Raises:
        EvidenceError: they cannot be run.
    """
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [
            *(sys.executable, "-m", *PYTEST, str(processes)),
            *(f"--junitxml={report}", *tests),
        ]
        try:
            ended = subprocess.run(
                command, cwd=CHECKOUT, env={**os.environ, **told}, stdout=sys.stderr, check=False
            )
        except OSError as error:
            raise EvidenceError(f"the tests could not be run: {error}") from None
        if ended.returncode not in (0, 1) or not report.exists():
            raise EvidenceError("the tests could not be run; try: run_kiosk.py selftest")
        return [_case(case) for case in ElementTree.parse(report).iter("testcase")]


def _case(case: ElementTree.Element) -> Case:
    outcome: Outcome = "passed"
    if case.find("failure") is not None or case.find("error") is not None:
        outcome = "failed"
    elif case.find("skipped") is not None:
        outcome = "skipped"
    module = case.get("classname", "").rpartition(".")[2]
    return Case(module, case.get("name", "").partition("[")[0], outcome)
