"""H6. Ambiguous wording: "no, I can't feel it" means yes

Cause: an answer that holds a no and something else, or a question that a no would affirm
Effect: an inverted answer
Mitigation: only a whole utterance counts as no, and words read freely never do; a cry for help
    beats every no; symptom words and a yes among words act as not sure (rule 6); a hedge is asked
    back; no emergency question has a negation
Severity: catastrophic
Likelihood: improbable
Residual risk: where only the yes/no listener hears, what it takes for no is asked back
Owner: the clinical safety officer, who is not yet named
"""

import re

import pytest

from grammar.intents import Intent
from kiosk.visit.content.tier import Tier
from kiosk.visit.dialogue.events import Reading
from kiosk.visit.dialogue.red_flags.answers import No
from kiosk.visit.dialogue.table import State
from tests.every_row import every_row
from tests.kiosk.visit.dialogue.ways import QUESTION
from tests.kiosk.visit.dialogue.world import CONTENT, WITH_NAMES, World
from tests.shipped import GRAMMAR
from tests.system.hazards.free_reading import freely

pytestmark = pytest.mark.unit


WITH_A_SYMPTOM = """
no i can't feel my legs
no my legs are numb
no i can't pee
no i can't move my legs
no i can't walk
no i can't feel my feet
no i can't breathe
no but i have chest pain
no i wet myself
no i fell
no i had a fall
no my chest hurts
no i can't stand up
no i can't hold my pee
no i have fallen
no my back hurts
no pins and needles
no weak legs
no my legs won't move
no just numbness
well no my legs have gone numb
no i can't feel my hands
no i can't get up
no i soiled myself
no only my arm is numb
no i can't feel my arm
no i can't hold it
no i can't go to the toilet
no my leg gave way
no i've gone numb
"""

WITHOUT_ONE = """
yes no
no yes
no well sometimes
no wait yes
no i mean yes
yes i mean no
no maybe
maybe no
no not really sure
no i'm not sure
no i don't know
well no
no well
uh no
no problem
no idea
no more
no less than before
not now
not yet
no not today
no only at night
no just a bit
no a little
no it depends
no but sometimes
i said no yes
no no yes
no comment
no why do you ask
"""


def lines(text: str) -> list[str]:
    return text.strip().splitlines()


def asked(words: str) -> World:
    """Moonshine hears the words, and the listener a clean no in them: the worst of cases."""
    world = World(WITH_NAMES).go(QUESTION)
    phrase = Reading("moonshine", GRAMMAR.meaning(words), GRAMMAR.mentions(words))
    return world.reads(phrase, freely(words), Reading("yes-no", Intent.NO))


def noes(world: World) -> list[str]:
    questions = world.dialogue.questions
    return [k for k, a in questions.answers.items() if isinstance(a, No)] if questions else []


def test_there_are_sixty_of_them() -> None:
    assert len({*lines(WITH_A_SYMPTOM), *lines(WITHOUT_ONE)}) == 60


@every_row("words", lines(WITH_A_SYMPTOM))
def test_a_no_with_symptom_words_fetches_staff(words: str) -> None:
    world = asked(words)
    assert world.state == State.EMERGENCY
    assert not noes(world)


@every_row("words", lines(WITHOUT_ONE))
def test_a_no_mixed_with_something_else_is_never_a_no(words: str) -> None:
    assert not noes(asked(words))


@pytest.mark.parametrize("words", ["no", "no i don't", "no no no", "not at all", "nope"])
def test_a_clean_no_still_counts(words: str) -> None:
    assert noes(asked(words)) == ["E1"]


FETCH_STAFF = """
yes i have no feeling in my legs
no i have no feeling in my legs
yes since last week
yes for about a week
maybe since last week
i think yes since monday
when i stand up
"""
EXPLAINED = """
what does that mean
what do you mean by numbness
i'm not sure what numbness means
i don't know what that means
what do you mean
new since when
how bad
does that count
why do you ask
"""
NO_SYMPTOM = """
is it cancer
could it be something else
where is the bathroom
can i go to the toilet
toilet
i am tired all the time
"""
PUT_OFF = """
tell me about radiation therapy
surgery
causes
"""


def said(words: str) -> World:
    """Moonshine alone hears the words at an emergency question."""
    phrase = Reading("moonshine", GRAMMAR.meaning(words))
    return World(WITH_NAMES).go(QUESTION).reads(phrase, freely(words), Reading("yes-no", None))


@pytest.mark.parametrize("words", lines(FETCH_STAFF))
def test_a_cry_or_a_yes_among_words_fetches_staff(words: str) -> None:
    assert said(words).state == State.EMERGENCY


@every_row("words", lines(EXPLAINED))
def test_a_question_about_the_question_is_explained_and_raises_nothing(words: str) -> None:
    world = said(words)
    assert world.last_say.sentences[0] == "New means it has started or got worse lately."
    assert world.state == State.QUESTION
    assert world.alerts == []
    assert not world.questions.answers
    assert not world.dialogue.visit.asked_again


@every_row("words", lines(EXPLAINED))
def test_the_second_time_skipping_and_staff_are_offered(words: str) -> None:
    world = said(words).reads(freely(words))
    assert "For a member of staff, say: staff." in world.last_say.sentences
    assert world.alerts == []


def test_a_yes_in_a_question_about_the_question_fetches_staff() -> None:
    assert said("yes but what does numbness mean").state == State.EMERGENCY


@pytest.mark.parametrize("words", lines(NO_SYMPTOM))
def test_what_is_no_symptom_raises_nothing(words: str) -> None:
    world = said(words)
    assert world.state == State.QUESTION
    assert world.alerts == []
    assert not noes(world)


@pytest.mark.parametrize("words", lines(PUT_OFF))
def test_a_topic_is_put_off_until_after_the_questions(words: str) -> None:
    world = said(words)
    assert world.last_say.sentences[0] == "After these questions I can read about that."
    assert world.state == State.QUESTION
    assert world.alerts == []


@pytest.mark.parametrize("words", ["not really", "not that i know of"])
def test_a_hedge_is_asked_back_even_if_the_listener_hears_no(words: str) -> None:
    assert asked(words).state == State.CONFIRM_NO


@every_row("question", [q for q in CONTENT.questions if q.tier is Tier.EMERGENCY])
def test_no_emergency_question_has_a_negation(question: object) -> None:
    text = getattr(question, "text", "")
    assert not re.search(r"\b(not|no|never|without|un\w+)\b|n't", text, re.IGNORECASE)
