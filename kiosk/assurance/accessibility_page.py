"""The accessibility report as a page: the checklist's lines, then the criteria of the standards."""

from collections.abc import Sequence
from datetime import date
from xml.etree.ElementTree import Element, SubElement

from kiosk.assurance.accessibility_results import LineResult
from kiosk.assurance.accessibility_standard import Standard
from kiosk.assurance.openacr import CLAIMS, criteria
from kiosk.report.html import Page

_STANDARDS = (
    ("wcag", "WCAG 2.2"),
    ("508", "Revised Section 508"),
    ("en", "EN 301 549 V3.2.1"),
)


def as_page(standard: Standard, results: Sequence[LineResult], *, version: str, today: date) -> str:
    """Write the report as one self-contained HTML page."""
    page = Page("Voice kiosk: accessibility conformance")
    page.paragraph(_summary(results), "verdict")
    page.paragraph(f"Version {version}, {today.isoformat()}. {CLAIMS}")
    page.heading("The checklist, line by line")
    page.table(
        "Each line and what shows it",
        ("Line", "Asks for", "Shown", "Evidence"),
        [(r.line.id, r.line.requirement, _word(r), _evidence(r)) for r in results],
        [("text", _style(r), "text") for r in results],
    )
    rows = list(criteria(standard, results))
    for key, name in _STANDARDS:
        own = [row for row in rows if row[1].partition(" ")[0] == key]
        page.heading(name)
        page.table(
            f"Criteria of {name} that lines of the checklist speak to",
            ("Criterion", "Title", "Level", "Lines"),
            [
                (num.partition(" ")[2], title, reached.replace("-", " "), _lines(behind))
                for _, num, title, reached, behind in own
            ],
            [
                ("text", "text right" if reached == "supports" else "text", "text")
                for _, _, _, reached, _ in own
            ],
        )
    return str(page)


def _summary(results: Sequence[LineResult]) -> str:
    shown = sum(result.shown for result in results)
    elsewhere = sum(bool(result.line.not_software) for result in results)
    return (
        f"{shown} of {len(results)} lines are shown by tests; {len(results) - shown - elsewhere} "
        f"are not; {elsewhere} are nothing that software can show."
    )


def _word(result: LineResult) -> str:
    if result.line.not_software:
        return "not by software"
    return "yes" if result.shown else "no"


def _style(result: LineResult) -> str:
    if result.line.not_software:
        return "text"
    return "text right" if result.shown else "text wrong"


def _evidence(result: LineResult) -> str | Element:
    """Give how many tests show it; their names open when that is chosen."""
    if not result.cases:
        return result.why_not
    cases = sorted({(case.name, case.outcome) for case in result.cases})
    failed = [name for name, outcome in cases if outcome != "passed"]
    around = Element("div")
    if failed:
        SubElement(around, "p").text = f"not passed: {', '.join(failed)}"
    details = SubElement(around, "details")
    many = f"{len(result.cases)} {'test' if len(result.cases) == 1 else 'tests'}"
    SubElement(details, "summary").text = f"{result.line.id}: {many}"
    names = SubElement(details, "ul")
    for name, outcome in cases:
        SubElement(names, "li").text = f"{name}: {outcome}"
    return around


def _lines(behind: Sequence[LineResult]) -> str:
    return ", ".join(f"{result.line.id} ({_word(result)})" for result in behind)
