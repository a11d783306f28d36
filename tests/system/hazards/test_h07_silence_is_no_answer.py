"""H7. A time-out recorded as NO

Cause: something other than an explicit no is written down as one
Effect: a false all-clear
Mitigation: the type of a NO cannot be built without its evidence; silence makes NOT_ANSWERED.
    One switch makes a NO only by a press while "no" is offered, not as its offer begins. Random
    visits look for a way round: tests/kiosk/visit/dialogue/test_safety_rules.py and
    test_scanning.py there
Severity: catastrophic
Likelihood: improbable
Residual risk: none known
Owner: the clinical safety officer, who is not yet named
"""

import pytest

from kiosk.visit.dialogue.red_flags.answers import (
    ByHand,
    ConfirmedNo,
    Declined,
    No,
    NotAnswered,
    TwoRecognizers,
)
from kiosk.visit.dialogue.table import State
from tests.kiosk.visit.dialogue.one_switch import SwitchWorld
from tests.kiosk.visit.dialogue.ways import QUESTION
from tests.kiosk.visit.dialogue.world import CONTENT, WITH_NAMES, World

pytestmark = pytest.mark.unit

BEFORE = [n for n, question in enumerate(CONTENT.questions) if question.id != "C"]


def test_a_no_needs_evidence_of_one_of_three_kinds() -> None:
    for nothing in (None, True, "no", 1.0, NotAnswered()):
        with pytest.raises(TypeError, match="needs evidence"):
            No(nothing)  # type: ignore[arg-type]
    for evidence in (ByHand("2"), TwoRecognizers("vosk", "yes-no"), ConfirmedNo("key 1")):
        assert No(evidence).evidence == evidence


@pytest.mark.parametrize("number", BEFORE)
def test_silence_at_any_question_is_not_answered(number: int) -> None:
    world = World(WITH_NAMES).go(QUESTION)
    for _ in range(number):
        world.presses("2")
        if world.state == State.READ_BACK:
            world.presses("1")
    assert world.dialogue.questions is not None
    asked = world.dialogue.questions.current.id
    assert asked == CONTENT.questions[number].id
    world.waits(10).waits(10)
    assert world.dialogue.questions.answers[asked] == NotAnswered()


def test_a_skip_is_declined_and_leaves_the_set_open() -> None:
    world = World(WITH_NAMES).go(QUESTION).presses("k")
    assert world.dialogue.questions is not None
    assert world.dialogue.questions.answers["E1"] == Declined()
    assert not world.dialogue.questions.outcome().all_no


def test_silence_after_did_you_say_no_is_no_no() -> None:
    world = World(WITH_NAMES).go(QUESTION).go(("say:no",))
    assert world.dialogue.questions is not None
    before = dict(world.dialogue.questions.answers)
    world.waits(10).waits(10).waits(10)
    after = world.dialogue.questions.answers
    assert not [a for k, a in after.items() if isinstance(a, No) and k not in before]


def test_a_switch_that_nobody_presses_or_that_is_pressed_late_makes_no_no() -> None:
    world = SwitchWorld().wakes().takes("health questions", "yes")
    world.hears("For no, press now.").passes(0.5)
    world.presses(" ")
    world.hears("I could not get a clear answer to every question.")
    assert world.dialogue.questions is not None
    assert set(world.dialogue.questions.answers.values()) == {NotAnswered()}
