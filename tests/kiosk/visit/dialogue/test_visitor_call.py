"""A visitor asks for a person: a call that lets the visit go on, and when it becomes an alarm."""

import pytest

from grammar.intents import Intent
from kiosk.visit.dialogue.abilities import Abilities
from kiosk.visit.dialogue.actions import KeepCall, PlayEarcon
from kiosk.visit.dialogue.events import (
    AlertAcknowledged,
    Heard,
    KeyPressed,
    Reading,
    SpeechBegan,
    StaffCleared,
    StaffReachable,
    Started,
)
from kiosk.visit.dialogue.staff_pad import LAPSES_AFTER
from kiosk.visit.dialogue.table import State
from kiosk.visit.dialogue.visitor_call import ASKED_AGAIN_AFTER, TAKEN_WITHIN
from tests.every_row import every_row
from tests.kiosk.visit.dialogue.ways import QUESTION, WAYS, brought_to
from tests.kiosk.visit.dialogue.world import STAFF_ANSWER, STAFF_CODE, WITH_NAMES, World

pytestmark = pytest.mark.unit

UNCALLED = "Please ask anyone near you."
CALLING = "I am calling a member of staff."
STAY = "You can stay where you are."
READING = WAYS[State.READING]


@every_row("state", sorted(set(WAYS) - {State.EMERGENCY, State.OFFER_STAFF}))
@every_row("by", ["say:staff", "key:s"])
def test_asking_for_a_person_is_a_call_in_every_state(state: State, by: str) -> None:
    world = brought_to(state)
    world.post(StaffReachable(works=True))
    world.alerts.clear()
    world.go([by])
    assert world.alerts == ["call"]
    assert world.state != State.EMERGENCY
    assert world.call.age == 0.0
    world.listen()
    assert UNCALLED in world.said
    assert STAY in world.said
    assert CALLING not in world.said, "nobody has confirmed it"


def test_the_visit_goes_on_where_it_was() -> None:
    world = World(STAFF_ANSWER).go(READING)
    world.sentence()
    world.sentence()
    world.presses("s")
    assert world.state == State.READING
    world.listen()
    assert world.state == State.AFTER_TOPIC


def test_a_question_is_asked_whole_again() -> None:
    world = World(STAFF_ANSWER).go(QUESTION).listen()
    question = world.said[-1]
    world.says("staff").listen()
    assert world.state == State.QUESTION
    assert world.said[-4:] == ["You asked for a member of staff.", UNCALLED, STAY, question]


def test_it_says_that_it_is_calling_once_that_is_confirmed() -> None:
    world = World(STAFF_ANSWER).go(READING)
    world.presses("s")
    world.post(AlertAcknowledged("desk"))
    assert world.call == KeepCall(0.0, taken=True)
    world.listen()
    assert world.said.count(CALLING) == 1
    assert UNCALLED not in world.said, "what is no longer true is not said"
    world.waits(TAKEN_WITHIN + 1.0)
    assert not world.latched


def test_news_of_the_call_does_not_cut_off_a_person_who_speaks() -> None:
    world = World(STAFF_ANSWER).go(QUESTION).says("staff").listen()
    world.post(SpeechBegan())
    world.post(AlertAcknowledged("desk"))
    assert not world.speaking
    assert world.window is not None
    world.says("yes")
    assert world.state == State.EMERGENCY, "what was being said counts"


def test_at_rest_the_call_is_told_without_a_visit() -> None:
    world = World(STAFF_ANSWER).says("staff")
    assert world.state == State.ATTRACT
    assert not world.visiting
    world.listen()
    world.post(AlertAcknowledged("desk"))
    world.listen()
    assert world.said[-2:] == [CALLING, STAY]


def test_a_call_that_nobody_takes_becomes_an_emergency() -> None:
    world = World(STAFF_ANSWER).go(READING).presses("s")
    made_at = world.now
    world.listen().waits(made_at + TAKEN_WITHIN - 1.0 - world.now)
    assert not world.latched
    world.waits(2.0)
    assert world.state == State.EMERGENCY
    assert world.latched
    assert world.call == KeepCall(None)


@pytest.mark.parametrize("taken", [True, False])
@pytest.mark.parametrize("by", ["say:staff", "key:s"])
def test_asking_again_is_an_emergency(by: str, taken: bool) -> None:
    world = World(STAFF_ANSWER).go(READING).presses("s")
    if taken:
        world.post(AlertAcknowledged("desk"))
    world.now += ASKED_AGAIN_AFTER
    world.go([by])
    assert world.state == State.EMERGENCY


def test_a_held_key_makes_one_call() -> None:
    world = World(STAFF_ANSWER).go(READING)
    for _ in range(200):
        world.post(KeyPressed("s"))
        world.now += 0.03
    assert world.alerts == ["call"]
    assert not world.latched


def test_a_cry_is_an_emergency_during_a_call() -> None:
    world = World(STAFF_ANSWER).go(READING).presses("s").says("distress")
    assert world.state == State.EMERGENCY
    assert world.call == KeepCall(None)


