"""Finds the recordings of people, which are not part of the project and lie beside a checkout.

A test that needs them has the mark `people`. Without the recordings it is skipped, and the summary
of the test run says how many tests were skipped.
"""

from collections.abc import Iterable

import pytest

from tests import CHECKOUT

RECORDINGS = CHECKOUT.parent / "shared" / "recordings"

NOT_HERE = pytest.mark.skip(reason="the recordings of people are not here")
"""The mark that skips such a test when the recordings are missing."""


def mark_left_out(items: Iterable[pytest.Item]) -> None:
    """Skip the tests that need the recordings, if these are missing."""
    if not RECORDINGS.is_dir():
        for item in items:
            if item.get_closest_marker("people"):
                item.add_marker(NOT_HERE)


def told(skipped: Iterable[pytest.TestReport]) -> str:
    """Give a sentence with the number of skipped tests that need the recordings; "" for none."""
    count = sum("people" in report.keywords for report in skipped)
    if count == 0 or RECORDINGS.is_dir():
        return ""
    were = (
        "test with people's recordings was" if count == 1 else "tests with people's recordings were"
    )
    return f"{count} {were} not run: the recordings are not here"
