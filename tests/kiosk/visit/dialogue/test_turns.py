"""How a visit feels: reprompts, one at a time, pause and continue, repeat, help, time-outs."""

from dataclasses import replace

import pytest

from grammar.intents import Intent
from kiosk.visit.dialogue.abilities import Abilities
from kiosk.visit.dialogue.actions import Show
from kiosk.visit.dialogue.events import (
    HearingBack,
    HearingLost,
    NamesLost,
    QuestionsRefused,
    Reading,
    Refusal,
    SpeakerBack,
    SpeakerLost,
    SpeechBegan,
    Started,
    TimePassed,
)
from kiosk.visit.dialogue.table import State
from tests.every_row import every_row
from tests.kiosk.visit.dialogue.ways import brought_to
from tests.kiosk.visit.dialogue.world import (
    CONTENT,
    KEYS_ONLY,
    SPOKEN_OVER,
    WITH_NAMES,
    YES_NO_ONLY,
    World,
)

pytestmark = pytest.mark.unit

MAIN_MENU = ("key: ", "key:k")


def spoken_now(world: World) -> tuple[str, ...]:
    return world.last_say.sentences


def test_yes_at_the_first_offer_begins_the_symptoms() -> None:
    world = World(YES_NO_ONLY).says(Intent.YES).listen()
    assert world.said[0] == "Hello."
    assert world.said[-1] == "Do you want to hear about symptoms?"
    world.says(Intent.YES)
    assert world.state == State.SECTION_MENU
    assert spoken_now(world)[-1] == "Do you want to hear about lasting back pain?"


def test_no_goes_to_the_next_offer_and_staff_are_among_the_offers() -> None:
    world = World(YES_NO_ONLY).go(MAIN_MENU)
    offers = []
    for _ in range(8):
        offers.append(spoken_now(world.listen())[-1])
        world.says(Intent.NO)
    assert len(set(offers)) == 8
    assert offers[1] == "Do you want me to call a member of staff?"


def test_who_wants_nothing_is_not_asked_the_same_list_again_until_they_say_so() -> None:
    world = World(YES_NO_ONLY).go(MAIN_MENU).listen()
    first = spoken_now(world)[-1]
    for _ in range(8):
        world.says(Intent.NO)
    assert spoken_now(world.listen())[0] == "Those were all the choices here."
    said = len(world.said)
    world.says(Intent.NO).listen()
    assert not [s for s in world.said[said:] if s.endswith("?")]
    world.says(Intent.YES)
    assert spoken_now(world.listen())[-1] == first


def test_staff_who_were_not_wanted_are_offered_last_in_the_next_menus() -> None:
    world = World(YES_NO_ONLY).go(MAIN_MENU).says(Intent.NO).says(Intent.NO)
    world.dialogue.do("section.symptoms")
    offers = [option.intent for option in world.dialogue.visit.menu.offers]
    assert offers[-1] == Intent.STAFF


def test_menus_by_name_offer_three_and_then_more() -> None:
    world = World(WITH_NAMES).go(MAIN_MENU)
    assert spoken_now(world)[:2] == (
        "What would you like?",
        "Symptoms, health questions, or treatments?",
    )
    assert spoken_now(world)[-1] == "Or say: causes, more, or help."
    world.says(Intent.MORE)
    assert "Causes, the basic facts, or this clinic?" in spoken_now(world)


def test_numbers_are_said_to_a_visitor_who_uses_keys() -> None:
    world = World(WITH_NAMES).go(MAIN_MENU)
    assert "For these, press one, two, or three." in spoken_now(world)
    world.says("section.causes")
    assert not [sentence for sentence in spoken_now(world) if "press" in sentence]


