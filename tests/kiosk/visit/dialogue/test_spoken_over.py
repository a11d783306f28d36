"""What a visitor says while the kiosk speaks: what counts of it, and what passes without a word."""

import pytest

from grammar.intents import Intent
from kiosk.visit.dialogue.actions import Listen, PlayEarcon, Say, StopListening
from kiosk.visit.dialogue.events import (
    EchoCancelled,
    Heard,
    Reading,
    SpeechBegan,
    TimePassed,
    WentOutOfService,
)
from kiosk.visit.dialogue.table import State
from tests.every_row import every_row
from tests.kiosk.visit.dialogue.ways import MAIN_MENU, QUESTION, WAYS
from tests.kiosk.visit.dialogue.world import SPOKEN_OVER, WITH_NAMES, World

pytestmark = pytest.mark.unit


def read_alike(intent: str | None) -> tuple[Reading, Reading]:
    return Reading("yes-no", intent), Reading("moonshine", intent)


def speaking_in(state: State) -> World:
    """Brought there, with its text begun."""
    world = World(SPOKEN_OVER)
    if state == State.CONFIRM_NO:
        world.go(QUESTION).reads(Reading("yes-no", Intent.NO))
    elif state == State.OFFER_STAFF:
        world.go(MAIN_MENU).reads(Reading("moonshine", None, open=True, near_cry=True))
    elif state == State.OUT_OF_SERVICE:
        world.post(WentOutOfService("The voice does not work."))
    else:
        world.go(WAYS[state])
    if not world.speaking:
        world.presses("r")
    assert world.state == state
    world.sentence()
    return world


def test_a_kiosk_that_hears_its_own_echo_does_not_listen_while_it_speaks() -> None:
    world = World(WITH_NAMES).presses(" ")
    assert world.speaking
    assert world.window is None


def test_where_echo_is_cancelled_it_listens_while_it_speaks_without_a_signal() -> None:
    world = World(SPOKEN_OVER).presses(" ")
    assert world.speaking
    assert world.window is not None
    assert world.window.over_speech
    assert PlayEarcon("listening", world.dialogue.visit.pace.volume) not in world.last_actions


def test_after_the_speech_a_window_of_its_own_is_opened_and_silence_counts() -> None:
    world = speaking_in(State.QUESTION).listen()
    assert world.window is not None
    assert not world.window.over_speech
    assert world.dialogue.deadline == pytest.approx(world.now + 10.0)


def test_a_yes_over_an_emergency_question_fetches_staff_at_once() -> None:
    world = speaking_in(State.QUESTION).interrupts(Reading("yes-no", Intent.YES))
    assert world.state == State.EMERGENCY
    assert world.alerts == ["emergency"]


def test_two_noes_over_an_emergency_question_are_no_answer_and_it_is_asked_to_its_end() -> None:
    world = speaking_in(State.QUESTION)
    speech = world.last_say
    world.interrupts(*read_alike(Intent.NO))
    assert world.speaking
    assert world.last_say is speech
    assert not world.questions.answers
    world.listen().says(Intent.NO)
    assert "E1" in world.questions.answers


@pytest.mark.parametrize("state", [State.CONFIRM_NO, State.READ_BACK])
@pytest.mark.parametrize("answer", [Intent.YES, Intent.NO])
def test_what_would_make_a_no_is_not_taken_before_it_has_been_asked(
    state: State, answer: Intent
) -> None:
    world = speaking_in(state)
    speech = world.last_say
    world.interrupts(*read_alike(answer))
    assert world.state == state
    assert world.last_say is speech


@every_row(
    "state", [s for s in State if s not in (State.ATTRACT, State.EMERGENCY, State.CONFIRM_CHOICE)]
)
@every_row("cry", [Intent.DISTRESS, Intent.STAFF])
def test_a_cry_for_help_counts_over_every_speech(state: State, cry: Intent) -> None:
    world = speaking_in(state).interrupts(Reading("vosk", cry))
    assert world.state == State.EMERGENCY


