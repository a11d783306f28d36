"""Words near a cry for help: staff are told and offered, and only a no that counts ends that."""

import pytest

from grammar.intents import Intent
from kiosk.visit.dialogue.actions import Say, WipeCaptions
from kiosk.visit.dialogue.events import (
    HeadphonesIn,
    HeadphonesOut,
    Heard,
    HearingLost,
    KeyPressed,
    QuestionsRefused,
    Reading,
    Refusal,
    SpeechBegan,
    TimePassed,
)
from kiosk.visit.dialogue.red_flags.answers import No
from kiosk.visit.dialogue.table import ASKING, VISITED, State
from tests.every_row import every_row
from tests.kiosk.visit.dialogue.one_switch import SwitchWorld
from tests.kiosk.visit.dialogue.ways import MAIN_MENU, QUESTION, brought_to
from tests.kiosk.visit.dialogue.world import CONTENT, SPOKEN_OVER, WITH_NAMES, World

pytestmark = pytest.mark.unit

NEAR = Reading("moonshine", None, open=True, near_cry=True)
ASKED = "Do you want me to call a member of staff now?"
BOTH_NO = (Reading("moonshine", Intent.NO), Reading("yes-no", Intent.NO))
LONE_NO = (Reading("moonshine", None), Reading("yes-no", Intent.NO))
IN_A_VISIT = [s for s in VISITED if s not in (State.GREETING, State.READING, State.OFFER_STAFF)]


def offered(state: State = State.MAIN_MENU) -> World:
    world = brought_to(state).reads(NEAR)
    assert world.state == State.OFFER_STAFF
    return world


def test_it_is_asked_in_the_first_sentence_and_staff_are_told_first() -> None:
    world = offered()
    assert world.last_say.sentences[0] == ASKED
    assert world.alerts == ["attention"]


@every_row("state", IN_A_VISIT)
def test_in_every_state_of_a_visit(state: State) -> None:
    world = brought_to(state)
    before = len(world.alerts)
    world.reads(NEAR)
    assert world.state == State.OFFER_STAFF
    assert world.alerts[before:] == ["attention"]
    assert world.last_say.sentences[0] == ASKED


@pytest.mark.parametrize("beside", [Intent.GOODBYE, "topic.treatments.surgery", Intent.NO])
def test_it_comes_before_whatever_else_was_heard(beside: str) -> None:
    world = World(WITH_NAMES).go(MAIN_MENU).reads(NEAR, Reading("vosk", beside))
    assert world.state == State.OFFER_STAFF
    assert world.sessions_ended == 0


def test_only_commands_that_mean_something_there_are_shown() -> None:
    screen = offered().screen
    assert screen is not None
    assert [choice.key for choice in screen.choices] == [*"ynurhs"]


def test_each_near_cry_gets_a_call_of_its_own() -> None:
    world = offered().presses("n").reads(NEAR)
    assert world.alerts == ["attention", "attention"]


@pytest.mark.parametrize("answer", [Intent.YES, Intent.NOT_SURE, Intent.HELP, Intent.STAFF])
def test_what_agrees_fetches_staff_at_once(answer: Intent) -> None:
    world = offered().reads(Reading("yes-no", None), Reading("moonshine", answer, open=True))
    assert world.state == State.EMERGENCY
    assert world.alerts == ["attention", "emergency"]


@pytest.mark.parametrize("key", ["1", "y", " ", "3", "h", "s"])
def test_a_key_that_agrees_fetches_staff(key: str) -> None:
    assert offered().presses(key).state == State.EMERGENCY


@pytest.mark.parametrize("state", [State.MAIN_MENU, State.HELP, State.QUESTION, State.CONFIRM_NO])
def test_a_no_of_the_measured_pair_goes_on_and_the_call_stands(state: State) -> None:
    world = brought_to(state)
    origin = world.within
    world.reads(NEAR).reads(*BOTH_NO)
    assert world.state == origin
    assert world.alerts == ["attention"]
    assert not any(isinstance(a, No) for a in answers(world).values())


def answers(world: World) -> dict[str, object]:
    questions = world.dialogue.questions
    return dict(questions.answers) if questions else {}


@pytest.mark.parametrize("key", ["2", "n"])
def test_a_no_by_key_counts(key: str) -> None:
    world = offered().presses(key)
    assert world.state == State.MAIN_MENU
    assert world.alerts == ["attention"]


