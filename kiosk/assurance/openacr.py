"""The accessibility report in the OpenACR format (GSA, schema 0.1.0), from the tests' results."""

import io
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from ruamel.yaml import YAML

from kiosk.assurance.accessibility_results import Level, LineResult, level
from kiosk.assurance.accessibility_standard import Standard

CATALOG = "2.5-edition-wcag-2.2-508-eu-en"

CLAIMS = (
    "Written from the results of tests that drive the kiosk's own dialogue. A criterion is "
    "supported when every line of the project's accessibility checklist that speaks to it has "
    "tests and all of them passed. Criteria that no line speaks to are left out: nothing is "
    "claimed of them. What depends on where a kiosk stands is not evaluated here; its install "
    "sheet tells."
)
"""What the report does and does not say."""


def criteria(
    standard: Standard, results: Sequence[LineResult]
) -> Iterator[tuple[str, str, str, Level, tuple[LineResult, ...]]]:
    """Give each criterion: its chapter, name, title, level, and the lines behind it."""
    for chapter, titles in standard.chapters.items():
        for name, title in titles.items():
            behind = tuple(result for result in results if name in result.line.criteria)
            yield chapter, name, title, level(behind), behind


def as_openacr(
    standard: Standard,
    results: Sequence[LineResult],
    *,
    version: str,
    email: str,
    today: date,
) -> str:
    """Write the report as YAML.

    Args:
        standard: the checklist.
        results: what the tests show of each line.
        version: of the kiosk.
        email: whom readers may ask.
        today: the report's date.
    """
    chapters: dict[str, Any] = {chapter: {"criteria": []} for chapter in standard.chapters}
    for chapter, name, _, reached, behind in criteria(standard, results):
        of_wcag = name.startswith("wcag ")
        notes = "; ".join(result.in_words for result in behind)
        component = {
            "name": "software" if of_wcag else "none",
            "adherence": {"level": reached, "notes": notes},
        }
        row = {"num": name.partition(" ")[2], "components": [component]}
        chapters[chapter]["criteria"].append(row)
    report = {
        "title": "Voice kiosk Accessibility Conformance Report",
        "product": {
            "name": "Voice kiosk",
            "version": version,
            "description": "Offline voice kiosk of a clinic's waiting room",
        },
        "author": {"email": email},
        "report_date": today.isoformat(),
        "version": 1,
        "notes": CLAIMS,
        "evaluation_methods_used": "run_kiosk.py conformance",
        "license": "MIT",
        "catalog": CATALOG,
        "chapters": chapters,
    }
    yaml = YAML()
    yaml.width = 4096
    written = io.StringIO()
    yaml.dump(report, written)
    return written.getvalue()
