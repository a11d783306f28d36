"""Replayed scenarios as JUnit XML, the form in which build servers show test results."""

import re
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

from kiosk.replay import Result
from kiosk.report_file import write_report

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_junit(results: Sequence[Result], file: Path) -> None:
    """Write one test case a scenario; its time is a visitor's, in seconds.

    Raises:
        SettingsError: the file cannot be written.
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
    for part in suite.iter():
        part.text = part.text and _in_xml(part.text)
        part.attrib.update({name: _in_xml(value) for name, value in part.attrib.items()})
    write_report(file, ElementTree.tostring(suite, encoding="utf-8", xml_declaration=True))


def _in_xml(text: str) -> str:
    """Replace what no XML may hold, not even escaped (Extensible Markup Language 1.0, 2.2)."""
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
