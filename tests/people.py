"""Where recordings of people are: they are not part of the project, and lie beside a checkout.

A test that needs them is marked `people`. Without them it is not run, and the end of the tests says
how many were not.
"""

from collections.abc import Iterable
from pathlib import Path

import pytest

RECORDINGS = Path(__file__).resolve().parents[2] / "shared" / "recordings"

NOT_HERE = pytest.mark.skip(reason="the recordings of people are not here")
"""The mark that such a test gets where they are missing."""


def mark_left_out(items: Iterable[pytest.Item]) -> None:
    """Where the recordings are missing, mark the tests that need them, so that they are not run."""
    if not RECORDINGS.is_dir():
        for item in items:
            if item.get_closest_marker("people"):
                item.add_marker(NOT_HERE)


def told(skipped: Iterable[pytest.TestReport]) -> str:
    """Say how many of the tests that were not run need the recordings; nothing where none does."""
    count = sum("people" in report.keywords for report in skipped)
    if count == 0 or RECORDINGS.is_dir():
        return ""
    were = (
        "test with people's recordings was" if count == 1 else "tests with people's recordings were"
    )
    return f"{count} {were} not run: the recordings are not here"