def test_a_number_and_a_name_count_during_the_greeting() -> None:
    world = World(WITH_NAMES).presses(" ")
    assert world.state == State.GREETING
    assert world.screen is not None
    assert [c.label for c in world.screen.choices[:2]] == ["symptoms", "health questions"]
    assert world.presses("2").state == State.PREAMBLE
    world = World(SPOKEN_OVER).presses(" ")
    world.sentence()
    world.interrupts(Reading("vosk", "topic.treatments.surgery"))
    assert world.dialogue.visit.topic_id == "treatments.surgery"


def test_the_first_topic_is_between_the_short_and_the_full_disclaimer() -> None:
    (short,), (full,) = CONTENT.prompts["introduction"], CONTENT.prompts["after_first_topic"]
    world = World(WITH_NAMES).go((*MAIN_MENU, "say:topic.treatments.surgery"))
    topic = CONTENT.topic("treatments.surgery")
    assert spoken_now(world) == (*short, "This is about surgery.", *topic.plain, *full)
    world.listen().says(Intent.CONTINUE)
    assert not {*short, *full} & {*spoken_now(world)}


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_the_sentence_that_sends_to_staff_is_the_last_of_its_topic(order: tuple[int, int]) -> None:
    ids = ["symptoms.nerve_changes", "symptoms.bladder_bowel"]
    world = World(WITH_NAMES).go(MAIN_MENU)
    for number in order:
        topic = CONTENT.topic(ids[number - 1])
        world.listen().says(f"topic.{topic.id}")
        said = spoken_now(world)
        assert said[-1] == topic.plain[-1]
        assert "tell a member of staff now" in said[-1]
        assert said.index("Having this does not tell you the cause.") < len(said) - 1


def test_all_of_a_section_is_read_in_one_go() -> None:
    world = World(WITH_NAMES).go((*MAIN_MENU, "say:section.treatments"))
    said = len(world.said)
    world.says(Intent.READ_ALL).listen()
    assert world.state == State.AFTER_TOPIC
    told = world.said[said:]
    for topic in CONTENT.topics.values():
        assert (set(topic.plain) <= set(told)) == (topic.section == "treatments"), topic.id
    assert told.count("What would you like to do next?") == 1


def test_after_a_topic_the_next_one_is_named_and_something_else_leads_to_the_section() -> None:
    world = World(WITH_NAMES).go((*MAIN_MENU, "say:topic.symptoms.back_pain")).listen()
    assert spoken_now(world)[:2] == (
        "What would you like to do next?",
        "More about this, nerve changes, or something else?",
    )
    assert world.says(Intent.SOMETHING_ELSE).state == State.SECTION_MENU
    assert world.says(Intent.READ_ALL).presses("k").dialogue.visit.topic_id == "symptoms.back_pain"


def test_numbers_choose_what_the_page_shows() -> None:
    world = World(WITH_NAMES).go(MAIN_MENU).says(Intent.MORE)
    assert world.screen is not None
    labels = [choice.label for choice in world.screen.choices[:3]]
    world.presses("1")
    assert world.state == State.SECTION_MENU
    assert labels[0] == CONTENT.labels["section.causes"]
    assert spoken_now(world)[0] == "Where cancer starts, how cancer spreads, or read all?"


def test_every_topic_is_reached_from_its_section_by_yes_and_no() -> None:
    read = set()
    for section in ("symptoms", "causes", "treatments"):
        for topic in (*CONTENT.section(section), CONTENT.topic(f"{section}.closing")):
            world = World(YES_NO_ONLY).go(MAIN_MENU)
            world.dialogue.do(f"section.{section}")
            world.listen()
            while topic.name not in spoken_now(world)[-1]:
                world.says(Intent.NO).listen()
            world.says(Intent.YES)
            assert world.state == State.READING
            read.add(world.dialogue.visit.topic_id)
            assert set(topic.plain) <= set(spoken_now(world))
    assert len(read) == 21


