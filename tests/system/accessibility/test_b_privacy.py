"""B. Privacy, and what goes on: B5, B7 and B8."""

import re
from itertools import pairwise

import pytest

from grammar.intents import Intent
from kiosk.visit.dialogue.actions import Action, Listen, PlayEarcon, Say
from kiosk.visit.dialogue.events import KeyPressed
from kiosk.visit.dialogue.table import State
from tests.kiosk.visit.dialogue.ways import QUESTION, brought_to
from tests.kiosk.visit.dialogue.world import CONTENT, WITH_NAMES, World
from tests.kiosk.visit.loop.parts import Stage
from tests.system.accessibility.ear import Ear
from tests.system.accessibility.walk import says

pytestmark = pytest.mark.sound


def test_b5_keys_are_offered_before_private_questions() -> None:
    said = World(WITH_NAMES).go(QUESTION[:3]).listen().said
    assert said.index("Other people may hear us.") < said.index("You can press the keys instead.")
    assert CONTENT.questions[0].text not in said


SYMPTOM = re.compile(
    r"\b(pee|poop|numb|tingl|weak|walking|pain|bottom|weight|neck|cancer)", re.IGNORECASE
)


@pytest.mark.parametrize("answer", ["1", "2", "3", "k", "say"])
def test_b5_no_utterance_pairs_a_question_with_its_answer(answer: str) -> None:
    questions = {question.text for question in CONTENT.questions}
    world = World(WITH_NAMES).go(QUESTION).listen()
    for _ in range(20):
        if world.state not in (State.QUESTION, State.CONFIRM_NO, State.READ_BACK):
            break
        if world.state == State.READ_BACK:
            world.presses("1")
        elif answer == "say":
            world.says(Intent.NO)
        else:
            world.presses(answer)
        for say in says(world.last_actions):
            asked = [s for s in say.sentences if s in questions]
            others = " ".join(s for s in say.sentences if s not in questions)
            assert len(asked) <= 1
            assert not SYMPTOM.search(others), others
            assert not asked or not re.search(r"\byou said\b|\bi heard\b", others, re.IGNORECASE)
        world.listen()


def test_b7_nothing_sounds_behind_speech() -> None:
    """Whatever is said or signalled, one thing sounds at a time, and nothing without a word."""
    both: list[Action] = [Say(1, ("One.", "Two."), 150, 1.0), PlayEarcon("listening")]
    stage = Stage(lambda event: both if isinstance(event, KeyPressed) else [])
    stage.driver.wait(600)
    assert stage.speaker.sounds == []
    stage.driver.press("y")
    stage.driver.wait(600)
    assert len(stage.speaker.sounds) >= 3
    for sound, following in pairwise(stage.speaker.sounds):
        assert sound.end <= following.start


def test_b8_pause_can_be_heard_and_seen() -> None:
    ear = Ear(keys=" kk")
    ear.stage.driver.wait(1)
    ear.earcons.clear()
    ear.stage.driver.press("p")
    assert "paused" in [name for _, name in ear.earcons]
    world = brought_to(State.PAUSED)
    assert world.screen is not None
    assert world.screen.title == CONTENT.labels["title.paused"]
    ear.earcons.clear()
    ear.stage.driver.press("c")
    assert "resumed" in [name for _, name in ear.earcons]


def test_b8_listening_can_be_heard_and_seen() -> None:
    opens: list[Action] = [PlayEarcon("listening"), Listen(frozenset())]
    stage = Stage(lambda event: opens if isinstance(event, KeyPressed) else [])
    stage.driver.press("y")
    stage.driver.wait(1.0)
    assert len(stage.speaker.sounds) == 1
    assert stage.screen.statuses[-1] == "listening"
    world = brought_to(State.MAIN_MENU)
    world.listen()
    assert [type(a) for a in world.last_actions][:2] == [PlayEarcon, Listen]
