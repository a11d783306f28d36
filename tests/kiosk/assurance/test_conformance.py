"""Accessibility reports give the result of each line's tests, and claim nothing more."""

import json
from collections.abc import Sequence
from datetime import date

import fastjsonschema
import pytest
from ruamel.yaml import YAML

from kiosk.assurance.accessibility_page import as_page
from kiosk.assurance.accessibility_results import FOLDER, LineResult, level, sorted_out
from kiosk.assurance.accessibility_standard import Line, standard
from kiosk.assurance.openacr import as_openacr
from kiosk.assurance.test_run import Case, Outcome
from kiosk.commands.conformance import summarized
from kiosk.errors import EvidenceError
from tests.every_row import every_row

pytestmark = pytest.mark.unit

SCHEMA = FOLDER / "openacr-0.1.0.json"
"""OpenACR's schema, as the GSA publishes it under CC0 1.0."""

TODAY = date(2026, 12, 1)


def case(name: str, outcome: Outcome = "passed") -> Case:
    return Case("test_made", name, outcome)


def results(*cases: Case) -> tuple[LineResult, ...]:
    return sorted_out(standard(), cases)


def one(results: Sequence[LineResult], name: str) -> LineResult:
    return next(result for result in results if result.line.id == name)


def test_the_lines_are_those_of_the_checklist() -> None:
    counts = {"A": 11, "B": 8, "C": 4, "D": 7, "E": 12, "G": 3, "H": 6, "I": 6}
    expected = [f"{letter}{n}" for letter, most in counts.items() for n in range(1, most + 1)]
    expected.insert(expected.index("G1"), "F")
    lines = [line.id for line in standard().lines]
    assert [name for name in lines if name[0] != "J"] == expected
    assert [line.id for line in standard().lines if line.not_software] == [
        "H5",
        *(f"J{n}" for n in range(1, 10)),
    ]


def test_every_criterion_that_a_line_names_has_its_title() -> None:
    titled = {name for titles in standard().chapters.values() for name in titles}
    assert titled == {name for line in standard().lines for name in line.criteria}


def test_a_line_holds_only_when_all_tests_of_its_name_pass() -> None:
    found = results(
        case("test_a1_holds"),
        case("test_a1_holds_too"),
        case("test_a2_holds"),
        case("test_a2_does_not", "failed"),
        case("test_a3_was_not_run", "skipped"),
        case("test_a10_holds"),
        case("test_f_holds"),
        case("test_something_else"),
    )
    assert [result.line.id for result in found if result.shown] == ["A1", "A10", "F"]
    summary = summarized(found)
    assert summary["lines"] == len(standard().lines)
    assert summary["passed"] == 3
    assert {"A2", "A3", "A4"} <= set(summary["failing"])  # type: ignore[call-overload]
    assert "J1" in summary["not_software"]  # type: ignore[operator]
    assert "J1" not in summary["failing"]  # type: ignore[operator]


@pytest.mark.parametrize("name", ["test_a12_no_such_line", "test_h5_not_by_software"])
def test_a_test_of_no_line_is_an_error(name: str) -> None:
    with pytest.raises(EvidenceError, match=f"{name} is named after no line"):
        results(case(name))


def line(name: str, not_software: str = "") -> Line:
    return Line(id=name, requirement="it works", not_software=not_software)


@every_row(
    ("shown", "expected"),
    [
        ("+", "supports"),
        ("++", "supports"),
        ("+-", "partially-supports"),
        ("-", "does-not-support"),
        ("--", "does-not-support"),
        ("j", "not-evaluated"),
        ("+j", "partially-supports"),
        ("-j", "does-not-support"),
    ],
)
def test_a_criterion_is_supported_when_all_its_lines_are_shown(shown: str, expected: str) -> None:
    cases = {"+": (case("test_a1_x"),), "-": (), "j": ()}
    behind = [LineResult(line("A1", "a person" if c == "j" else ""), cases[c]) for c in shown]
    assert level(behind) == expected


def report(*cases: Case) -> dict[str, object]:
    text = as_openacr(
        standard(), results(*cases), version="1.2", email="desk@clinic.example", today=TODAY
    )
    loaded = YAML(typ="safe", pure=True).load(text)
    assert isinstance(loaded, dict)
    return loaded


def test_the_report_keeps_to_the_schema_of_openacr() -> None:
    check = fastjsonschema.compile(json.loads(SCHEMA.read_text(encoding="utf-8")))
    check(report(case("test_a1_holds")))
    with pytest.raises(fastjsonschema.JsonSchemaException):
        check({**report(), "chapters": {"hardware": {"criteria": [{"num": 5}]}}})


def test_the_report_gives_level_and_evidence_of_each_criterion() -> None:
    chapters = report(case("test_b7_holds"), case("test_a5_holds"))["chapters"]
    assert isinstance(chapters, dict)
    found = {
        (chapter, row["num"]): row["components"][0]
        for chapter, rows in chapters.items()
        for row in rows["criteria"]
    }
    background = found["success_criteria_level_aaa", "1.4.7"]
    assert background["name"] == "software"
    assert background["adherence"]["level"] == "supports"
    assert "B7: 1 tests passed (test_b7_holds)" in background["adherence"]["notes"]
    speech = found["hardware", "402.2.4"]["adherence"]
    assert speech["level"] == "partially-supports"
    assert "A3: no test shows it" in speech["notes"]
    assert found["hardware", "402.2.5"]["adherence"]["level"] == "not-evaluated"


def test_the_page_has_every_line_and_criterion() -> None:
    page = as_page(standard(), results(case("test_a1_holds")), version="1.2", today=TODAY)
    for each in standard().lines:
        assert f">{each.id}</th>" in page
    for titles in standard().chapters.values():
        for name in titles:
            assert f">{name.partition(' ')[2]}</th>" in page
    assert "1 of 67 lines are shown by tests" in page
    assert "<script" not in page