def test_silence_is_asked_again_in_other_words_and_the_last_rung_warns() -> None:
    world = World(WITH_NAMES).go(MAIN_MENU).listen()
    wordings = []
    for _ in range(3):
        world.waits(10.0)
        wordings.append(world.said[-12:])
        assert world.state == State.MAIN_MENU
    assert "I did not hear anything." in world.said
    assert "I hear nothing, so you can use the keys." in world.said
    world.waits(10.0)
    assert world.state == State.STILL_THERE


def test_nothing_is_asked_again_before_ten_seconds() -> None:
    world = World(WITH_NAMES).go(MAIN_MENU).listen()
    said = len(world.said)
    world.waits(9.9)
    assert len(world.said) == said
    world.waits(0.1)
    assert len(world.said) > said


def test_a_warned_visit_goes_on_at_any_key_ten_times_over() -> None:
    world = World(WITH_NAMES).go(MAIN_MENU)
    for _ in range(10):
        world.waits(10).waits(10).waits(10).waits(10)
        assert world.state == State.STILL_THERE
        world.waits(19.9)
        assert world.state == State.STILL_THERE
        world.presses("?")
        assert world.state == State.MAIN_MENU


def test_a_warned_visit_that_stays_silent_ends_and_is_forgotten() -> None:
    world = World(WITH_NAMES).go(MAIN_MENU).presses("+")
    world.waits(10).waits(10).waits(10).waits(10).waits(20)
    assert world.state == State.ATTRACT
    assert world.sessions_ended == 1
    assert world.dialogue.visit.pace.volume == 0.4
    assert world.dialogue.visit.speech is None


def test_nobody_is_thrown_out_for_not_being_understood() -> None:
    world = World(WITH_NAMES).go(MAIN_MENU)
    for _ in range(12):
        world.says(None)
        assert world.within == State.MAIN_MENU
    assert world.alerts == ["attention"]
    assert "I am not able to understand, so I stop talking now." in world.said


def test_two_failures_turn_a_menu_into_one_at_a_time() -> None:
    world = World(WITH_NAMES).go(MAIN_MENU).says(None).says(None).listen()
    assert world.dialogue.visit.one_at_a_time
    world.says(Intent.YES)
    assert world.state == State.SECTION_MENU


def test_understanding_starts_the_count_of_failures_over() -> None:
    world = World(YES_NO_ONLY).go(MAIN_MENU)
    for _ in range(6):
        world.says(None).says(None).says(Intent.NO)
    assert world.alerts == []


def test_pause_and_continue_keep_the_sentence() -> None:
    world = World(WITH_NAMES).go((*MAIN_MENU, "say:topic.treatments.surgery"))
    text = spoken_now(world)
    for _ in range(3):
        world.sentence()
    world.presses("p").waits(60)
    assert world.state == State.PAUSED
    world.presses("c")
    assert world.state == State.READING
    assert spoken_now(world) == text[2:]


def test_repeat_after_continuing_begins_at_the_first_word() -> None:
    world = World(WITH_NAMES).go((*MAIN_MENU, "say:topic.treatments.surgery"))
    text = spoken_now(world)
    for _ in range(3):
        world.sentence()
    world.presses("p").presses("c").presses("r")
    assert spoken_now(world) == text


def test_repeat_gives_the_content_and_not_the_apology() -> None:
    world = World(WITH_NAMES).go((*MAIN_MENU, "say:questions", "say:yes")).waits(10)
    assert "I did not hear a clear yes or no." in world.said
    world.says(Intent.REPEAT)
    assert spoken_now(world) == ("I will say that again.", CONTENT.questions[0].text)


def test_slower_says_so_and_goes_on_from_the_sentence() -> None:
    world = World(WITH_NAMES).go((*MAIN_MENU, "say:topic.overview"))
    text = spoken_now(world)
    world.sentence()
    world.sentence()
    world.presses("<")
    assert spoken_now(world) == (*CONTENT.prompts["slower"][0], *text[1:])
    assert world.last_say.words_per_minute == 130


