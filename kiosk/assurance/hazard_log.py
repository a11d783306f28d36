"""The hazard log: the hazards, and the tests that guard against each.

It is read from the tests themselves, so that the log always matches them. Each module
`tests/system/hazards/test_hNN_*.py` begins with a docstring "HN. The hazard", followed by the
fields of `FIELDS`, as DCB0129 asks for (clinical-safety.md §4). The attacks that are tried on a
running kiosk follow them (see `kiosk.assurance.attack_list`).
"""

import ast
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kiosk import CHECKOUT
from kiosk.assurance.attack_list import Attack, attacks_as_markdown
from kiosk.assurance.test_run import PROCESSES, run_cases
from kiosk.errors import HazardLogError

FIELDS = (
    "Cause",
    "Effect",
    "Mitigation",
    "Severity",
    "Likelihood",
    "Residual risk",
    "Owner",
)
"""What is said of every hazard, in this order."""

FOLDER = CHECKOUT / "tests" / "system" / "hazards"
"""Where the hazards' tests are."""


@dataclass(frozen=True, slots=True)
class Hazard:
    """One row of the log.

    Attributes:
        number: from 1, as in the standard's list.
        title: the hazard itself.
        fields: what is said of it, by the names of `FIELDS`.
        test: the module that shows it is guarded against, from the checkout.
    """

    number: int
    title: str
    fields: Mapping[str, str]
    test: str


@dataclass(frozen=True, slots=True)
class Result:
    """How a hazard's tests went."""

    passed: int
    failed: int

    def __str__(self) -> str:
        """Give it in words."""
        if self.failed:
            return f"FAILED: {self.failed} of {self.passed + self.failed} tests"
        return f"{self.passed} tests passed" if self.passed else "NO TEST RAN"

    @property
    def good(self) -> bool:
        """Whether there are tests and none failed."""
        return self.passed > 0 and not self.failed


def read_hazards(folder: Path = FOLDER) -> list[Hazard]:
    """Read the hazards from their tests' docstrings, by number.

    Raises:
        HazardLogError: a docstring lacks something, or a number is missing or there twice.
    """
    if not folder.is_dir():
        raise HazardLogError(f"{folder}: the tests are not here; run it in a whole checkout")
    hazards = sorted(
        (_read(file) for file in folder.glob("test_h[0-9]*.py")), key=lambda one: one.number
    )
    numbers = [hazard.number for hazard in hazards]
    if numbers != list(range(1, len(numbers) + 1)):
        raise HazardLogError(f"{folder}: hazards {numbers}: give each its own number, without gaps")
    return hazards


def run_tests(hazards: Iterable[Hazard], processes: int = PROCESSES) -> dict[int, Result]:
    """Run the hazards' tests; gives the result of each hazard by its number.

    Args:
        hazards: whose tests are run.
        processes: number of processes that share them.

    Raises:
        EvidenceError: the tests cannot be run.
    """
    hazards = list(hazards)
    cases = run_cases([hazard.test for hazard in hazards], processes=processes)
    results = {}
    for hazard in hazards:
        own = [case.outcome for case in cases if case.module == Path(hazard.test).stem]
        results[hazard.number] = Result(own.count("passed"), own.count("failed"))
    return results


def as_markdown(
    hazards: Iterable[Hazard],
    results: Mapping[int, Result],
    wording: str,
    attacks: Iterable[Attack],
) -> str:
    """Write the log as a page; `wording` is the digest of the texts it holds for."""
    parts = [
        "# Hazard log\n",
        "Written by `run_kiosk.py hazards --write` from the docstrings and results of the tests in "
        "this folder.\nNumbers are those of the hazards in the clinical safety standard.\n",
        f"Wording: {wording}\n",
    ]
    for hazard in hazards:
        parts.append(f"## H{hazard.number}. {hazard.title}\n")
        rows = [*hazard.fields.items(), ("Test", f"`{hazard.test}`")]
        if hazard.number in results:
            rows.append(("Result", str(results[hazard.number])))
        parts.append("| | |\n|---|---|")
        parts.append("\n".join(f"| {name} | {value} |" for name, value in rows) + "\n")
    parts.append(attacks_as_markdown(attacks))
    return "\n".join(parts)


def as_json(
    hazards: Iterable[Hazard],
    results: Mapping[int, Result],
    wording: str,
    attacks: Iterable[Attack],
) -> str:
    """Write the log as one JSON object."""
    rows = [
        {
            "hazard": f"H{hazard.number}",
            "title": hazard.title,
            **{name.lower().replace(" ", "_"): value for name, value in hazard.fields.items()},
            "test": hazard.test,
            "result": str(results[hazard.number]),
            "passed": results[hazard.number].good,
        }
        for hazard in hazards
    ]
    tried = [
        {"attack": attack.name, "does": attack.does, "holds": attack.holds} for attack in attacks
    ]
    return json.dumps({"wording": wording, "hazards": rows, "attacks": tried})


def _read(file: Path) -> Hazard:
    where = file.relative_to(CHECKOUT) if file.is_relative_to(CHECKOUT) else file
    text = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    title, _, rest = text.partition("\n\n")
    number, dot, name = title.partition(". ")
    if not dot or not number.startswith("H") or not number[1:].isdigit():
        raise HazardLogError(f"{where}:1: the docstring begins with {title!r}, expected 'H7. …'")
    fields: dict[str, str] = {}
    for line in rest.splitlines():
        field, colon, value = line.partition(": ")
        if colon and field in FIELDS:
            fields[field] = value.strip()
        elif fields:
            last = next(reversed(fields))
            fields[last] = f"{fields[last]} {line.strip()}".strip()
    missing = [field for field in FIELDS if not fields.get(field)]
    if missing:
        raise HazardLogError(f"{where}:1: the docstring lacks {', '.join(missing)}: add it")
    return Hazard(int(number[1:]), name, {field: fields[field] for field in FIELDS}, str(where))
