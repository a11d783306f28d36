"""Wishes in a visitor's own words: asked about, acted on at rest, and put off at questions."""

import pytest

from grammar.intents import Intent
from kiosk.visit.dialogue.abilities import Abilities
from kiosk.visit.dialogue.actions import BeginSession
from kiosk.visit.dialogue.events import Reading
from kiosk.visit.dialogue.red_flags.answers import No, NotAnswered
from kiosk.visit.dialogue.table import State
from tests.kiosk.visit.dialogue.one_switch import SwitchWorld
from tests.kiosk.visit.dialogue.ways import MAIN_MENU, QUESTION, WAYS, brought_to
from tests.kiosk.visit.dialogue.world import CONTENT, KEYS_ONLY, WITH_NAMES, World

pytestmark = pytest.mark.unit

OPEN = Abilities(voice=True, names=True, open_words=True)
PAIN, RADIATION, BACK = (
    "topic.treatments.pain",
    "topic.treatments.radiation",
    "topic.symptoms.back_pain",
)
SHORT = CONTENT.prompts["introduction"][0]
BESIDE = CONTENT.prompts["after_questions"][0][0]


def likely(*intents: str) -> Reading:
    return Reading("moonshine", None, alternatives=intents, open=True)


def freely(intent: str) -> Reading:
    return Reading("moonshine", intent, open=True)


def at_menu(*readings: Reading) -> World:
    return World(OPEN).go(MAIN_MENU).reads(*readings)


def topic(world: World) -> str:
    return world.dialogue.visit.topic_id


def test_one_likely_topic_is_asked_about_and_read_after_a_yes() -> None:
    world = at_menu(likely(PAIN))
    assert world.last_say.sentences == ("Do you want to hear about pain management?",)
    assert topic(world.says(Intent.YES)) == "treatments.pain"
    assert world.state == State.READING


def test_what_only_sounds_like_a_phrase_is_asked_about_in_a_visit_but_wakes_no_kiosk() -> None:
    sounds_like = Reading("moonshine", None, alternatives=(PAIN,))
    world = at_menu(sounds_like)
    assert world.last_say.sentences == ("Do you want to hear about pain management?",)
    assert World(OPEN).listen().reads(sounds_like).state == State.ATTRACT


def test_what_only_sounds_like_a_phrase_puts_off_no_question() -> None:
    sounds_like = Reading("moonshine", None, alternatives=(BACK,))
    world = World(OPEN).go(QUESTION).reads(sounds_like)
    assert BESIDE not in world.last_say.sentences


def test_two_close_ones_are_told_apart_by_their_numbers() -> None:
    world = at_menu(likely(PAIN, BACK))
    assert world.last_say.sentences == (
        "For pain management, say one.",
        "For lasting back pain, say two.",
    )
    assert world.screen is not None
    assert [(c.key, c.label) for c in world.screen.choices[:3]] == [
        ("1", "pain management"),
        ("2", "lasting back pain"),
        ("n", "no"),
    ]
    assert topic(world.says(Intent.CHOOSE_2)) == "symptoms.back_pain"


@pytest.mark.parametrize(("key", "read"), [("1", "treatments.pain"), ("2", "symptoms.back_pain")])
def test_numbers_on_the_keys_choose_between_the_two(key: str, read: str) -> None:
    assert topic(at_menu(likely(PAIN, BACK)).presses(key)) == read


def test_one_of_the_two_can_be_named() -> None:
    assert topic(at_menu(likely(PAIN, BACK)).says(BACK)) == "symptoms.back_pain"


def test_all_of_a_section_is_asked_about_where_a_section_is_offered() -> None:
    world = at_menu(freely("section.symptoms")).reads(likely(Intent.READ_ALL))
    assert world.last_say.sentences == ("Do you want to hear all of them, one after the other?",)
    world.says(Intent.YES)
    assert (world.state, topic(world)) == (State.READING, "symptoms.intro")
    assert at_menu(likely(Intent.READ_ALL)).state == State.MAIN_MENU


