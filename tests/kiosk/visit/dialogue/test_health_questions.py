"""The health questions: few answers, nothing hammered through, and answers that can be mended."""

import pytest

from grammar.intents import Intent
from kiosk.visit.dialogue.abilities import Abilities
from kiosk.visit.dialogue.events import KeyPressed, Reading, SpeakerLost
from kiosk.visit.dialogue.red_flags.answers import (
    ConfirmedNo,
    No,
    NotAnswered,
    OneRecognizer,
    Yes,
)
from kiosk.visit.dialogue.red_flags.heard import LEAST
from kiosk.visit.dialogue.table import State
from tests.kiosk.visit.dialogue.one_switch import SwitchWorld
from tests.kiosk.visit.dialogue.ways import ALL_NO, QUESTION, SETTLED, brought_to
from tests.kiosk.visit.dialogue.world import CONTENT, KEYS_ONLY, SPOKEN_OVER, WITH_NAMES, World

pytestmark = pytest.mark.unit

LONE_NO = Reading("yes-no", Intent.NO)
LONE_YES = Reading("yes-no", Intent.YES)
LAST = CONTENT.questions[8:]


def said(world: World, prompt: str, **names: str) -> bool:
    """Whether a prompt is being said, before or as what is asked."""
    sentences = [s.format(**names) for s in CONTENT.prompts[prompt][0]]
    return " ".join(sentences) in " ".join(world.last_say.sentences)


def asked(world: World) -> str:
    """The question that is asked."""
    assert world.state == State.QUESTION
    return world.questions.current.id


def answers(world: World) -> dict[str, object]:
    return dict(world.questions.answers)


def test_one_recognizers_no_is_enough_after_the_emergency_questions_and_read_back_once() -> None:
    world = World(WITH_NAMES).go(SETTLED)
    for question in LAST:
        assert asked(world) == question.id
        world.reads(LONE_NO)
    assert world.state == State.READ_BACK
    assert said(world, "read_back_last")
    world.reads(LONE_YES)
    assert world.state == State.OUTCOME_ALL_NO
    assert answers(world)["T1"] == No(OneRecognizer("yes-no"))


def test_noes_by_key_are_not_read_back_and_the_count_of_the_others_is_told() -> None:
    world = World(WITH_NAMES).go((*SETTLED, "say:no", "key:2", "say:no", "say:yes", "say:no"))
    assert world.state == State.READ_BACK
    assert said(world, "read_back_some", count="two")
    world.go(("say:yes",))
    assert world.state == State.OUTCOME_SAME_DAY


def test_no_to_the_last_read_back_asks_those_again_once_and_then_leaves_them_open() -> None:
    world = World(WITH_NAMES).go((*SETTLED, "say:no", "say:yes", "say:no", "say:no", "say:no"))
    assert said(world, "read_back_some", count="three")
    world.go(("say:no",))
    assert said(world, "read_back_again")
    assert [asked(world), *(asked(world.says(Intent.NO)) for _ in "23")] == ["S2", "S3", "T1"]
    world.go(("say:no", "say:no"))
    assert world.state == State.OUTCOME_SAME_DAY
    assert {answers(world)[name] for name in ("S2", "S3", "T1")} == {NotAnswered()}


def test_a_yes_that_was_misheard_is_mended_after_the_last_read_back() -> None:
    world = World(WITH_NAMES).go(
        (*SETTLED, *("say:no",) * 5, "say:no", "say:yes", *("say:no",) * 3)
    )
    assert world.state == State.READ_BACK
    world.go(("say:yes",))
    assert world.state == State.OUTCOME_SAME_DAY


def test_a_no_in_noise_to_whether_a_doctor_spoke_of_cancer_is_not_asked_back() -> None:
    free = Reading("moonshine", Intent.NO, open=True)
    world = World(WITH_NAMES).go(SETTLED).reads(free)
    assert asked(world) == "C"
    assert said(world, "question_again")
    assert asked(world.reads(free)) == "S1"


def test_a_no_to_the_ask_back_brings_the_question_again_and_the_second_is_no_answer() -> None:
    world = World(WITH_NAMES).go(QUESTION).reads(LONE_NO)
    assert world.last_say.sentences == ("I heard no.", "If that is right, say yes.")
    world.reads(LONE_NO)
    assert asked(world) == "E1"
    assert said(world, "misheard")
    assert asked(world.reads(LONE_NO).reads(LONE_NO)) == "E2"
    assert answers(world) == {"E1": NotAnswered()}


def test_a_no_key_at_the_ask_back_says_that_it_was_misheard() -> None:
    world = World(WITH_NAMES).go(QUESTION).reads(LONE_NO)
    assert asked(world.presses("2")) == "E1"
    assert world.reads(LONE_YES).state == State.EMERGENCY


