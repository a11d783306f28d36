"""By voice, by keys and by one switch a visit is the same: what is said, answered, and fetched."""

from functools import cache

import pytest

from kiosk.visit.content.model import SECTIONS
from kiosk.visit.dialogue.table import State
from tests.shipped import CONTENT, GRAMMAR
from tests.system.access.itinerary import Account, Answer, every_topic, questions
from tests.system.access.visitors import EVERY_ANSWER, NO, WAYS, YES, BySwitch

pytestmark = pytest.mark.sound


@cache
def whole_visit(way: str) -> Account:
    visitor = WAYS[way](CONTENT, GRAMMAR)
    steps = (*every_topic(CONTENT), *questions(CONTENT, EVERY_ANSWER))
    return visitor.kiosk.make(visitor, steps)


@pytest.mark.parametrize("way", list(WAYS))
def test_every_topic_is_heard_and_every_question_answered(way: str) -> None:
    account = whole_visit(way)
    for topic in CONTENT.topics.values():
        assert set(topic.plain) <= set(account.said), f"{topic.id} was not heard"
    assert len([t for t in CONTENT.topics if not t.endswith((".intro", ".closing"))]) >= 19
    assert [s for s in account.said if s in {q.text for q in CONTENT.questions}] == [
        question.text for question in CONTENT.questions
    ]
    assert account.answers == {
        **dict.fromkeys(("E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8"), "No"),
        **{"C": "Yes", "S1": "No", "S2": "Yes", "S3": "No", "T1": "No"},
    }
    assert account.said[-3:] == [
        "You said yes to something staff should hear about today.",
        "This is about you, or the person you answered for.",
        "Please tell the front desk before you leave.",
    ]


@pytest.mark.parametrize("way", [way for way in WAYS if way != "keys"])
def test_the_record_is_the_same_as_by_keys(way: str) -> None:
    account, by_keys = whole_visit(way), whole_visit("keys")
    assert account.said == by_keys.said
    assert account.answers == by_keys.answers
    assert account.alerts == by_keys.alerts


@pytest.mark.parametrize("way", list(WAYS))
def test_an_emergency_is_the_same_in_every_way(way: str) -> None:
    visitor = WAYS[way](CONTENT, GRAMMAR)
    account = visitor.kiosk.make(visitor, questions(CONTENT, (YES, NO, YES)))
    assert visitor.kiosk.state == State.EMERGENCY
    assert account.alerts == ["emergency"]
    assert account.answers == {"E1": "No", "E2": "Yes"}
    assert "You need a member of staff now." in account.said


def test_voice_keys_and_switch_can_take_turns_in_one_visit() -> None:
    person = WAYS["words"](CONTENT, GRAMMAR)
    kiosk = person.kiosk
    person.begin()
    steps = list(questions(CONTENT, EVERY_ANSWER))
    for number, step in enumerate(steps):
        if number % 3 == 0 or number < 2:
            person.make(step)
        elif number % 3 == 1:
            assert isinstance(step, Answer)
            kiosk.wait_for_turn()
            kiosk.press("y" if step.intent == YES else "n")
        else:
            BySwitch.take(kiosk, step)
    kiosk.wait_for_turn()
    by_keys = whole_visit("keys")
    assert kiosk.account.answers == by_keys.answers
    asked = {question.text for question in CONTENT.questions}
    assert [s for s in kiosk.account.said if s in asked] == [s for s in by_keys.said if s in asked]


def test_the_visit_goes_through_every_section() -> None:
    said = whole_visit("keys").said
    for section in SECTIONS:
        closing = CONTENT.topic(f"{section}.closing").plain[-1]
        first = CONTENT.section(section)[0].plain[0]
        assert said.index(first) < said.index(closing)