@pytest.mark.parametrize(
    ("wish", "question"),
    [
        (Intent.SOMETHING_ELSE, "Do you want to hear about something else?"),
        (Intent.MORE, "Did you say: more about this?"),
    ],
)
def test_what_may_follow_a_topic_is_asked_about_after_it(wish: Intent, question: str) -> None:
    world = at_menu(freely(PAIN)).listen().reads(likely(wish))
    assert world.last_say.sentences == (question,)
    world.says(Intent.YES)
    assert world.state == (State.READING if wish is Intent.MORE else State.SECTION_MENU)


@pytest.mark.parametrize("reply", [Intent.YES, Intent.CHOOSE_3])
def test_a_reply_that_chooses_neither_reads_nothing(reply: Intent) -> None:
    assert at_menu(likely(PAIN, BACK)).says(reply).state == State.CONFIRM_CHOICE


def test_one_switch_is_offered_the_two_and_neither() -> None:
    world = SwitchWorld(KEYS_ONLY)
    world.dialogue.visit.proposals = (PAIN, BACK)
    world.presses(" ")
    world.hears("For symptoms, press now.")
    world.dialogue.visit.proposals = (PAIN, BACK)
    world.dialogue._position.begin_aside("propose")  # only words are asked about
    world.hears("For lasting back pain, press now.")
    world.hears("For no, press now.")


@pytest.mark.parametrize("state", [State.MAIN_MENU, State.SECTION_MENU, State.AFTER_TOPIC])
@pytest.mark.parametrize("asked", [(RADIATION,), (RADIATION, PAIN)])
def test_a_no_goes_back_to_the_menu_and_the_same_is_not_asked_again(
    state: State, asked: tuple[str, ...]
) -> None:
    world = brought_to(state).reads(likely(*asked))
    assert world.state == State.CONFIRM_CHOICE
    assert world.says(Intent.NO).state == state
    assert world.reads(likely(*asked)).state == state
    assert world.reads(likely(*asked, BACK)).state == State.CONFIRM_CHOICE
    assert world.last_say.sentences == ("Do you want to hear about lasting back pain?",)
    world.says(Intent.YES)
    world.presses("m").reads(likely(*asked))
    assert world.state == State.CONFIRM_CHOICE


def test_another_wish_replaces_the_one_that_was_asked_about() -> None:
    world = at_menu(likely(PAIN)).reads(likely(RADIATION))
    assert world.last_say.sentences == ("Do you want to hear about radiation therapy?",)
    assert world.says(Intent.NO).state == State.MAIN_MENU


def test_what_sounds_like_an_answer_is_only_a_piece_of_a_wish_where_none_was_asked_for() -> None:
    world = at_menu(likely(PAIN), Reading("yes-no", Intent.NO))
    assert world.state == State.CONFIRM_CHOICE


def test_two_wishes_that_were_heard_in_one_are_both_offered() -> None:
    world = at_menu(Reading("vosk", PAIN), freely(BACK))
    assert world.state == State.CONFIRM_CHOICE
    assert world.dialogue.visit.proposals == (PAIN, BACK)


@pytest.mark.parametrize("state", [State.MAIN_MENU, State.SECTION_MENU, State.PREAMBLE])
def test_what_the_kiosk_is_not_for_gets_a_polite_sentence_and_a_way_on(state: State) -> None:
    world = brought_to(state).reads(likely(Intent.OUT_OF_SCOPE))
    assert world.state == state
    assert world.last_say.sentences[:2] == CONTENT.prompts["out_of_scope"][0]
    assert len(world.last_say.sentences) > 2


# At rest.


@pytest.mark.parametrize("wish", [RADIATION, "section.causes", Intent.QUESTIONS])
@pytest.mark.parametrize("abilities", [OPEN, WITH_NAMES])
def test_what_was_asked_for_at_rest_begins_after_a_short_greeting(
    wish: str, abilities: Abilities
) -> None:
    world = World(abilities).reads(Reading("moonshine", wish))
    assert world.last_say.sentences == SHORT
    while world.last_say.sentences == SHORT:
        world.sentence()
    opened = {"section.causes": State.SECTION_MENU, Intent.QUESTIONS: State.PREAMBLE}
    assert world.state == opened.get(wish, State.READING)
    assert world.visiting


