"""H17. Answers are overheard

Cause: others in the room hear what the kiosk says back
Effect: embarrassment, and false answers
Mitigation: no answer is repeated with its symptom, by voice or on the screen; keys; the preamble
    says that others may hear; headphones, and when they come out no word aloud until a key or a yes
Severity: marginal
Likelihood: probable
Residual risk: the question itself is heard, and so is a spoken answer
Owner: the clinical safety officer, who is not yet named
"""

import re

import pytest

from grammar.intents import Intent
from kiosk.visit.dialogue.actions import AlertStaff, Show, WipeCaptions
from kiosk.visit.dialogue.events import HeadphonesIn, HeadphonesOut
from kiosk.visit.dialogue.table import State
from tests.every_row import every_row
from tests.kiosk.visit.dialogue.ways import QUESTION
from tests.kiosk.visit.dialogue.world import CONTENT, WITH_NAMES, YES_NO_ONLY, World

pytestmark = pytest.mark.unit

SYMPTOMS = (
    r"\b(pee|poop|bladder|bowel|numb\w*|tingl\w*|weak\w*|walk\w*|balance|pain|private|bottom"
    r"|back|neck|weight|night|cancer|fall|injury|band)\b"
)
ASKED = {question.text for question in CONTENT.questions}


def said_after(world: World, answer: str) -> list[str]:
    """What it says to an answer, but for the questions themselves."""
    before = len(world.said)
    if answer.isdigit() or answer == "k":
        world.presses(answer)
    else:
        world.says(answer)
    world.listen()
    return [sentence for sentence in world.said[before:] if sentence not in ASKED]


@every_row("answer", ["1", "2", "3", "k", Intent.YES, Intent.NO, Intent.NOT_SURE])
@every_row("number", range(len(CONTENT.questions)))
def test_no_answer_is_said_back_with_its_symptom(number: int, answer: str) -> None:
    world = World(YES_NO_ONLY).go(QUESTION[:2]).presses("2").presses("1").listen()
    for _ in range(number):
        world.presses("2").listen()
        if world.state == State.READ_BACK:
            world.presses("1").listen()
    assert world.questions.current is CONTENT.questions[number]
    for sentence in said_after(world, answer):
        assert not re.search(SYMPTOMS, sentence, re.IGNORECASE), sentence
    assert world.screen is not None
    shown = " ".join((world.screen.title, *(choice.label for choice in world.screen.choices)))
    assert not re.search(SYMPTOMS.replace("back|", ""), shown, re.IGNORECASE)


def test_people_are_told_that_others_may_hear() -> None:
    world = World(WITH_NAMES).go(QUESTION[:3]).listen()
    assert "Other people may hear us." in world.said
    assert "You can press the keys instead." in world.said


def test_no_question_is_spoken_aloud_when_headphones_come_out() -> None:
    world = World(WITH_NAMES).go(QUESTION)
    world.post(HeadphonesIn())
    world.sentence()
    world.post(HeadphonesOut())
    assert world.last_say.volume == 0
    assert not ASKED & set(world.last_say.sentences)


def test_what_was_asked_is_wiped_as_an_emergency_begins() -> None:
    world = World(WITH_NAMES).go(QUESTION)
    world.presses("1")
    assert world.state == State.EMERGENCY
    done = [type(action) for action in world.last_actions]
    assert done.index(AlertStaff) < done.index(WipeCaptions) < done.index(Show)
    assert WipeCaptions not in done[done.index(Show) :]


def test_what_was_asked_is_wiped_when_headphones_come_out() -> None:
    world = World(WITH_NAMES).go(QUESTION)
    world.post(HeadphonesIn())
    world.sentence()
    world.post(HeadphonesOut())
    assert WipeCaptions() in world.last_actions
