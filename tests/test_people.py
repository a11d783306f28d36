"""Where recordings of people are missing, the end of the tests says how many were not run."""

from pathlib import Path
from typing import cast

import pytest

from tests import people

pytestmark = pytest.mark.unit


class Report:
    """How a test went, as far as it matters here."""

    def __init__(self, *marks: str) -> None:
        self.keywords = dict.fromkeys(marks, 1)


def reports(*marks: str) -> list[pytest.TestReport]:
    return cast("list[pytest.TestReport]", [Report(mark) for mark in marks])


@pytest.fixture
def _missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "RECORDINGS", tmp_path / "nowhere")


@pytest.mark.usefixtures("_missing")
def test_their_number_is_told_and_that_of_others_is_not() -> None:
    told = people.told(reports("people", "slow", "people"))
    assert told == "2 tests with people's recordings were not run: the recordings are not here"
    assert people.told(reports("people")).startswith("1 test with people's recordings was not run")
    assert people.told(reports("slow")) == ""


def test_nothing_is_told_where_the_recordings_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "RECORDINGS", tmp_path)
    assert people.told(reports("people")) == ""


@pytest.mark.usefixtures("_missing")
def test_a_test_that_needs_them_is_not_run_without_them(request: pytest.FixtureRequest) -> None:
    one = pytest.Function.from_parent(request.node.parent, name="one", callobj=lambda: None)
    other = pytest.Function.from_parent(request.node.parent, name="other", callobj=lambda: None)
    one.add_marker("people")
    people.mark_left_out([one, other])
    assert [each.get_closest_marker("skip") is not None for each in (one, other)] == [True, False]