def test_a_yes_after_a_misheard_no_confirms_only_what_is_asked_then() -> None:
    world = World(WITH_NAMES).go(QUESTION).reads(LONE_NO).reads(LONE_NO).reads(LONE_NO)
    assert asked(world.reads(LONE_YES)) == "E2"
    assert answers(world) == {"E1": No(ConfirmedNo("yes-no"))}


def test_noes_hammered_within_a_few_seconds_answer_no_emergency_question() -> None:
    world = World(KEYS_ONLY).go(QUESTION[:2]).presses("2").presses("1")
    for n in range(8):
        world.post(KeyPressed("n2"[n % 2]))
        world.now += 0.45
    assert asked(world) == "E1"
    assert answers(world) == {}


def to_first_question() -> World:
    return World(WITH_NAMES).go(QUESTION)


def test_a_no_key_counts_a_second_and_a_half_after_the_questions_first_word() -> None:
    world = to_first_question()
    world.now += 60
    world.post(KeyPressed("2"))
    assert world.speaking, "an early no does not cut the question short"
    world.sentence()
    world.now += LEAST - 1.0 - 0.1
    world.post(KeyPressed("n"))
    assert answers(world) == {}
    world.now += 0.2
    world.post(KeyPressed("2"))
    assert set(answers(world)) == {"E1"}


@pytest.mark.parametrize(("key", "state"), [("1", State.EMERGENCY), ("3", State.EMERGENCY)])
def test_yes_and_not_sure_count_at_once(key: str, state: State) -> None:
    world = to_first_question()
    world.post(KeyPressed(key))
    assert world.state == state


def test_a_pause_stops_the_time_in_which_a_question_is_heard() -> None:
    world = to_first_question()
    world.sentence()
    world.now -= 0.9
    world.presses("p").listen()
    world.now += 30
    world.presses("c")
    world.post(KeyPressed("2"))
    assert answers(world) == {}
    world.sentence()
    world.now += LEAST
    world.post(KeyPressed("2"))
    assert set(answers(world)) == {"E1"}


def test_a_pause_after_a_question_stops_the_time_too() -> None:
    world = to_first_question().listen().presses("p").listen()
    world.now += 30
    world.presses("c")
    world.post(KeyPressed("2"))
    assert answers(world) == {}


def test_the_time_stands_still_until_a_repeated_question_sounds() -> None:
    world = to_first_question()
    world.sentence()
    world.now -= 0.9
    world.presses("r")
    world.now += 5
    world.post(KeyPressed("2"))
    assert answers(world) == {}


def test_the_apology_before_a_question_is_no_hearing_of_it() -> None:
    world = to_first_question().reads(Reading("yes-no", None))
    assert said(world, "question_again")
    world.sentence()
    world.now += 5
    world.post(KeyPressed("2"))
    assert answers(world) == {}


@pytest.mark.parametrize("screen", [True, False])
def test_without_a_speaker_a_question_counts_as_asked_only_on_a_screen(screen: bool) -> None:
    world = World(Abilities(names=True, screen=screen)).go(QUESTION[:2])
    world.post(SpeakerLost())
    world.go(QUESTION[2:]).listen()
    world.now += LEAST
    world.post(KeyPressed("2"))
    assert set(answers(world)) == ({"E1"} if screen else set())
    world.post(KeyPressed("1"))
    assert world.state == State.EMERGENCY


def test_a_switch_answers_no_only_to_what_was_heard_or_shown() -> None:
    world = SwitchWorld(Abilities(voice=False, screen=False))
    world.wakes().takes("health questions")
    world.post(SpeakerLost())
    world.takes("yes").takes("no").passes(1)
    assert world.state == State.QUESTION
    assert answers(world) == {}
    shown = SwitchWorld(KEYS_ONLY).wakes().takes("health questions", "yes")
    shown.takes("no").passes(1)
    assert set(answers(shown)) == {"E1"}


@pytest.mark.parametrize("key", ["1", "y", "2", "3"])
def test_the_read_back_of_the_eight_is_not_cut_short_by_a_key(key: str) -> None:
    world = World(WITH_NAMES).go((*QUESTION, *ALL_NO))
    world.now += 60
    world.post(KeyPressed(key))
    assert world.state == State.READ_BACK
    assert world.speaking
    world.sentence()
    world.now += LEAST - 1.0
    world.post(KeyPressed(key))
    assert world.state == State.QUESTION
    assert asked(world) == ("C" if key in "1y" else "E1")


def test_a_yes_key_hammered_at_the_ask_back_confirms_no_no() -> None:
    world = World(WITH_NAMES).go(QUESTION).reads(LONE_NO)
    world.post(KeyPressed("1"))
    assert world.state == State.CONFIRM_NO
    assert answers(world) == {}