def test_it_says_what_it_is_before_the_first_words_about_health() -> None:
    world = World(OPEN).reads(freely(RADIATION))
    assert world.last_say.sentences == SHORT


@pytest.mark.parametrize("answer", [Intent.YES, Intent.NO, Intent.NOT_SURE, Intent.HEDGED_NO])
def test_a_lone_answer_wakes_it_only_where_it_knows_no_other_words(answer: Intent) -> None:
    world = World(OPEN).reads(Reading("yes-no", answer))
    assert world.state == State.ATTRACT
    assert world.window is not None
    assert not world.window.expects & {Intent.YES, Intent.NO, Intent.NOT_SURE}
    assert World(WITH_NAMES).reads(Reading("yes-no", Intent.YES)).state == State.GREETING


@pytest.mark.parametrize("talk", [Intent.REPEAT, Intent.BACK, Intent.CONTINUE, Intent.MORE, None])
def test_words_that_people_say_to_each_other_do_not_wake_it(talk: str | None) -> None:
    world = World(OPEN).reads(Reading("moonshine", talk))
    assert world.state == State.ATTRACT
    assert BeginSession() not in world.last_actions


@pytest.mark.parametrize("word", [Intent.HELLO, Intent.HELP, Intent.MAIN_MENU])
def test_a_greeting_and_a_cry_for_help_wake_it(word: str) -> None:
    assert World(OPEN).reads(Reading("moonshine", word)).visiting


@pytest.mark.parametrize("cry", [Intent.DISTRESS, Intent.STAFF])
def test_a_whole_cry_at_rest_is_an_emergency(cry: str) -> None:
    assert World(OPEN).reads(freely(cry)).state == State.EMERGENCY


def test_a_likely_wish_at_rest_is_asked_about() -> None:
    world = World(OPEN).reads(likely(RADIATION))
    assert world.last_say.sentences == (*SHORT, "Do you want to hear about radiation therapy?")
    assert topic(world.says(Intent.YES)) == "treatments.radiation"


def test_without_an_answer_it_goes_back_to_rest() -> None:
    world = World(OPEN).reads(likely(RADIATION)).listen()
    world.waits(10.1)
    assert world.state == State.ATTRACT
    assert not world.visiting
    world = World(OPEN).reads(likely(RADIATION)).says(None).says(None)
    assert world.state == State.ATTRACT


def test_a_no_at_rest_goes_to_the_menu() -> None:
    assert World(OPEN).reads(likely(RADIATION)).says(Intent.NO).state == State.MAIN_MENU


@pytest.mark.parametrize("intent", [Intent.GOODBYE, Intent.STAFF, Intent.OUT_OF_SCOPE])
def test_likely_commands_do_not_wake_it(intent: str) -> None:
    assert World(OPEN).reads(likely(intent)).state == State.ATTRACT


def test_what_it_is_not_for_is_said_at_rest_only_to_a_whole_phrase() -> None:
    world = World(OPEN).reads(freely(Intent.OUT_OF_SCOPE)).listen()
    assert CONTENT.prompts["out_of_scope"][0][0] in world.said
    assert world.state == State.MAIN_MENU


# At questions.


def test_a_topic_at_a_question_is_put_off_and_costs_no_attempt() -> None:
    world = World(OPEN).go(QUESTION).says(RADIATION)
    assert world.last_say.sentences == (BESIDE, CONTENT.questions[0].text)
    assert not world.dialogue.visit.asked_again


def test_nothing_likely_is_asked_about_at_a_question() -> None:
    world = World(OPEN).go(QUESTION).reads(likely(RADIATION, PAIN))
    assert world.state == State.QUESTION
    assert world.last_say.sentences[0] == BESIDE
    world.reads(likely(RADIATION))
    assert world.questions.answers["E1"] == NotAnswered()


def test_who_seems_to_answer_for_somebody_else_is_told_that_it_may_be() -> None:
    told = CONTENT.prompts["answer_for_others"][0][0]
    world = World(OPEN).go(QUESTION).reads(likely(Intent.FOR_OTHERS))
    assert world.last_say.sentences[0] == told
    assert (world.state, world.alerts) == (State.QUESTION, [])
    assert at_menu(likely(Intent.FOR_OTHERS)).last_say.sentences[0] == told