def test_an_emergency_cannot_be_talked_over() -> None:
    world = speaking_in(State.EMERGENCY)
    assert world.window is None
    world.post(Heard(read_alike(Intent.STOP), over_speech=True))
    assert world.speaking


def test_a_command_cuts_a_topic_short() -> None:
    world = speaking_in(State.READING).interrupts(Reading("vosk", Intent.MAIN_MENU))
    assert world.state == State.MAIN_MENU
    assert any(isinstance(action, Say) for action in world.last_actions)
    assert PlayEarcon("heard", world.dialogue.visit.pace.volume) in world.last_actions


@pytest.mark.parametrize("heard", [None, Intent.YES, Intent.NO, Intent.HELLO, Intent.CHOOSE_1])
def test_what_does_not_fit_a_topic_lets_it_go_on_and_stays_unanswered(heard: str | None) -> None:
    world = speaking_in(State.READING)
    speech = world.last_say
    world.interrupts(*read_alike(heard))
    assert world.speaking
    assert world.last_say is speech
    assert [type(action) for action in world.last_actions] == [Listen]
    assert world.window is not None
    assert world.window.over_speech


def test_a_proposal_and_talk_in_the_room_pass_unanswered() -> None:
    world = World(SPOKEN_OVER).go(MAIN_MENU)
    speech = world.last_say
    world.interrupts(
        Reading("moonshine", None, alternatives=("topic.treatments.radiation",)),
        Reading("yes-no", None),
    )
    world.interrupts(Reading("vosk", None, frozenset({Intent.REPEAT, Intent.YES})))
    assert world.last_say is speech


def test_help_among_other_words_offers_staff() -> None:
    world = speaking_in(State.READING)
    world.interrupts(Reading("vosk", None, frozenset({Intent.DISTRESS})))
    assert world.state == State.OFFER_STAFF


def test_who_speaks_over_the_last_words_is_let_finish_and_then_asked_to_answer() -> None:
    world = speaking_in(State.QUESTION)
    world.post(SpeechBegan())
    world.listen()
    assert world.window is not None
    assert world.window.over_speech
    assert StopListening() not in world.last_actions
    world.window = None
    world.post(Heard(read_alike(Intent.NO), over_speech=True))
    assert not world.questions.answers
    assert world.window is not None
    assert not world.window.over_speech


def test_speech_over_the_prompt_sets_no_time_in_which_the_prompt_must_end() -> None:
    world = speaking_in(State.READING)
    world.post(SpeechBegan())
    world.now += 60
    world.post(TimePassed())
    assert world.state == State.READING
    assert world.speaking


def test_when_the_canceller_is_lost_it_stops_listening_while_it_speaks() -> None:
    world = speaking_in(State.READING)
    world.post(EchoCancelled(False))
    assert world.window is None
    assert world.speaking
    world.presses("r")
    assert world.window is None
    world.post(EchoCancelled(True))
    assert world.window is not None
    assert world.window.over_speech


def test_a_canceller_that_is_lost_while_the_visitor_speaks_in_turn_changes_nothing() -> None:
    world = speaking_in(State.QUESTION).listen()
    window = world.window
    world.post(EchoCancelled(False))
    assert world.window is window


@pytest.mark.parametrize(("clear_db", "state"), [(3.9, State.MAIN_MENU), (4.0, State.OFFER_STAFF)])
def test_free_words_over_its_speech_count_only_where_they_stand_out(
    clear_db: float, state: State
) -> None:
    world = speaking_in(State.MAIN_MENU)
    near = Reading("moonshine", None, open=True, near_cry=True)
    world.post(Heard((near,), clear_db, over_speech=True))
    assert world.state == state


def test_a_whole_cry_over_its_speech_counts_however_faint() -> None:
    world = speaking_in(State.MAIN_MENU)
    world.post(Heard((Reading("moonshine", Intent.DISTRESS),), -5.0, over_speech=True))
    assert world.state == State.EMERGENCY