def test_a_no_key_counts_at_once_after_the_emergency_questions() -> None:
    world = World(WITH_NAMES).go(SETTLED)
    world.post(KeyPressed("2"))
    assert asked(world) == "S1"


def test_no_i_said_yes_at_the_ask_back_acts_as_the_yes() -> None:
    world = World(WITH_NAMES).go(QUESTION).reads(LONE_NO)
    assert world.says(Intent.SAID_YES).state == State.EMERGENCY


def test_no_i_said_yes_at_the_next_question_mends_the_one_before() -> None:
    assert World(WITH_NAMES).go((*QUESTION, "say:no")).says(Intent.SAID_YES).state == "emergency"
    world = World(WITH_NAMES).go((*SETTLED, "say:no", "say:no")).says(Intent.SAID_YES)
    assert asked(world) == "S2"
    assert answers(world)["S1"] == Yes()
    assert World(WITH_NAMES).go(SETTLED).says(Intent.SAID_YES).state == State.EMERGENCY


def test_no_i_said_yes_when_a_question_is_asked_again_answers_it() -> None:
    world = World(WITH_NAMES).go((*SETTLED, "say:no", "noise")).says(Intent.SAID_YES)
    assert asked(world) == "S2"
    assert answers(world)["S1"] == Yes()


def test_no_i_said_yes_at_a_read_back_is_no_agreement() -> None:
    world = World(WITH_NAMES).go((*QUESTION, *ALL_NO)).says(Intent.SAID_YES)
    assert world.state == State.EMERGENCY
    world = World(WITH_NAMES).go((*SETTLED, *("say:no",) * 5)).says(Intent.SAID_YES)
    assert asked(world) == "S1"


def test_no_i_said_yes_at_a_choice_takes_the_one_before() -> None:
    world = brought_to(State.MAIN_MENU).says(Intent.ONE_AT_A_TIME)
    wanted = world.dialogue.visit.menu.offered
    world.says(Intent.NO).says(Intent.SAID_YES)
    assert wanted.intent == "section.symptoms"
    assert world.dialogue.visit.section == "symptoms"


@pytest.mark.parametrize(
    ("way", "question"),
    [
        ((*QUESTION, *("say:no",) * 3), "E3"),
        ((*QUESTION, *ALL_NO), "E8"),
        ((*SETTLED, *("say:no",) * 5), "T1"),
        ((*SETTLED, *("say:no",) * 5, "say:yes"), "T1"),
        ((*SETTLED, *("say:no",) * 5, "say:yes", "say:main_menu"), "T1"),
        ((*QUESTION, *("say:no",) * 3, "key:h"), "E3"),
    ],
)
def test_i_want_to_change_my_answer_asks_again_what_was_answered_last(
    way: tuple[str, ...], question: str
) -> None:
    world = World(WITH_NAMES).go(way).says(Intent.CHANGE_ANSWER)
    assert asked(world) == question
    assert said(world, "change_answer")
    assert question not in answers(world)


def test_i_want_to_change_my_answer_before_any_question_is_answered_so() -> None:
    world = brought_to(State.MAIN_MENU).says(Intent.CHANGE_ANSWER)
    assert world.state == State.MAIN_MENU
    assert said(world, "not_here")


def test_who_is_here_with_somebody_is_told_to_answer_for_them() -> None:
    world = World(WITH_NAMES).go(QUESTION).says(Intent.FOR_OTHERS)
    assert asked(world) == "E1"
    assert said(world, "answer_for_others")
    assert not world.dialogue.visit.asked_again


def test_a_correction_is_waited_for_at_emergency_questions_alone() -> None:
    world = World(WITH_NAMES).go(QUESTION).listen()
    assert world.window is not None
    assert (world.window.careful, world.window.brisk) == (True, False)
    read_back = World(WITH_NAMES).go((*QUESTION, *ALL_NO)).listen()
    assert read_back.window is not None
    assert not read_back.window.brisk
    for way in (SETTLED, (*SETTLED, "say:no")):
        later = World(WITH_NAMES).go(way).listen()
        assert later.window is not None
        assert (later.window.careful, later.window.brisk) == (False, True)


@pytest.mark.parametrize("way", [(*QUESTION, "say:no"), (*QUESTION, *ALL_NO)])
def test_no_i_said_yes_counts_over_the_kiosks_own_speech(way: tuple[str, ...]) -> None:
    world = World(SPOKEN_OVER).go(way)
    world.sentence()
    world.interrupts(Reading("moonshine", Intent.SAID_YES))
    assert world.state == State.EMERGENCY
