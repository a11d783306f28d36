"""Pages of reports in a real browser: nobody is shut out, and nothing runs off the screen."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from kiosk.assurance.accessibility_page import as_page
from kiosk.assurance.accessibility_results import sorted_out
from kiosk.assurance.accessibility_standard import standard
from kiosk.assurance.test_run import Case
from kiosk.lab.evaluation.findings import Findings
from kiosk.lab.evaluation.page import Level, Measurement
from kiosk.lab.evaluation.page import page as evaluation_page
from kiosk.lab.evaluation.recognition import Rate
from tests.kiosk.report.looked_at import faults
from tests.kiosk.visit.screen.touch.open_page import chromium

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def evaluation() -> str:
    def findings(errors: int) -> Findings:
        rates = {"yes, heard as no": Rate(0, 40), "yes, not understood": Rate(errors, 40)}
        confusion = {"yes": {"YES": 40 - errors, "NO": 0, "REJECT": errors}}
        mistakes = {"yes, not understood": ["yes/a.flac"] * errors}
        return Findings(
            rates, ("YES", "NO", "REJECT"), confusion, {"yes": "YES"}, mistakes, 40, 3.2, ()
        )

    levels = [Level(None, findings(0)), Level(20.0, findings(3)), Level(0.0, findings(21))]
    return evaluation_page(Measurement("words", "vosk", False, "rain", None, (), levels))


def conformance() -> str:
    cases = [Case("tests", "test_a1_holds", "passed"), Case("tests", "test_a2_does_not", "failed")]
    found = sorted_out(standard(), cases)[:12]
    return as_page(standard(), found, version="1", today=date(2026, 12, 1))


def opened(browser: Browser, folder: Path, report: str) -> Page:
    """Open a report as whoever was given its file does."""
    file = folder / "report.html"
    file.write_text(report, encoding="utf-8")
    shown = browser.new_page()
    shown.goto(file.as_uri())
    return shown


@pytest.mark.parametrize("report", [evaluation, conformance], ids=["evaluation", "conformance"])
def test_a_report_shuts_nobody_out_and_nothing_of_it_is_cut(
    tmp_path: Path, browser: Browser, report: Callable[[], str]
) -> None:
    shown = opened(browser, tmp_path, report())
    shown.locator("summary").first.click()
    assert faults(shown) == []


def test_each_mistake_has_a_picture_of_its_own_in_which_none_hides_another(
    tmp_path: Path, browser: Browser
) -> None:
    shown = opened(browser, tmp_path, evaluation())
    marks = shown.locator("circle").evaluate_all(
        "marks => marks.map((mark) => mark.getBoundingClientRect()).map(({x, y}) => [x, y])"
    )
    assert len(marks) == len({tuple(mark) for mark in marks}) == 2 * 3


def test_the_tests_of_a_line_are_named_in_a_fold_and_those_that_failed_at_once(
    tmp_path: Path, browser: Browser
) -> None:
    shown = opened(browser, tmp_path, conformance())
    passed = shown.get_by_text("test_a1_holds: passed")
    assert not passed.is_visible()
    shown.get_by_text("A1: 1 test").click()
    assert passed.is_visible()
    assert shown.get_by_text("not passed: test_a2_does_not").is_visible()
