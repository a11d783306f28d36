"""Writes replayed scenarios as JUnit XML, the form in which build servers show test results."""

from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

from kiosk.lab.replay.play import Result
from kiosk.report.file import legal, write_report


def write_junit(results: Sequence[Result], file: Path) -> None:
    """Write one test case a scenario; its time is a visitor's, in seconds.

    Raises as `write_report`.
    """
    failures = sum(result.failure is not None for result in results)
    suite = ElementTree.Element(
        "testsuite", name="replay", tests=str(len(results)), failures=str(failures)
    )
    for result in results:
        case = ElementTree.SubElement(
            suite,
            "testcase",
            classname=str(result.scenario.file),
            name=result.scenario.name,
            time=f"{result.seconds:.2f}",
        )
        if (failure := result.failure) is not None:
            told = ElementTree.SubElement(case, "failure", message=f"expected: {failure.expected}")
            told.text = f"{failure.place}\nexpected: {failure.expected}\ngot: {failure.got}"
    xml = ElementTree.tostring(suite, encoding="unicode")
    write_report(file, f"<?xml version='1.0' encoding='utf-8'?>\n{legal(xml)}")
