"""A short soak: everything that a visit begins ends, and nothing is left over."""

import pytest

from tests.benchmarks.soak import soak
from tests.benchmarks.soak_visits import KINDS

pytestmark = [pytest.mark.sound, pytest.mark.slow]


def test_visits_of_every_kind_lose_no_event_and_leave_nothing() -> None:
    measured = soak(len(KINDS))
    assert measured["problems"] == []
    assert measured["utterances"] == measured["heard"] > 20
    assert measured["files_left"] == []
    for what in ("threads", "files", "children"):
        before, after = measured[f"{what}_before_after"]
        assert after <= before, what
