"""H12. A symptom disclosed as a topic query

Cause: somebody who cries for help is taken to ask for a topic
Effect: an emergency is treated as reading
Mitigation: a whole cry for help fetches staff in every state and goes before every topic and every
    no (rule 12); what is only near one tells staff and offers them first of all, and anything but a
    no that counts, within ten seconds, fetches them; where only yes and no are heard, staff are
    offered in every menu and by a key
Severity: catastrophic
Likelihood: remote
Residual risk: a cry in words that are not even near to any that the kiosk knows
Owner: the clinical safety officer, who is not yet named
"""

from functools import cache

import pytest

from grammar.intents import Intent
from kiosk.visit.dialogue.events import Reading
from kiosk.visit.dialogue.red_flags.interruption import FETCHING
from kiosk.visit.dialogue.table import ASKING, State
from tests.kiosk.visit.dialogue.ways import brought_to
from tests.kiosk.visit.dialogue.world import YES_NO_ONLY, World
from tests.shipped import GRAMMAR
from tests.system.hazards.free_reading import freely

pytestmark = [pytest.mark.unit, pytest.mark.slow]


DISCLOSURES = """
help me
please help me
i need help
somebody help me
someone help me
help me please
emergency
it's an emergency
this is an emergency
staff
i want a nurse
get a nurse
get a doctor
call a doctor
call a nurse
i need a nurse
i need a doctor
i've fallen
i have fallen
i've fallen over
i have fallen down
i fell
i fell over
i fell down
i just fell
i had a fall
i've had a fall
chest pain
chest pains
i have chest pain
i've got chest pain
pain in my chest
my chest hurts
i can't breathe
i cannot breathe
can't breathe
i can't breathe properly
i can't get my breath
i can't catch my breath
hard to breathe
it's hard to breathe
trouble breathing
i have trouble breathing
i'm choking
i can't pee
i cannot pee
can't pee
i can't wee
i can't pass water
i can't pass urine
i can't empty my bladder
i can't go to the toilet
no pee comes out
my pee won't come out
i can't hold my pee
i can't hold my poop
i can't hold it
i can't hold it in
can't hold it
i wet myself
i've wet myself
i just wet myself
i soiled myself
i've soiled myself
i wet my pants
i messed myself
i lost control of my bladder
i lost control of my bowels
i had an accident
i can't feel my legs
i cannot feel my legs
can't feel my legs
i can't move my legs
can't move my legs
i can't feel my feet
i can't move my arm
i can't feel my hands
i can't move
i can't walk
i can't stand
i can't stand up
i can't get up
my legs won't move
my leg won't move
my legs are numb
my legs gave way
my legs have gone weak
i've gone numb
stroke
i'm having a stroke
i think it's a stroke
my face is drooping
heart attack
i'm having a heart attack
i'm having a seizure
i'm bleeding
i feel faint
i want to die
i want to kill myself
i don't want to live
"""
SPOKEN = DISCLOSURES.strip().splitlines()


def test_there_are_a_hundred() -> None:
    assert len(set(SPOKEN)) == 100


WITH_FILLERS = """
oh no i can't breathe properly today i think
my dad said he can't feel his legs since this morning
he says there is this chest pain again you know
"""


@cache
def reading(words: str) -> Reading:
    return Reading("vosk", GRAMMAR.meaning(words), GRAMMAR.mentions(words))


@pytest.mark.parametrize("state", list(State))
def test_each_of_them_fetches_staff_in_every_state(state: State) -> None:
    for words in SPOKEN:
        world = brought_to(state)
        world.reads(reading(words))
        assert world.state == State.EMERGENCY, f"{words!r} in {state}"
        assert world.alerts[-1] == "emergency"


def test_i_cannot_pee_never_just_reads_the_bladder_topic() -> None:
    world = brought_to(State.MAIN_MENU)
    world.reads(Reading("vosk", GRAMMAR.meaning("i can't pee")))
    world.listen()
    assert world.state == State.EMERGENCY
    assert not [s for s in world.said if "incontinence" in s]


