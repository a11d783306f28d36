"""What a start can wait for is loaded after the kiosk has acted for the first time."""

from concurrent.futures import Future

import pytest

from kiosk.service.assembly.background import held_back
from kiosk.visit.dialogue.actions import StopSpeaking

pytestmark = pytest.mark.unit


def test_work_begins_with_the_first_action() -> None:
    with held_back("ears") as (thread, first):
        work: Future[int] = thread.submit(lambda: 7)
        assert not first.happened.is_set()
        assert not work.done()
        first.on_action(0.0, StopSpeaking())
        assert work.result(10.0) == 7


def test_a_start_that_ends_before_waits_for_no_action() -> None:
    with held_back("ears") as (thread, _):
        work = thread.submit(lambda: 7)
    assert work.done()
