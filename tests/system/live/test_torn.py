"""Only a test that fails while its own sound is torn is played again."""

import pytest

from tests.system.live.torn import LATE_AFTER, TEARS, Arrivals, TornSoundError, told_when_torn

pytestmark = pytest.mark.unit

BLOCK = 0.02


def lates(arrive_at: list[float]) -> list[bool]:
    """Let a block of sound arrive at each of these seconds."""
    arrivals = Arrivals()
    return [arrivals.late(at, number * BLOCK) for number, at in enumerate(arrive_at, 1)]


def test_frames_that_come_in_time_are_not_torn() -> None:
    assert lates([0.02, 0.05, 0.06, 0.11, 0.11, 0.12]) == [False] * 6


def test_frames_that_come_late_are_torn_once() -> None:
    late = 0.06 + LATE_AFTER + 0.01
    assert lates([0.02, 0.04, late, late, late + BLOCK]) == [False, False, True, False, False]


def test_time_that_is_skipped_is_torn_once() -> None:
    assert lates([0.02, 0.04, 1.06, 1.08, 1.10]) == [False, False, True, False, False]


def test_a_failure_with_torn_sound_says_so_and_another_stays_as_it_is() -> None:
    def fails(tears: int) -> None:
        with told_when_torn():
            TEARS.tears += tears
            raise KeyError("no word was heard")

    with pytest.raises(TornSoundError, match="no word was heard"):
        fails(tears=1)
    with pytest.raises(KeyError):
        fails(tears=0)