def test_more_time_waits_twice_as_long() -> None:
    world = World(WITH_NAMES).go(MAIN_MENU).says(Intent.MORE_TIME).listen()
    said = len(world.said)
    world.waits(19.9)
    assert len(world.said) == said
    assert world.window is not None
    assert world.window.patience == 2.0


def test_help_offers_staff_and_ends_back_at_the_same_question() -> None:
    world = World(WITH_NAMES).go((*MAIN_MENU, "say:questions", "say:yes", "say:no"))
    world.says(Intent.HELP)
    assert world.state == State.HELP
    world.says(Intent.NO)
    assert world.state == State.QUESTION
    assert spoken_now(world) == (CONTENT.questions[1].text,)


def test_yes_to_the_offer_of_staff_fetches_them() -> None:
    world = World(YES_NO_ONLY).go(MAIN_MENU).presses("h").says(Intent.YES)
    assert world.state == State.EMERGENCY
    assert world.alerts == ["emergency"]


def test_help_asked_for_and_then_silence_tells_staff() -> None:
    world = World(YES_NO_ONLY).go(MAIN_MENU).presses("h").waits(9.9)
    assert world.alerts == []
    world.waits(0.2)
    assert world.alerts == ["attention"]
    world.waits(200)
    assert world.state == State.ATTRACT
    assert world.alerts == ["attention"], "told once"


def after_an_unanswered_question() -> World:
    """Back at the main menu, staff told of the question that stayed open."""
    world = World(WITH_NAMES).go((*MAIN_MENU, "say:questions", "say:yes", "key:k", "key:m"))
    world.presses("m").listen()
    assert (world.state, world.alerts) == (State.MAIN_MENU, ["attention"])
    return world


def test_who_asks_for_help_and_falls_silent_gets_a_call_whatever_staff_were_told_before() -> None:
    world = after_an_unanswered_question().says(Intent.HELP).waits(10)
    assert world.alerts == ["attention"] * 2
    world.waits(200)
    assert world.state == State.ATTRACT
    assert world.alerts == ["attention"] * 2, "told once"


def test_each_cry_for_help_gets_a_call_of_its_own() -> None:
    world = World(WITH_NAMES).go((*MAIN_MENU, "key:h", "wait:10", "say:no"))
    assert world.state == State.MAIN_MENU
    world.go(("key:h", "wait:10"))
    assert world.alerts == ["attention"] * 2


def test_staff_are_told_each_time_that_nothing_is_understood_any_more() -> None:
    world = after_an_unanswered_question().go(["noise"] * 5)
    assert "I am not able to understand, so I stop talking now." in spoken_now(world)
    assert world.alerts == ["attention"] * 2
    world.says(Intent.NO).go(["noise"] * 5)
    assert "I am not able to understand, so I stop talking now." in spoken_now(world)
    assert world.alerts == ["attention"] * 3


def test_a_question_left_open_in_a_second_set_is_told_too() -> None:
    world = after_an_unanswered_question().go(("say:questions", "say:yes", "key:k"))
    world.presses("m").says(Intent.REPEAT)
    assert world.alerts == ["attention"] * 2


def leaving_the_questions(*, by_silence: bool) -> World:
    """At the outcome that is said before the visit ends."""
    world = World(KEYS_ONLY).go((*MAIN_MENU, "key:2", "key:y", "key:p" if by_silence else "key:q"))
    if by_silence:
        world.waits(120)
        assert (world.state, world.dialogue.deadline) == (State.STILL_THERE, world.now + 20)
        world.now += 20
        world.post(TimePassed())
    assert world.state == State.OUTCOME_UNCLEAR
    return world


@pytest.mark.parametrize("by_silence", [False, True])
def test_a_leave_that_is_called_off_ends_no_later_set(by_silence: bool) -> None:
    world = leaving_the_questions(by_silence=by_silence).presses("m").listen()
    world.presses("2y" + "2" * 8 + "1" + "2" * 5)
    assert world.state == State.OUTCOME_ALL_NO
    world.listen()
    assert world.state == State.OUTCOME_ALL_NO


