"""Nobody hears the same again and again: what follows words without a meaning, and silence."""

from itertools import cycle

import pytest

from grammar.intents import Intent
from kiosk.visit.dialogue.events import Reading, TimePassed
from kiosk.visit.dialogue.table import State
from tests.kiosk.visit.dialogue.ways import MAIN_MENU, QUESTION
from tests.kiosk.visit.dialogue.world import CONTENT, STAFF_ANSWER, WITH_NAMES, YES_NO_ONLY, World

pytestmark = pytest.mark.unit

OFFER = "Do you want me to call a member of staff?"
APOLOGIES = ("not understand", "not hear", "hear nothing", "not able to understand", "not get that")


def last_said(world: World) -> tuple[str, ...]:
    world.listen()
    return world.last_say.sentences


def test_each_step_says_something_else_and_apologizes_once_at_most() -> None:
    world = World(WITH_NAMES).go(MAIN_MENU).listen()
    steps = []
    for _ in range(5):
        world.says(None)
        steps.append(last_said(world))
    assert len(set(steps)) == len(steps)
    for step in steps:
        assert sum(any(a in sentence for a in APOLOGIES) for sentence in step) <= 1, step
    assert len(steps[0]) == 2, "the first one is short"
    assert world.dialogue.visit.one_at_a_time
    assert steps[2][-1] == OFFER


def test_the_third_time_in_a_row_staff_are_offered_and_a_yes_calls_them() -> None:
    world = World(STAFF_ANSWER).go(MAIN_MENU).says(None).says(None).says(None)
    assert last_said(world)[-1] == OFFER
    assert world.alerts == []
    world.says(Intent.YES)
    assert world.alerts == ["call"]
    assert world.state == State.MAIN_MENU


def test_who_declined_staff_is_not_asked_again() -> None:
    world = World(WITH_NAMES).go(MAIN_MENU).says(None).says(None).says(None).says(Intent.NO)
    for _ in range(5):
        world.says(None)
        assert OFFER not in last_said(world)


def test_the_fifth_time_staff_are_told_quietly_and_the_kiosk_stops_talking() -> None:
    world = World(WITH_NAMES).go(MAIN_MENU).go(["noise"] * 5).listen()
    assert world.alerts == ["attention"]
    said = len(world.said)
    world.waits(60.0)
    for _ in range(10):
        world.says(None)
    world.waits(60.0)
    assert len(world.said) == said, "until something is understood"
    world.says(Intent.REPEAT).listen()
    assert len(world.said) > said


def test_it_still_warns_before_it_ends_the_visit_of_a_person_who_has_left() -> None:
    world = World(WITH_NAMES).go(MAIN_MENU).go(["noise"] * 5).waits(120.0)
    assert world.state == State.STILL_THERE


def test_silence_does_not_count_as_misunderstood() -> None:
    world = World(WITH_NAMES).go(MAIN_MENU).says(None).waits(10.0).waits(10.0).says(None)
    assert OFFER not in last_said(world)
    assert world.says(None).listen().said[-1] == OFFER


def test_the_same_menu_is_not_read_for_ever_to_who_asks_what_was_said() -> None:
    world = World(WITH_NAMES).go(MAIN_MENU)
    steps = []
    for _ in range(3):
        world.says(Intent.REPEAT)
        steps.append(last_said(world))
    assert len(set(steps)) == len(steps)
    assert steps[2][-1] == OFFER
    for _ in range(3):
        world.says(Intent.REPEAT)
    assert world.alerts == ["attention"]
    said = len(world.listen().said)
    for _ in range(5):
        world.says(Intent.REPEAT).listen()
    assert len(world.said) == said


