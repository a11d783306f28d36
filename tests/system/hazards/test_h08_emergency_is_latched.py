"""H8. A yes after which the talk goes on, or that is undone by speech

Cause: after a yes the kiosk carries on, or lets "I said no" take it back
Effect: delay
Mitigation: a yes or not sure latches within the same event; only staff open it (rule 2)
Severity: catastrophic
Likelihood: improbable
Residual risk: staff who clear it by mistake
Owner: the clinical safety officer, who is not yet named
"""

import pytest

from grammar.intents import Intent
from kiosk.visit.dialogue.events import (
    AlertAcknowledged,
    HearingBack,
    HearingLost,
    Reading,
    StaffCleared,
)
from kiosk.visit.dialogue.keys import ANSWER_KEYS, KEYS
from kiosk.visit.dialogue.table import State
from tests.every_row import every_row
from tests.kiosk.visit.dialogue.ways import QUESTION
from tests.kiosk.visit.dialogue.world import KEYS_ONLY, STAFF_CODE, WITH_NAMES, YES_NO_ONLY, World

pytestmark = pytest.mark.unit

INTENTS = (*Intent, None, "topic.overview", "section.causes", "topic.symptoms.back_pain")


def latched() -> World:
    return World(WITH_NAMES).go(QUESTION).says(Intent.YES)


@pytest.mark.parametrize("answer", [Intent.YES, Intent.NOT_SURE])
@pytest.mark.parametrize("abilities", [WITH_NAMES, YES_NO_ONLY])
def test_a_yes_or_not_sure_latches_within_its_own_event(abilities: object, answer: Intent) -> None:
    world = World(abilities).go((*("key: ", "key:k", "key:2", "key:1"),))  # type: ignore[arg-type]
    world.says(answer)
    assert world.state == State.EMERGENCY
    assert world.alerts == ["emergency"]
    assert world.latched


@pytest.mark.parametrize("key", ["1", "3", "y", "u", " "])
def test_so_does_a_key(key: str) -> None:
    world = World(KEYS_ONLY).presses(" k21")
    assert world.state == State.QUESTION
    world.presses(key)
    assert world.state == State.EMERGENCY
    assert world.alerts == ["emergency"]


@every_row("intent", INTENTS)
def test_nothing_that_is_said_ends_it(intent: str | None) -> None:
    world = latched().says(intent)
    assert world.state == State.EMERGENCY
    assert world.latched


@every_row("key", sorted({*KEYS, *ANSWER_KEYS, "?", "9"}))
def test_no_key_ends_it(key: str) -> None:
    world = latched().presses(key)
    assert world.state == State.EMERGENCY
    assert world.latched


def test_neither_time_nor_a_lost_microphone_nor_an_acknowledgement_ends_it() -> None:
    world = latched().waits(3600)
    for event in (HearingLost(), HearingBack(), AlertAcknowledged("desk")):
        world.post(event)
        world.waits(60)
        assert world.state == State.EMERGENCY


def test_staff_end_it_by_code_or_word_of_the_desk() -> None:
    by_code = latched().presses(f"{STAFF_CODE}#")
    by_desk = latched()
    by_desk.post(StaffCleared())
    for world in (by_code, by_desk):
        assert world.state == State.ATTRACT
        assert not world.latched
        assert world.dialogue.questions is None


def test_one_recognizer_that_heard_yes_is_enough() -> None:
    world = World(WITH_NAMES).go(QUESTION)
    world.reads(Reading("vosk", Intent.NO), Reading("yes-no", Intent.YES))
    assert world.state == State.EMERGENCY