@pytest.mark.parametrize("keys", ["q", "mq", "bkq"])
def test_who_comes_back_from_a_time_out_is_taken_leave_of_as_one_who_is_there(keys: str) -> None:
    world = leaving_the_questions(by_silence=True).presses(keys)
    while world.state != State.GOODBYE:
        world.sentence()
    assert spoken_now(world) == CONTENT.prompts["goodbye"][0]


def test_a_proposal_of_questions_that_are_refused_meanwhile_is_not_asked_back_again() -> None:
    world = World(YES_NO_ONLY).go(MAIN_MENU)
    world.reads(
        Reading("yes-no", None), Reading("moonshine", None, alternatives=(Intent.QUESTIONS,))
    )
    assert world.state == State.CONFIRM_CHOICE
    world.post(QuestionsRefused(Refusal.NO_ALERT))
    world.says(Intent.YES)
    assert world.state == State.MAIN_MENU
    world.listen()
    assert world.said.count("So I am not able to ask the health questions.") == 1


def test_what_is_only_proposed_is_asked_back() -> None:
    world = World(YES_NO_ONLY).go(MAIN_MENU)
    world.reads(
        Reading("yes-no", None),
        Reading("moonshine", None, alternatives=("topic.treatments.radiation",)),
    )
    assert world.state == State.CONFIRM_CHOICE
    assert spoken_now(world) == ("Do you want to hear about radiation therapy?",)
    world.says(Intent.YES)
    assert world.state == State.READING
    assert world.dialogue.visit.topic_id == "treatments.radiation"


def test_what_may_have_been_said_instead_is_asked_back() -> None:
    world = World(WITH_NAMES).go(MAIN_MENU)
    meant = ("topic.treatments.radiation",)
    world.reads(Reading("yes-no", None), Reading("vosk", None, alternatives=meant))
    assert world.state == State.CONFIRM_CHOICE
    assert spoken_now(world) == ("Do you want to hear about radiation therapy?",)
    world.says(Intent.YES)
    assert world.state == State.READING
    assert world.dialogue.visit.topic_id == "treatments.radiation"


@every_row(
    ("command", "asked", "then"),
    [
        (Intent.STAFF, "Do you want me to call a member of staff?", State.EMERGENCY),
        (
            Intent.QUESTIONS,
            "Do you want me to ask yes or no questions about how you feel?",
            State.PREAMBLE,
        ),
        (Intent.MAIN_MENU, "Do you want to go back to the main menu?", State.MAIN_MENU),
        (Intent.GOODBYE, "Do you want to stop here?", State.GOODBYE),
        (Intent.REPEAT, "Shall I say that again?", State.READING),
        (Intent.SLOWER, "Did you say: slower?", State.AFTER_TOPIC),
        (Intent.HELP, "Did you say: help?", State.HELP),
        (Intent.PAUSE, "Did you say: pause?", State.PAUSED),
        ("section.causes", "Do you want to hear about causes?", State.SECTION_MENU),
    ],
)
def test_a_command_that_may_have_been_said_is_done_once_it_is_agreed_to(
    command: str, asked: str, then: State
) -> None:
    world = World(WITH_NAMES).go((*MAIN_MENU, "say:topic.treatments.surgery", "key:k"))
    world.reads(Reading("vosk", None, alternatives=(Intent.YES, command)))
    assert spoken_now(world) == (asked,)
    assert world.alerts == []
    world.says(Intent.YES)
    assert world.state == then


def test_without_names_the_open_menu_is_asked_again_by_yes_and_no() -> None:
    world = World(WITH_NAMES).go(MAIN_MENU).listen()
    world.post(NamesLost())
    assert spoken_now(world)[-1] == "Do you want to hear about symptoms?"
    world.says(Intent.YES)
    assert world.state == State.SECTION_MENU