def test_without_a_channel_that_can_confirm_it_is_an_emergency_at_once() -> None:
    assert World(WITH_NAMES).go(READING).says("staff").state == State.EMERGENCY
    world = World(STAFF_ANSWER).go(READING).presses("s")
    world.post(StaffReachable(works=False))
    assert world.state == State.EMERGENCY


def test_a_call_that_was_taken_stays_one_when_the_channel_fails() -> None:
    world = World(STAFF_ANSWER).go(READING).presses("s")
    world.post(AlertAcknowledged("desk"))
    world.post(StaffReachable(works=False))
    assert not world.latched
    assert world.call.age is not None


def test_staff_end_it_and_the_visit_goes_on() -> None:
    world = World(STAFF_ANSWER).go(READING).presses("s")
    world.post(StaffCleared())
    assert world.call == KeepCall(None)
    assert world.alerts == []
    assert world.state == State.READING
    world.waits(TAKEN_WITHIN + 1.0)
    assert not world.latched


def test_it_outlives_the_visit() -> None:
    world = World(STAFF_ANSWER).go(READING).presses("sq").listen()
    assert world.state == State.ATTRACT
    world.waits(TAKEN_WITHIN + 1.0)
    assert world.state == State.EMERGENCY


@pytest.mark.parametrize(
    ("age", "taken", "alarm_after"), [(20.0, False, 40.0), (20.0, True, None), (86_400.0, False, 0)]
)
def test_a_restart_loses_neither_the_call_nor_its_time(
    age: float, taken: bool, alarm_after: float | None
) -> None:
    world = World(STAFF_ANSWER, Started(interrupted=True, call_age=age, call_taken=taken))
    assert world.alerts[0] == "call", "before anything else is told"
    world.listen()
    assert (CALLING if taken else UNCALLED) in world.said or alarm_after == 0
    world.waits((alarm_after if alarm_after is not None else 200.0) + 0.1)
    assert world.latched is (alarm_after is not None)


@pytest.mark.parametrize("other", ["yes", "not_sure", "topic.symptoms.nerve_changes"])
def test_what_another_recognizer_takes_for_more_is_an_alarm(other: str) -> None:
    world = World(STAFF_ANSWER).go(QUESTION)
    world.reads(Reading("moonshine", "staff"), Reading("yes-no", other))
    assert world.state == State.EMERGENCY


def test_the_staff_word_in_answer_to_the_offer_of_staff_is_an_alarm() -> None:
    world = World(STAFF_ANSWER).go(READING).listen()
    world.reads(Reading("moonshine", None, near_cry=True)).listen()
    assert world.state == State.OFFER_STAFF
    assert world.says("staff").state == State.EMERGENCY


def test_yes_to_the_help_is_a_call() -> None:
    world = World(STAFF_ANSWER).go(READING).presses("h").says("yes")
    assert world.alerts[-1] == "call"
    assert world.state == State.READING


def test_over_speech_it_is_a_call_too() -> None:
    world = World(Abilities(names=True, barge_in=True, staff_answer=True)).go(READING)
    world.sentence()
    world.window = None
    world.post(Heard((Reading("vosk", Intent.STAFF),), over_speech=True))
    assert world.alerts == ["call"]


def test_the_alarm_of_an_emergency_is_no_doorbell() -> None:
    world = World(STAFF_ANSWER).go(READING).presses("s")
    assert not any(isinstance(a, PlayEarcon) and a.name == "alert" for a in world.last_actions)


def test_the_staff_code_ends_the_call_and_chooses_nothing() -> None:
    world = World(STAFF_ANSWER).go(WAYS[State.MAIN_MENU]).presses("s").listen()
    world.presses(f"#{STAFF_CODE}#")
    assert world.call == KeepCall(None)
    assert world.alerts == []
    assert world.state == State.MAIN_MENU
    world.waits(TAKEN_WITHIN + 1.0)
    assert not world.latched


def test_a_wrong_code_leaves_the_call_on_and_locks_as_in_an_emergency() -> None:
    world = World(STAFF_ANSWER).presses("s").presses("#999999#" * 3)
    assert world.call.age is not None
    world.presses(f"#{STAFF_CODE}#")
    assert world.call.age is not None, "the pad is locked"


def test_digits_mean_what_they_always_mean_before_and_after_an_entry() -> None:
    world = World(STAFF_ANSWER).go(WAYS[State.MAIN_MENU])
    assert world.presses("#2").state == State.PREAMBLE, "no call is on"
    world = World(STAFF_ANSWER).go(WAYS[State.MAIN_MENU]).presses("s#1")
    assert world.state == State.MAIN_MENU
    world.now += LAPSES_AFTER + 0.1
    assert world.presses("2").state == State.PREAMBLE


@pytest.mark.parametrize("key", ["1", "3"])
def test_a_yes_at_a_question_is_never_taken_for_a_digit_of_the_code(key: str) -> None:
    world = World(STAFF_ANSWER).go(QUESTION).presses("s#")
    assert not world.dialogue.key_context.staff_code
    assert world.presses(key).state == State.EMERGENCY