def test_a_no_key_that_was_held_since_the_question_before_does_not_count() -> None:
    world = World(SPOKEN_OVER).go(QUESTION).presses("2")
    world.interrupts(NEAR)
    world.post(KeyPressed("2"))
    assert world.state == State.OFFER_STAFF


def test_a_lone_no_is_asked_back_and_a_yes_to_that_counts() -> None:
    world = offered().reads(*LONE_NO)
    assert world.state == State.OFFER_STAFF
    assert world.last_say.sentences == CONTENT.prompts["heard_no"][0]
    world.reads(Reading("yes-no", Intent.YES))
    assert world.state == State.MAIN_MENU
    assert world.alerts == ["attention"]


@pytest.mark.parametrize(
    "reply",
    [
        (Reading("yes-no", Intent.NO),),
        (Reading("moonshine", Intent.YES, open=True),),
        (Reading("yes-no", Intent.YES), NEAR),
    ],
)
def test_another_reply_to_that_ends_the_offer_by_no_means(reply: tuple[Reading, ...]) -> None:
    world = offered().reads(*LONE_NO).reads(*reply)
    assert world.state in (State.OFFER_STAFF, State.EMERGENCY)


@pytest.mark.parametrize(
    "readings",
    [
        LONE_NO,
        (Reading("moonshine", Intent.NO, open=True),),
        (Reading("vosk", Intent.NO), Reading("yes-no", Intent.NO)),
        (Reading("moonshine", Intent.HEDGED_NO), Reading("yes-no", Intent.NO)),
        (*BOTH_NO, NEAR),
    ],
)
def test_a_no_without_the_evidence_of_an_emergency_question_is_none(
    readings: tuple[Reading, ...],
) -> None:
    assert offered().reads(*readings).state == State.OFFER_STAFF


def test_without_an_answer_for_ten_seconds_it_is_an_emergency() -> None:
    world = offered().listen()
    world.waits(9.9)
    assert world.state == State.OFFER_STAFF
    world.waits(0.2)
    assert world.state == State.EMERGENCY
    assert world.alerts == ["attention", "emergency"]


@pytest.mark.parametrize(
    "talk",
    [
        Reading("moonshine", None),
        NEAR,
        Reading("moonshine", "topic.overview"),
        Reading("moonshine", Intent.GOODBYE),
        Reading("yes-no", Intent.NO),
    ],
)
def test_talk_and_noise_delay_it_by_nothing(talk: Reading) -> None:
    world = offered().listen()
    began = world.now
    for _ in range(12):
        if world.state != State.OFFER_STAFF:
            break
        world.post(SpeechBegan())
        if world.window is not None:
            world.reads(talk)
        world.waits(2)
    assert world.state == State.EMERGENCY
    assert world.dialogue.visit.called_at == pytest.approx(began + 10)


@pytest.mark.parametrize("key", ["r", "?", "q", "m", "b"])
def test_a_key_that_is_no_answer_asks_again_and_delays_it_little(key: str) -> None:
    world = offered()
    began = world.now
    for _ in range(100):
        if world.state != State.OFFER_STAFF:
            break
        world.now += 1.0
        world.presses(key)
        if (limit := world.dialogue.deadline) is not None and world.now >= limit:
            world.post(TimePassed())
    assert world.state == State.EMERGENCY
    assert world.now <= began + 40


def test_more_time_gives_as_long_again() -> None:
    world = offered().says(Intent.MORE_TIME).listen()
    world.waits(15)
    assert world.state == State.OFFER_STAFF
    world.waits(6)
    assert world.state == State.EMERGENCY


def test_a_yes_over_its_words_fetches_staff_and_a_no_over_them_does_not_count() -> None:
    for answer, state in ((Intent.YES, State.EMERGENCY), (Intent.NO, State.OFFER_STAFF)):
        world = World(SPOKEN_OVER).go(MAIN_MENU).reads(NEAR)
        world.sentence()
        world.interrupts(Reading("yes-no", answer), Reading("moonshine", answer))
        assert world.state == state


def test_over_the_kiosks_speech_it_is_offered_too() -> None:
    world = World(SPOKEN_OVER).go((*MAIN_MENU, "say:topic.treatments.surgery"))
    world.sentence()
    world.interrupts(NEAR)
    assert world.state == State.OFFER_STAFF
    assert world.alerts == ["attention"]


@pytest.mark.parametrize("state", ASKING)
def test_when_the_questions_are_refused_meanwhile_the_offer_goes_on(state: State) -> None:
    world = offered(state)
    world.post(QuestionsRefused(Refusal.NO_ALERT))
    assert world.state == State.OFFER_STAFF
    assert world.presses("n").state == State.MAIN_MENU