def test_without_names_a_menu_under_a_pause_is_asked_by_yes_and_no_after_it() -> None:
    world = World(WITH_NAMES).go((*MAIN_MENU, "key:p")).listen()
    world.post(NamesLost())
    world.presses("c")
    assert world.state == State.MAIN_MENU
    assert spoken_now(world)[-1] == "Do you want to hear about symptoms?"


def test_without_names_what_is_being_read_goes_on() -> None:
    world = World(WITH_NAMES).go((*MAIN_MENU, "say:topic.treatments.surgery"))
    assert all(isinstance(action, Show) for action in world.post(NamesLost()))
    world.listen()
    assert world.state == State.AFTER_TOPIC
    assert spoken_now(world)[-1].startswith("Do you want")


def test_without_names_the_next_visitor_is_asked_by_yes_and_no() -> None:
    world = World(WITH_NAMES)
    world.post(NamesLost())
    world.go(MAIN_MENU)
    assert spoken_now(world)[-1] == "Do you want to hear about symptoms?"


def test_tell_me_more_reads_the_fuller_text() -> None:
    world = World(WITH_NAMES).go((*MAIN_MENU, "say:topic.causes.migration", "say:more"))
    assert set(CONTENT.topic("causes.migration").fuller) <= set(spoken_now(world))


def test_each_symptom_is_followed_by_what_it_does_not_mean() -> None:
    for way in ((), ("say:topic.overview", "wait:1")):
        for topic in CONTENT.section("symptoms"):
            world = World(WITH_NAMES).go((*MAIN_MENU, *way, f"say:topic.{topic.id}"))
            said = spoken_now(world)
            urgent = "tell a member of staff now" in topic.plain[-1]
            disclaimer = CONTENT.prompts["after_symptom" if way else "after_first_symptom"][0]
            last = said[-1 - len(disclaimer) : -1] if urgent else said[-len(disclaimer) :]
            assert last == disclaimer


def test_a_disclosure_is_never_just_read_about() -> None:
    for way in ((), MAIN_MENU, (*MAIN_MENU, "say:topic.overview")):
        world = World(WITH_NAMES).go(way)
        world.says(Intent.DISTRESS)
        assert world.state == State.EMERGENCY


def test_keys_alone_answer_the_whole_set() -> None:
    world = World(KEYS_ONLY).go((*MAIN_MENU, "key:2", "key:y"))
    for _ in range(8):
        world.presses("2")
    assert world.state == State.READ_BACK
    world.presses("1" + "2" * 5)
    assert world.state == State.OUTCOME_ALL_NO
    world.listen()
    assert "That does not rule out a problem." in world.said


def test_the_first_answer_of_the_next_visitor_finds_nothing_of_the_last() -> None:
    world = World(WITH_NAMES).go((*MAIN_MENU, "say:questions", "say:yes", "say:no", "key:+"))
    world.says(Intent.GOODBYE).waits(0)
    assert world.state == State.ATTRACT
    assert world.dialogue.questions is None
    world.presses(" ").presses("r")
    assert spoken_now(world)[0] == "Hello."


def test_a_lost_microphone_is_said_at_once_and_the_keys_go_on() -> None:
    world = World(WITH_NAMES).go((*MAIN_MENU, "say:topic.treatments.surgery"))
    world.sentence()
    world.post(HearingLost())
    assert world.alerts == ["attention"]
    assert spoken_now(world)[0] == "I am not able to hear you just now."
    assert CONTENT.topic("treatments.surgery").plain[-1] in spoken_now(world)
    world.listen()
    assert world.window is None
    world.presses("3")
    assert world.state == State.SECTION_MENU


def test_a_microphone_that_is_back_is_said_and_used() -> None:
    world = World(WITH_NAMES).go(MAIN_MENU)
    world.post(HearingLost())
    world.listen().post(HearingBack())
    assert spoken_now(world)[0] == "I can hear you again."
    world.says("topic.treatments.surgery")
    assert world.state == State.READING