@pytest.mark.parametrize("words", WITH_FILLERS.strip().splitlines())
def test_with_fillers_around_it_a_cry_still_fetches_staff_at_once(words: str) -> None:
    assert brought_to(State.MAIN_MENU).reads(freely(words)).state == State.EMERGENCY


NEAR_ONE = Reading("moonshine", None, open=True, near_cry=True)


@pytest.mark.parametrize(
    "state", [State.MAIN_MENU, State.SECTION_MENU, State.PREAMBLE, State.QUESTION, State.HELP]
)
def test_words_near_a_cry_tell_staff_and_offer_them_in_the_first_sentence(state: State) -> None:
    world = brought_to(state).reads(NEAR_ONE)
    assert world.state == State.OFFER_STAFF
    assert world.alerts == ["attention"]
    assert world.last_say.sentences[0] == "Do you want me to call a member of staff now?"


@pytest.mark.parametrize("beside", [None, Intent.NO, Intent.GOODBYE, "topic.overview"])
def test_after_them_only_a_no_that_counts_keeps_staff_from_coming(beside: str | None) -> None:
    world = brought_to(State.MAIN_MENU).reads(NEAR_ONE)
    world.reads(Reading("yes-no", beside if beside == Intent.NO else None), freely("and so on"))
    world.listen().waits(11)
    assert world.state == State.EMERGENCY
    assert world.sessions_ended == 0
    counted = brought_to(State.MAIN_MENU).reads(NEAR_ONE)
    counted.reads(Reading("yes-no", Intent.NO), Reading("moonshine", Intent.NO))
    assert counted.state == State.MAIN_MENU
    assert counted.alerts == ["attention"]


def test_at_rest_they_wake_the_kiosk_with_that_question_and_call_nobody() -> None:
    world = brought_to(State.ATTRACT).reads(NEAR_ONE)
    assert world.last_say.sentences[0] == "Do you want me to call a member of staff now?"
    world.listen().waits(11)
    assert world.state == State.ATTRACT
    assert world.alerts == []


@pytest.mark.parametrize("way", ["", "section.symptoms", "topic.overview"])
def test_where_only_yes_and_no_are_heard_every_menu_offers_staff(way: str) -> None:
    world = World(YES_NO_ONLY).presses(" k")
    if way:
        world.says(None)
        world.dialogue.do(way)
        world.presses("k").listen()
    for _ in range(12):
        world.listen()
        if "Do you want me to call a member of staff?" in world.said:
            break
        world.says(Intent.NO)
    assert world.says(Intent.YES).state == State.EMERGENCY


@pytest.mark.parametrize("key", ["s", "*"])
@pytest.mark.parametrize("state", list(State))
def test_a_key_fetches_staff_in_every_state(state: State, key: str) -> None:
    world = brought_to(state).presses(key)
    assert world.state == State.EMERGENCY
    assert world.alerts[-1] == "emergency"


@pytest.mark.parametrize("state", ASKING)
@pytest.mark.parametrize("cry", FETCHING)
@pytest.mark.parametrize("answer", [Intent.YES, Intent.NO, Intent.NOT_SURE])
def test_a_cry_for_help_is_no_answer_although_another_recognizer_takes_it_for_one(
    state: State, cry: Intent, answer: Intent
) -> None:
    world = brought_to(state)
    world.reads(Reading("yes-no", answer), Reading("vosk", cry))
    assert world.state == State.EMERGENCY
    assert world.alerts == ["emergency"]


@pytest.mark.parametrize("state", ASKING)
def test_a_plain_no_fetches_nobody(state: State) -> None:
    world = brought_to(state)
    world.reads(Reading("yes-no", Intent.NO), Reading("vosk", Intent.NO))
    assert world.state in ASKING
    assert world.alerts == []
