"""One switch alone does everything, and nothing but a press at an offered "no" is a NO."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grammar.intents import Intent
from kiosk.visit.dialogue.access.access import Access
from kiosk.visit.dialogue.bounce import BOUNCE
from kiosk.visit.dialogue.events import (
    AlertAcknowledged,
    Heard,
    HearingLost,
    KeyPressed,
    QuestionsRefused,
    Reading,
    Refusal,
    SpeechBegan,
    StaffCleared,
    WentOutOfService,
)
from kiosk.visit.dialogue.keys import SWITCH
from kiosk.visit.dialogue.red_flags.answers import ByHand, No, NotAnswered, Yes
from kiosk.visit.dialogue.red_flags.heard import LEAST
from kiosk.visit.dialogue.table import ASIDES, ASKING, OUTCOMES, State
from tests.every_row import every_row
from tests.kiosk.visit.dialogue.one_switch import ONE_SWITCH, SETTLED, SwitchWorld
from tests.kiosk.visit.dialogue.world import CONTENT, KEYS_ONLY, SPOKEN_OVER, WITH_NAMES

pytestmark = pytest.mark.unit

BACK_PAIN = CONTENT.topic("symptoms.back_pain")
DWELL = ONE_SWITCH.dwell
NO_OFFERED = "For no, press now."
EMERGENCIES = ["no"] * 8


def at_main_menu() -> SwitchWorld:
    world = SwitchWorld()
    world.presses(" ")
    return world.hears("For symptoms, press now.")


def at_first_question() -> SwitchWorld:
    return at_main_menu().takes("health questions", "yes").hears(CONTENT.questions[0].text)


def settled() -> SwitchWorld:
    return at_first_question().takes(*EMERGENCIES, "yes")


def reading() -> SwitchWorld:
    return at_main_menu().takes("symptoms", BACK_PAIN.name).hears(BACK_PAIN.plain[0])


WAYS: dict[State, Callable[[], SwitchWorld]] = {
    State.ATTRACT: SwitchWorld,
    State.GREETING: lambda: SwitchWorld().wakes().hears("Hello."),
    State.MAIN_MENU: at_main_menu,
    State.STILL_THERE: lambda: at_main_menu().hears("Are you still there?"),
    State.READING: reading,
    State.SECTION_MENU: lambda: at_main_menu().takes("symptoms").hears("For lasting back pain"),
    State.AFTER_TOPIC: lambda: reading().hears("What would you like to do next?"),
    State.PREAMBLE: lambda: at_main_menu().takes("health questions").hears("thirteen"),
    State.QUESTION: at_first_question,
    State.READ_BACK: lambda: at_first_question().takes(*EMERGENCIES).hears("Is that right?"),
    State.HELP: lambda: reading().stops_and_takes("some help").hears("member of staff now?"),
    State.PAUSED: lambda: reading().stops_and_takes("a pause").hears("Press when you want"),
    State.OUTCOME_ALL_NO: lambda: settled().takes(*["no"] * 5).hears("tell staff right away."),
    State.OUTCOME_SAME_DAY: lambda: settled().takes("no", "yes", "no", "no", "no").hears("front"),
    State.OUTCOME_VISIT: lambda: settled().takes(*["no"] * 4, "yes").hears("visit today"),
    State.OUTCOME_UNCLEAR: lambda: (
        settled().takes(*["no"] * 4).stops_and_takes("the next part").hears("a clear answer")
    ),
}
"""How a switch alone comes to where a visitor may be, in front of what is said there."""

ENDS: dict[State, Callable[[SwitchWorld], object]] = {
    State.OUTCOME_ALL_NO: lambda world: world.takes(*EMERGENCIES, "yes", *["no"] * 5),
    State.OUTCOME_SAME_DAY: lambda world: world.takes(
        *EMERGENCIES, "yes", "no", "yes", "no", "no", "no"
    ),
    State.OUTCOME_VISIT: lambda world: world.takes(*EMERGENCIES, "yes", *["no"] * 4, "not sure"),
    State.OUTCOME_UNCLEAR: lambda world: world.takes(
        *EMERGENCIES, "yes", "no", "other choices", "the next part", *["no"] * 3
    ),
}


def to_main_menu(world: SwitchWorld) -> None:
    if world.state in ASIDES:
        if world.state == State.HELP:
            world.takes("no")
        else:
            world.passes(1)
            world.presses(" ")
            world.passes(0)
    if world.state == State.ATTRACT:
        world.presses(" ")
        world.hears("For symptoms, press now.")
    elif world.state != State.MAIN_MENU:
        world.stops_and_takes("the main menu")
        while world.state in OUTCOMES:
            world.stops_and_takes("the main menu")


@every_row("end", [*ENDS, State.EMERGENCY, State.GOODBYE])
@every_row("start", list(WAYS))
def test_every_end_is_reached_from_everywhere_by_one_switch(start: State, end: State) -> None:
    world = WAYS[start]()
    assert world.state == start
    to_main_menu(world)
    if end == State.EMERGENCY:
        world.stops_and_takes("staff")
    elif end == State.GOODBYE:
        world.stops_and_takes("the end")
    else:
        world.takes("health questions", "yes")
        ENDS[end](world)
    assert world.state == end


def test_the_switch_wakes_it_hears_everything_and_ends_the_visit() -> None:
    world = at_main_menu()
    for section in ("symptoms", "causes", "treatments"):
        world.takes(section)
        topics = [*CONTENT.section(section), CONTENT.topic(f"{section}.closing")]
        for topic in topics:
            world.takes(topic.name).hears(topic.plain[-1])
            world.takes("more about this").hears(topic.fuller[-1])
            world.stops_and_takes("going back")
        world.takes("all of them").hears(CONTENT.topic(f"{section}.closing").plain[-1])
        world.stops_and_takes("the main menu")
    world.stops_and_takes("the end").hears("Thank you, and goodbye.")
    world.passes(10)
    assert world.state == State.ATTRACT
    heard = set(world.said)
    for topic in CONTENT.topics.values():
        if "." in topic.id:
            assert {*topic.plain} <= heard


def test_a_question_offers_yes_first_then_no_not_sure_and_staff() -> None:
    world = at_first_question()
    world.passes(SETTLED + 5 * (1.0 + DWELL))
    offered = [s for s in world.said if s.startswith("For ")][-5:]
    assert offered == [
        "For yes, press now.",
        "For no, press now.",
        "For not sure, press now.",
        "For staff, press now.",
        "For other choices, press now.",
    ]


def test_an_offer_lasts_the_dwell_time_after_its_words() -> None:
    world = SwitchWorld(access=Access(one_switch=True, dwell=7.0))
    world.presses(" ")
    world.hears("For symptoms, press now.").passes(1.0 + 6.9)
    assert world.sounding == "For symptoms, press now."
    world.passes(0.2)
    assert world.sounding == "For staff, press now."


@pytest.mark.parametrize("way", ["setting", "chosen"])
def test_slow_answers_double_the_dwell_time(way: str) -> None:
    world = SwitchWorld(access=Access(one_switch=True, slow_answers=way == "setting"))
    world.presses(" ")
    if way == "chosen":
        world.stops_and_takes("more time")
        assert world.hears("Take all the time you need.")
    world.hears("For symptoms, press now.").passes(1.0 + 2 * DWELL - 0.1)
    assert world.sounding == "For symptoms, press now."
    world.passes(0.2)
    assert world.sounding == "For staff, press now."


def test_a_press_as_an_offer_begins_is_meant_for_the_one_before() -> None:
    world = at_first_question().hears(NO_OFFERED).passes(0.3)
    world.presses(" ")
    world.passes(0)
    assert world.sounding == "For yes, press now."
    assert world.state == State.QUESTION
    assert not world.dialogue.questions or not world.questions.answers


def test_a_shaking_hand_and_a_held_key_press_once() -> None:
    world = at_first_question().hears(NO_OFFERED).passes(SETTLED)
    for _ in range(30):
        world.presses(" ").passes(0.05)
    assert dict(world.questions.answers) == {"E1": No(ByHand("switch"))}
    assert world.state == State.QUESTION
    assert "For going on, press now." not in world.said, "the question was held"


def test_rounds_without_a_press_are_no_answer_and_the_visit_is_warned_before_it_ends() -> None:
    world = at_first_question()
    world.hears("I did not get a clear yes or no.")
    world.hears(CONTENT.questions[1].text)
    assert world.questions.answers == {"E1": NotAnswered()}
    world.hears("I could not get a clear answer")
    world.hears("Still nothing was pressed").hears("For staff, press now.")
    world.hears("Are you still there?")
    for _ in range(10):
        world.hears("forget our talk.").passes(1.0 + 19.9)
        assert world.state == State.STILL_THERE
        world.presses(" ")
        assert world.state == State.OUTCOME_UNCLEAR
        world.hears("Are you still there?")
    world.passes(60)
    assert world.state == State.ATTRACT


def test_an_idle_menu_offers_staff_first_before_the_visit_ends() -> None:
    world = at_main_menu().hears("Still nothing was pressed")
    world.hears("For ")
    assert world.sounding == "For staff, press now."
    world.passes(SETTLED).presses(" ")
    assert world.state == State.EMERGENCY


def test_a_press_while_it_reads_holds_it_and_it_goes_on_at_the_same_sentence() -> None:
    world = reading().hears(BACK_PAIN.plain[1])
    world.passes(0.5)
    world.presses(" ")
    world.takes("going on").passes(0.5)
    assert world.sounding == BACK_PAIN.plain[1]


def test_commands_that_nobody_takes_let_the_reading_go_on() -> None:
    world = reading().hears(BACK_PAIN.plain[1]).passes(0.5)
    world.presses(" ")
    world.hears("For the end, press now.").hears("For the end, press now.")
    world.hears(BACK_PAIN.plain[1])
    assert world.state == State.READING


def test_how_it_speaks_is_changed_step_by_step_without_losing_the_place() -> None:
    world = reading().stops_and_takes("how you like it", "louder speech")
    world.hears("I am speaking louder now.").takes("louder speech")
    world.hears("I am speaking louder now.").takes("slower speech")
    assert world.dialogue.visit.pace.volume == 1.0
    assert world.dialogue.visit.pace.words_per_minute == 130
    world.takes("going on").passes(0.5)
    assert world.state == State.READING


def test_repeat_gives_the_content_not_the_offer() -> None:
    world = reading().hears(BACK_PAIN.plain[2])
    world.stops_and_takes("hearing that again").passes(0.5)
    assert world.sounding == CONTENT.prompts["introduction"][0][0]
    world.hears(f"This is about {BACK_PAIN.name}.")


def test_an_answer_can_be_taken_back() -> None:
    world = at_first_question().takes("no").hears(CONTENT.questions[1].text)
    world.takes("other choices", "going back").hears(CONTENT.questions[0].text)
    assert not world.questions.answers


def test_what_is_offered_is_the_one_choice_on_the_screen() -> None:
    world = at_main_menu().hears("For health questions, press now.")
    assert world.screen is not None
    assert [(c.key, c.label) for c in world.screen.choices] == [(" ", "health questions")]


def test_other_keys_keep_their_meaning() -> None:
    world = at_first_question().hears("For yes, press now.").passes(SETTLED)
    world.presses("2")
    assert world.questions.answers == {"E1": No(ByHand("2"))}
    world.presses("b").presses("m")
    assert world.state in OUTCOMES


def test_yes_and_no_keys_mean_what_is_offered() -> None:
    world = at_main_menu().hears("For symptoms, press now.").passes(SETTLED)
    world.presses("n").passes(0)
    assert world.sounding == "For staff, press now."
    world.hears("For health questions, press now.").passes(SETTLED).presses("y")
    assert world.state == State.PREAMBLE


KEY_WAYS = {
    State.MAIN_MENU: " k",
    State.READING: " k11",
    State.SECTION_MENU: " k1",
    State.AFTER_TOPIC: " k11k",
    State.PREAMBLE: " k2",
    State.QUESTION: " k21",
    State.READ_BACK: " k21" + "2" * 8,
    State.HELP: " kh",
    State.PAUSED: " kp",
    State.GREETING: " ",
    State.OUTCOME_ALL_NO: " k21" + "2" * 8 + "1" + "2" * 5,
    State.OUTCOME_SAME_DAY: " k21" + "2" * 8 + "121222",
    State.OUTCOME_VISIT: " k21" + "2" * 8 + "122221",
    State.OUTCOME_UNCLEAR: " k21" + "2" * 8 + "12222k",
}


@every_row("state", list(KEY_WAYS))
def test_the_switchs_own_key_begins_it_anywhere(state: State) -> None:
    world = SwitchWorld(KEYS_ONLY, Access())
    for key in KEY_WAYS[state]:
        world.presses(key).passes(BOUNCE)
        if world.state in ASKING:
            world.passes(LEAST)  # a no by key counts only then
    assert world.state == state
    world.presses(SWITCH)
    world.passes(0)
    world.hears(", press now.").passes(SETTLED)
    world.presses(SWITCH)
    assert world.dialogue.visit.scanning


def test_the_switchs_own_key_wakes_it_and_is_forgotten_with_the_visit() -> None:
    world = SwitchWorld(KEYS_ONLY, Access())
    world.presses(SWITCH)
    world.hears("Press when you hear it.").takes("symptoms")
    world.stops_and_takes("the end").passes(30)
    assert world.state == State.ATTRACT
    world.presses(" ")
    world.hears("For these, press one, two, or three.")


def test_an_emergency_is_said_again_at_a_press_and_only_staff_end_it() -> None:
    world = at_first_question().takes("yes")
    assert world.state == State.EMERGENCY
    world.passes(1.5)
    world.presses(" ")
    assert world.last_actions == [], "the text is heard to its end"
    world.post(AlertAcknowledged("desk"))
    for _ in range(20):
        world.passes(2.3)
        world.presses(" ")
    assert world.state == State.EMERGENCY
    world.post(StaffCleared())
    assert world.state == State.ATTRACT


def test_an_out_of_service_kiosk_answers_the_switch() -> None:
    world = at_main_menu()
    world.post(WentOutOfService("The voice does not work."))
    world.passes(20)
    world.presses(" ").passes(0.1)
    assert world.sounding == "I am not able to help at this time."


def test_a_microphone_that_fails_does_not_stop_the_offers() -> None:
    world = SwitchWorld(WITH_NAMES)
    world.presses(" ")
    world.hears("For symptoms, press now.").passes(2)
    world.post(HearingLost())
    world.hears("I am not able to hear you").hears("For staff, press now.")
    assert world.window is None


def test_refused_questions_end_the_offers_of_answers() -> None:
    world = at_first_question().hears(NO_OFFERED)
    world.post(QuestionsRefused(Refusal.NO_ALERT))
    world.passes(0.1)
    assert world.state == State.OUTCOME_UNCLEAR
    assert NO_OFFERED not in world.sounding


# Words beside the switch


def spoken_to() -> SwitchWorld:
    world = SwitchWorld(WITH_NAMES)
    world.presses(" ")
    return world.hears("For symptoms, press now.").passes(1.5)


def test_talk_in_the_room_does_not_hold_the_offers_up() -> None:
    world = spoken_to()
    began = world.now
    while "causes" not in world.sounding:
        if world.window is not None:
            world.post(SpeechBegan())
            world.passes(1.0)
            if world.window is not None:
                world.window = None
                world.post(Heard((Reading("vosk", None), Reading("yes-no", None))))
        world.passes(0.5)
        assert world.now < began + 60
    assert world.state == State.MAIN_MENU
    assert "I did not understand that." not in world.said


def test_a_spoken_yes_takes_what_is_offered_and_a_name_goes_there() -> None:
    world = spoken_to()
    world.says(Intent.NO)
    world.passes(1.5)
    assert world.sounding == "For staff, press now."
    world.says(Intent.NO)
    world.hears("For health questions, press now.").passes(1.5)
    world.says(Intent.YES)
    assert world.state == State.PREAMBLE
    world.hears("For yes, press now.").passes(1.5)
    world.says("topic.treatments.surgery")
    assert world.state == State.READING


def test_a_cry_for_help_counts_while_choices_are_offered() -> None:
    world = spoken_to()
    world.says(Intent.DISTRESS)
    assert world.state == State.EMERGENCY


def test_a_yes_before_anything_is_offered_takes_nothing() -> None:
    world = SwitchWorld(WITH_NAMES).wakes().hears("Press when you hear")
    world.passes(0.5).presses("y")
    assert world.state == State.MAIN_MENU
    world.hears("For symptoms, press now.")


def test_a_cry_for_help_counts_over_what_the_kiosk_reads() -> None:
    world = SwitchWorld(SPOKEN_OVER).wakes().hears("Hello.")
    world.interrupts(Reading("vosk", Intent.DISTRESS))
    assert world.state == State.EMERGENCY


def test_somebody_who_speaks_as_the_reading_ends_is_let_finish() -> None:
    world = SwitchWorld(SPOKEN_OVER).wakes().takes("health questions")
    world.hears("Are you ready?")
    world.post(SpeechBegan())
    world.passes(4)
    assert "For yes" not in world.sounding
    world.window = None
    world.post(Heard((Reading("vosk", None),), over_speech=True))
    world.hears("For yes, press now.")


# Whatever is pressed, whenever

PRESSES = st.lists(st.floats(0.0, 9.0, width=16), min_size=1, max_size=60)


@given(gaps=PRESSES)
def test_only_a_press_at_an_offered_no_is_a_no(gaps: list[float]) -> None:
    world = at_first_question()
    for gap in gaps:
        before = noes(world)
        world.passes(gap)
        assert noes(world) <= before, "time alone made a NO"
        at_no = world.sounding == NO_OFFERED and world.now >= world.sounding_since + 0.7
        world.post(KeyPressed(" "))
        assert at_no or noes(world) <= before, f"{world.sounding!r} made a NO"


@given(gaps=PRESSES)
def test_a_yes_at_an_emergency_question_latches_whatever_is_pressed_after(
    gaps: list[float],
) -> None:
    world = at_first_question().takes("yes")
    for gap in gaps:
        world.passes(gap)
        world.presses(" ")
        assert world.state == State.EMERGENCY


def noes(world: SwitchWorld) -> set[str]:
    questions = world.dialogue.questions
    given = dict(questions.answers) if questions else {}
    assert not any(isinstance(a, Yes) and q.startswith("E") for q, a in given.items()) or (
        world.state == State.EMERGENCY
    )
    return {name for name, answer in given.items() if isinstance(answer, No)}