def test_when_the_microphone_fails_meanwhile_it_still_is_an_emergency() -> None:
    world = offered().listen()
    world.post(HearingLost())
    assert world.listen().waits(12).state == State.EMERGENCY


def test_headphones_that_come_out_let_the_question_be_heard_aloud() -> None:
    world = World(WITH_NAMES)
    world.post(HeadphonesIn())
    world.go(MAIN_MENU).reads(NEAR)
    world.post(HeadphonesOut())
    assert world.state == State.OFFER_STAFF
    assert ASKED in world.last_say.sentences
    assert world.dialogue.conversation.output == "speaker"


@pytest.mark.parametrize("plugged_in_again", [False, True])
@pytest.mark.parametrize("unplugged", ["before", "meanwhile"])
def test_a_no_does_not_let_what_was_in_headphones_be_heard_aloud(
    unplugged: str, plugged_in_again: bool
) -> None:
    world = World(WITH_NAMES)
    world.post(HeadphonesIn())
    world.go(QUESTION)
    if unplugged == "before":
        world.post(HeadphonesOut())
    world.listen().reads(NEAR)
    assert world.last_say.sentences[0] == ASKED
    if unplugged == "meanwhile":
        assert world.post(HeadphonesOut()).count(WipeCaptions()) == 1
    assert world.last_say.volume > 0
    if plugged_in_again:
        world.post(HeadphonesIn())
    world.presses("n")
    if plugged_in_again:
        assert world.state == State.QUESTION
        return
    assert world.last_say.sentences == CONTENT.prompts["unplugged"][0]
    assert world.last_say.volume == 0
    world.presses("k")
    assert world.state == State.QUESTION
    assert world.last_say.volume > 0


@pytest.mark.parametrize("command", [Intent.REPEAT, Intent.LOUDER, Intent.SLOWER])
def test_how_it_is_said_can_be_changed_over_its_words(command: Intent) -> None:
    world = World(SPOKEN_OVER).go(MAIN_MENU).reads(NEAR)
    world.interrupts(Reading("vosk", command))
    assert world.state == State.OFFER_STAFF
    assert ASKED in world.last_say.sentences
    assert any(isinstance(action, Say) for action in world.last_actions)


@pytest.mark.parametrize("heard", [Intent.HELP, Intent.GOODBYE, "topic.treatments.surgery"])
def test_no_other_words_over_it_count(heard: str) -> None:
    world = World(SPOKEN_OVER).go(MAIN_MENU).reads(NEAR)
    speech = world.last_say
    world.interrupts(Reading("vosk", heard))
    assert world.state == State.OFFER_STAFF
    assert world.last_say is speech


def test_at_rest_it_wakes_with_the_question_without_a_call() -> None:
    world = World(WITH_NAMES).reads(NEAR)
    assert world.state == State.OFFER_STAFF
    assert world.last_say.sentences[0] == ASKED
    assert world.alerts == []


def test_at_rest_ten_seconds_without_an_answer_go_back_to_rest() -> None:
    world = World(WITH_NAMES).reads(NEAR).listen()
    world.reads(NEAR).reads(Reading("moonshine", None))
    world.waits(10.1)
    assert world.state == State.ATTRACT
    assert world.alerts == []
    assert not world.visiting


def test_at_rest_a_yes_fetches_staff_and_a_no_begins_the_visit() -> None:
    assert World(WITH_NAMES).reads(NEAR).says(Intent.YES).state == State.EMERGENCY
    world = World(WITH_NAMES).reads(NEAR).reads(Reading("yes-no", Intent.NO))
    assert world.state == State.GREETING
    assert world.last_say.sentences == CONTENT.prompts["greeting"][0]
    assert world.alerts == []


def test_one_switch_is_offered_yes_and_no_and_a_round_without_a_press_fetches_staff() -> None:
    world = switched()
    world.hears("For yes, press now.")
    world.takes("no")
    assert world.state == State.MAIN_MENU
    world = switched()
    world.passes(45)
    assert world.state == State.EMERGENCY


def switched() -> SwitchWorld:
    world = SwitchWorld(WITH_NAMES)
    world.presses(" ")
    world.hears("What would you like?")
    while world.window is None:
        world.passes(0.5)
    world.post(Heard((NEAR,)))
    assert world.state == State.OFFER_STAFF
    return world
