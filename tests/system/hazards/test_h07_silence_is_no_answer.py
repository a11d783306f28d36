"""H7. A time-out recorded as NO

Cause: something other than an explicit no is written down as one
Effect: a false all-clear
Mitigation: the type of a NO cannot be built without its evidence; silence makes NOT_ANSWERED.
    A key makes a NO of an emergency question only once that was heard or shown for 1.5 s, and
    one switch only by a press while "no" is offered, not as its offer begins. A no that was only
    said to a lesser question counts once the last read-back was agreed to. Random
    visits look for a way round: tests/kiosk/visit/dialogue/test_safety_rules.py and
    test_scanning.py there
Severity: catastrophic
Likelihood: improbable
Residual risk: none known
Owner: the clinical safety officer, who is not yet named
"""

import pytest

from grammar.intents import Intent
from kiosk.visit.dialogue.events import Reading
from kiosk.visit.dialogue.red_flags.answers import (
    ByHand,
    ConfirmedNo,
    Declined,
    No,
    NotAnswered,
    OneRecognizer,
    TwoRecognizers,
)
from kiosk.visit.dialogue.table import State
from tests.every_row import every_row
from tests.kiosk.visit.dialogue.one_switch import SwitchWorld
from tests.kiosk.visit.dialogue.ways import QUESTION, SETTLED
from tests.kiosk.visit.dialogue.world import CONTENT, WITH_NAMES, World

pytestmark = pytest.mark.unit

BEFORE = [n for n, question in enumerate(CONTENT.questions) if question.id != "C"]


def test_a_no_needs_evidence() -> None:
    for nothing in (None, True, "no", 1.0, NotAnswered()):
        with pytest.raises(TypeError, match="needs evidence"):
            No(nothing)  # type: ignore[arg-type]
    kinds = (TwoRecognizers("vosk", "yes-no"), OneRecognizer("yes-no"))
    for evidence in (ByHand("2"), *kinds, ConfirmedNo("key 1")):
        assert No(evidence).evidence == evidence


@every_row("number", BEFORE)
def test_silence_at_any_question_is_not_answered(number: int) -> None:
    world = World(WITH_NAMES).go(QUESTION).answers_no(number)
    asked = world.questions.current.id
    assert asked == CONTENT.questions[number].id
    world.waits(10).waits(10)
    assert world.questions.answers[asked] == NotAnswered()


def test_a_skip_is_declined_and_leaves_the_set_open() -> None:
    world = World(WITH_NAMES).go(QUESTION).presses("k")
    assert world.questions.answers["E1"] == Declined()
    assert not world.questions.outcome().all_no


def test_silence_after_i_heard_no_is_no_no() -> None:
    world = World(WITH_NAMES).go(QUESTION).reads(Reading("yes-no", Intent.NO))
    assert world.state == State.CONFIRM_NO
    world.waits(10).waits(10).waits(10)
    assert not [a for a in world.questions.answers.values() if isinstance(a, No)]


def test_silence_at_the_last_read_back_is_no_no() -> None:
    world = World(WITH_NAMES).go((*SETTLED, *("say:no",) * 5))
    assert world.state == State.READ_BACK
    world.waits(120).listen()
    assert "I could not get a clear answer to every question." in world.said
    assert "You said no to every question." not in world.said


def test_leaving_at_the_last_read_back_is_no_no() -> None:
    world = World(WITH_NAMES).go((*SETTLED, *("say:no",) * 5)).says(Intent.GOODBYE).listen()
    assert "You said no to every question." not in world.said
    assert "I could not get a clear answer to every question." in world.said


def test_a_switch_that_nobody_presses_or_that_is_pressed_late_makes_no_no() -> None:
    world = SwitchWorld().wakes().takes("health questions", "yes")
    world.hears("For no, press now.").passes(0.5)
    world.presses(" ")
    world.hears("I could not get a clear answer to every question.")
    assert set(world.questions.answers.values()) == {NotAnswered()}