def test_who_refused_every_page_is_offered_only_what_stands_on_none_of_them() -> None:
    world = World(WITH_NAMES).go(MAIN_MENU).says(Intent.NO)
    assert "Do you want" not in " ".join(last_said(world))
    assert last_said(world.says(Intent.NO))[-1] == OFFER
    assert last_said(world.says(Intent.NO)) == ("Do you want to stop here?",)
    assert last_said(world.says(Intent.NO))[0] == "Those were all the choices here."
    world.says(Intent.YES)
    assert last_said(world) == ("Do you want to hear about symptoms?",)


def test_what_was_not_wanted_is_offered_last_when_the_menu_comes_again() -> None:
    world = World(YES_NO_ONLY).go(MAIN_MENU).says(Intent.NO).says(Intent.NO).says(Intent.YES)
    assert world.state == State.PREAMBLE
    offers = [last_said(world.says(Intent.NO))]
    while not world.dialogue.visit.menu.ended:
        offers.append(last_said(world.says(Intent.NO)))
    assert offers[0] == ("Do you want to hear about treatments?",)
    assert offers[-4:-1] == [
        ("Do you want to hear about symptoms?",),
        ("Do you want me to ask yes or no questions about how you feel?",),
        (OFFER,),
    ]


def test_who_asks_again_what_the_kiosk_has_no_facts_about_is_offered_staff() -> None:
    world = World(WITH_NAMES).go(MAIN_MENU).says(Intent.OUT_OF_SCOPE)
    assert OFFER not in last_said(world)
    world.says(Intent.OUT_OF_SCOPE)
    assert last_said(world) == (*CONTENT.prompts["out_of_scope"][0], OFFER)
    world.says(Intent.NO).says(Intent.OUT_OF_SCOPE)
    assert OFFER not in last_said(world)


def test_a_topic_is_read_again_as_often_as_it_is_asked_for() -> None:
    world = World(WITH_NAMES).go((*MAIN_MENU, "say:topic.treatments.surgery")).listen()
    for _ in range(4):
        assert world.says(Intent.REPEAT).state == State.READING
        world.listen()


def test_a_proposal_that_is_not_understood_leads_back_to_the_menu() -> None:
    world = World(YES_NO_ONLY).go(MAIN_MENU).listen()
    world.reads(Reading("moonshine", None, alternatives=("topic.treatments.radiation",)))
    assert world.state == State.CONFIRM_CHOICE
    assert world.says(None).state == State.CONFIRM_CHOICE
    assert world.says(None).state == State.MAIN_MENU


def test_words_that_only_may_mean_something_lead_to_staff_at_last() -> None:
    world = World(WITH_NAMES).go(MAIN_MENU).listen()
    guesses = cycle((("section.causes",), ("topic.clinic",), ("topic.overview",)))
    steps = []
    while OFFER not in last_said(world):
        world.reads(Reading("moonshine", None, alternatives=next(guesses), open=True))
        steps.append(last_said(world))
        assert len(steps) <= 5
    assert len({*steps}) == len(steps)


def test_the_same_guess_is_not_made_twice_in_a_row() -> None:
    world = World(WITH_NAMES).go(MAIN_MENU).listen()
    guess = Reading("moonshine", None, alternatives=("section.causes",), open=True)
    asked = last_said(world.reads(guess))
    assert last_said(world.reads(guess))[0] == "I did not understand that."
    assert asked == ("Do you want to hear about causes?",)


def test_silence_after_a_guess_is_told_once() -> None:
    world = World(WITH_NAMES).go(MAIN_MENU).listen()
    world.reads(Reading("moonshine", None, alternatives=("section.causes",), open=True))
    world.waits(60.0)
    assert world.said.count("I did not hear anything.") == 1


def test_the_next_choice_follows_where_choices_come_one_at_a_time() -> None:
    world = World(WITH_NAMES).go(MAIN_MENU).says(Intent.ONE_AT_A_TIME)
    assert last_said(world.says(Intent.NEXT)) == (OFFER,)
    assert "about how you feel?" in last_said(world.says(Intent.MORE))[0]