def test_a_lost_microphone_does_not_disturb_an_emergency() -> None:
    world = World(WITH_NAMES).go(("key: ",))
    world.says(Intent.DISTRESS)
    before = world.last_say
    world.post(HearingLost())
    assert world.state == State.EMERGENCY
    assert world.last_say == before


def test_an_idle_kiosk_that_cannot_hear_fetches_staff_and_wakes_by_key() -> None:
    world = World(WITH_NAMES)
    assert world.window is not None
    world.post(HearingLost())
    assert world.window is None
    assert world.alerts == ["attention"]
    assert world.presses(" ").state == State.GREETING


def test_a_microphone_that_comes_late_is_asked_by_yes_and_no() -> None:
    world = World(KEYS_ONLY).go(MAIN_MENU)
    assert "press the more key" in spoken_now(world)[-1]
    world.post(HearingBack())
    assert spoken_now(world)[0] == "I can hear you again."
    assert spoken_now(world)[-1] == "Do you want to hear about symptoms?"
    assert world.says(Intent.YES).state == State.SECTION_MENU


def test_what_was_not_heard_is_said_again_when_the_speaker_is_back() -> None:
    world = World(WITH_NAMES).go((*MAIN_MENU, "say:topic.treatments.surgery"))
    world.sentence()
    world.post(SpeakerLost())
    assert world.alerts == ["attention"]
    said = spoken_now(world)
    world.sentence()
    world.post(SpeakerBack())
    assert spoken_now(world) == said


@every_row("abilities", [WITH_NAMES, SPOKEN_OVER])
@every_row("key", ["n", "p", "x", "q"])
def test_an_idle_kiosk_listens_again_when_its_words_are_cut_off(
    key: str, abilities: Abilities
) -> None:
    world = World(abilities, Started(interrupted=True))
    world.sentence()
    world.presses(key)
    assert world.state == State.ATTRACT
    assert not world.speaking
    assert world.window is not None
    assert not world.window.over_speech
    assert world.says(Intent.HELLO).state == State.GREETING


@pytest.mark.parametrize("state", [State.ATTRACT, State.OUT_OF_SERVICE])
def test_noise_that_comes_to_no_words_begins_no_talk_with_an_empty_room(state: State) -> None:
    world = brought_to(state).listen()
    before = len(world.said)
    for _ in range(5):
        world.post(SpeechBegan())
        world.waits(100)
    assert world.state == state
    assert len(world.said) == before
    assert world.alerts == []


def test_who_began_to_speak_and_is_not_heard_to_end_is_asked_again() -> None:
    world = World(WITH_NAMES).go(MAIN_MENU).listen()
    world.post(SpeechBegan())
    world.waits(29.9)
    assert "I did not hear anything." not in world.said
    world.waits(0.2)
    assert "I did not hear anything." in world.said


def test_that_the_questions_are_not_approved_is_said_where_they_are_asked_for_and_in_the_help() -> (
    None
):
    refused = replace(WITH_NAMES, refusal=Refusal.NOT_SIGNED_OFF)
    why = "The health questions still need to be approved."
    world = World(refused).go(MAIN_MENU).listen()
    assert why not in world.said
    world.says(Intent.QUESTIONS).listen()
    assert world.said.count(why) == 1
    world = World(refused).go((*MAIN_MENU, "say:help")).listen()
    while why not in world.said:
        assert world.said.count("You asked for help.") == 1, "one round of its pages"
        world.says(Intent.MORE).listen()


def test_a_kiosk_that_hears_yes_and_no_alone_does_not_ask_what_is_wanted() -> None:
    world = World(YES_NO_ONLY).says(Intent.YES).listen()
    assert "What would you like?" not in world.said
    assert world.said[-2:] == [
        "For each thing, please say yes or no.",
        "Do you want to hear about symptoms?",
    ]