def test_another_answer_is_asked_about_at_the_outcome_and_never_taken_by_likeness() -> None:
    world = World(OPEN).go(QUESTION).reads(likely(Intent.CHANGE_ANSWER))
    assert world.state == State.QUESTION
    world = World(OPEN).go(WAYS[State.OUTCOME_ALL_NO]).reads(likely(Intent.CHANGE_ANSWER))
    assert world.last_say.sentences == ("Did you say: change my answer?",)
    assert world.says(Intent.YES).state == State.QUESTION


@pytest.mark.parametrize(
    "likely_one", ["topic.symptoms.bladder_bowel", Intent.YES, Intent.NO, Intent.SAID_YES]
)
def test_nothing_is_an_answer_by_likeness(likely_one: str) -> None:
    world = World(OPEN).go(QUESTION).reads(likely(likely_one))
    assert world.state == State.QUESTION
    assert not world.questions.answers
    assert world.alerts == []


def test_tiredness_at_an_emergency_question_is_no_emergency_but_the_care_team_should_hear() -> None:
    world = World(OPEN).go(QUESTION).says("topic.symptoms.weight_fatigue")
    assert world.state == State.QUESTION
    world.go(("say:no",) * 8).says(Intent.YES).go((*("say:no",) * 5, "say:yes"))
    assert world.state == State.OUTCOME_VISIT


def test_a_question_about_the_question_is_explained_and_costs_no_attempt() -> None:
    asks = Reading("moonshine", Intent.SIMPLER, asks_about_question=True)
    world = World(OPEN).go(QUESTION).reads(asks)
    assert world.last_say.sentences == (
        *CONTENT.prompts["explain_question"][0],
        CONTENT.questions[0].text,
    )
    world.reads(asks)
    assert world.last_say.sentences == (
        *CONTENT.prompts["explain_again"][0],
        CONTENT.questions[0].text,
    )
    assert not world.questions.answers
    assert not world.dialogue.visit.asked_again
    assert world.alerts == []
    world.says(Intent.NO).reads(asks)
    assert world.last_say.sentences[0] == CONTENT.prompts["explain_question"][0][0]


def test_a_question_that_was_explained_twice_is_left_open_in_the_end() -> None:
    asks = Reading("moonshine", Intent.SIMPLER, asks_about_question=True)
    world = World(OPEN).go(QUESTION).reads(asks).reads(asks).reads(asks)
    assert world.last_say.sentences[0] == CONTENT.prompts["question_again"][0][0]
    world.reads(asks)
    assert world.questions.answers == {"E1": NotAnswered()}
    assert world.questions.current.id == "E2"


def test_so_is_one_about_i_heard_no() -> None:
    world = brought_to(State.CONFIRM_NO)
    world.reads(Reading("moonshine", None, open=True, asks_about_question=True))
    assert world.state == State.QUESTION
    assert world.last_say.sentences[-1] == CONTENT.questions[0].text


def test_a_yes_among_words_with_no_no_fetches_staff_at_an_emergency_question() -> None:
    words = Reading("moonshine", None, frozenset({Intent.YES}), open=True)
    assert World(OPEN).go(QUESTION).reads(words).state == State.EMERGENCY


def test_a_hedge_is_asked_back_at_an_emergency_question_and_counts_elsewhere() -> None:
    lone = (Reading("moonshine", Intent.HEDGED_NO), Reading("yes-no", None))
    agreed = (Reading("moonshine", Intent.HEDGED_NO), Reading("yes-no", Intent.NO))
    later = (*QUESTION, *("say:no",) * 8, "say:yes")
    for hedge in (lone, agreed):
        assert World(OPEN).go(QUESTION).reads(*hedge).state == State.CONFIRM_NO
        world = World(OPEN).go(later).reads(*hedge)
        assert world.state == State.QUESTION
        assert isinstance(world.questions.answers["C"], No)


def test_a_hedge_at_an_offer_is_a_no() -> None:
    assert at_menu(likely(PAIN)).says(Intent.HEDGED_NO).state == State.MAIN_MENU