def test_what_the_kiosk_has_no_facts_about_does_not_begin_the_help_again() -> None:
    world = World(WITH_NAMES).go((*MAIN_MENU, "key:h")).listen().says(Intent.OUT_OF_SCOPE)
    told = CONTENT.prompts["out_of_scope"][0]
    assert last_said(world) == (*told, "Do you want me to call a member of staff now?")


def until_it_ends(world: World) -> list[str]:
    """Be silent until the visit is over; give what was said from the goodbye on."""
    for _ in range(40):
        if world.state == State.GOODBYE:
            world.listen()
            return list(world.last_say.sentences)
        world.listen()
        if world.dialogue.deadline is None:
            break
        world.now = world.dialogue.deadline
        world.post(TimePassed())
    raise AssertionError(world.state)


def test_the_goodbye_of_silence_follows_no_cry_without_saying_so() -> None:
    world = World(WITH_NAMES).go(MAIN_MENU).listen()
    world.reads(Reading("moonshine", None, near_cry=True)).presses("n")
    assert world.state == State.MAIN_MENU
    goodbye = until_it_ends(world)
    assert goodbye[:2] == [
        "If you need someone, please ask anyone near you.",
        "You can stay where you are.",
    ]


def test_the_goodbye_of_silence_after_help_says_whom_to_ask() -> None:
    goodbye = until_it_ends(World(WITH_NAMES).go(MAIN_MENU).presses("h"))
    assert "If you need someone, please ask anyone near you." in goodbye


def test_a_goodbye_during_a_call_says_what_has_become_of_it() -> None:
    world = World(STAFF_ANSWER).go(MAIN_MENU).presses("sq").listen()
    assert "Please ask anyone near you." in world.said[-5:]


def test_the_goodbye_of_silence_says_that_questions_are_open() -> None:
    world = World(WITH_NAMES).go(QUESTION)
    assert until_it_ends(world)
    told = "I could not get a clear answer to every question."
    assert told in world.said
    left = World(WITH_NAMES).go((*QUESTION, "say:main_menu", "say:main_menu")).listen()
    assert left.state == State.MAIN_MENU
    assert told in until_it_ends(left)


def test_nothing_is_added_to_the_goodbye_of_a_visit_without_any_of_these() -> None:
    goodbye = until_it_ends(World(WITH_NAMES).go(MAIN_MENU))
    assert goodbye[0] == "I heard nothing, so I will stop now."


def test_stop_stops_and_says_how_to_go_on_or_leave() -> None:
    world = World(WITH_NAMES).go((*MAIN_MENU, "say:topic.treatments.surgery"))
    world.sentence()
    world.presses("x")
    assert world.state == State.PAUSED
    assert last_said(world) == (
        "I have paused here.",
        "To go on, say: yes, or continue.",
        "To leave, say: goodbye.",
    )
    assert last_said(world.says(Intent.STOP))[0] == "I am still paused."
    assert world.says(Intent.CONTINUE).state == State.READING
    world.says(Intent.STOP).says(Intent.GOODBYE)
    assert world.state == State.GOODBYE


def test_who_asks_again_and_again_what_a_question_was_is_offered_to_skip_it_or_staff() -> None:
    world = World(WITH_NAMES).go(QUESTION).listen()
    for wish in (1, 2, 3, 4):
        world.said.clear()
        world.says(Intent.REPEAT).listen()
        assert world.state == State.QUESTION
        assert world.said[-1] == CONTENT.questions[0].text
        assert ("For a member of staff, say: staff." in world.said) is (wish == 3)
    assert world.dialogue.questions is not None
    assert world.dialogue.questions.answers == {}


def test_the_keys_are_told_that_fit_what_is_asked() -> None:
    world = World(WITH_NAMES).go(MAIN_MENU).waits(45.0)
    assert "To answer, press the yes key or the no key." in world.said
    assert "To choose, press a number." not in world.said, "one choice is offered at a time"
