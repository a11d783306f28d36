"""What a visitor hears first was synthesized before they came: fixed and composed sentences."""

from collections.abc import Iterable
from threading import Event

import pytest

from kiosk.visit.dialogue.abilities import Abilities
from kiosk.visit.speech.prepared import prepared
from kiosk.visit.speech.synthesis import Pronunciations
from tests.kiosk.visit.dialogue.world import CONTENT, KEYS_ONLY, STAFF_ANSWER, YES_NO_ONLY, World

pytestmark = pytest.mark.unit

BY_NAME = (
    *("say:hello", "say:more", "say:section.symptoms", "say:more", "say:more"),
    *("say:topic.symptoms.back_pain", "say:more", "say:continue", "say:section.treatments"),
)
BY_YES_AND_NO = ("say:yes", "say:no", "say:no", "say:yes", "say:yes", "say:no", "say:yes")
BY_KEYS = ("key: ", "key:1", "key:1", "key:e", "key:2")


@pytest.mark.parametrize(
    ("abilities", "steps"),
    [(STAFF_ANSWER, BY_NAME), (YES_NO_ONLY, BY_YES_AND_NO), (KEYS_ONLY, BY_KEYS)],
)
def test_a_visit_says_nothing_that_was_not_prepared(
    abilities: Abilities, steps: tuple[str, ...]
) -> None:
    ready: set[str] = set()
    over = Event()

    def speak_ahead(texts: Iterable[str], words_per_minute: int) -> None:
        ready.update(texts)
        over.set()

    with prepared(speak_ahead, CONTENT, abilities):
        assert over.wait(30.0)
    world = World(abilities)
    for step in steps:
        world.go([step])
        world.listen()
    respelled = Pronunciations(CONTENT.pronunciations)
    assert {respelled.apply(sentence) for sentence in world.said} <= ready
    assert len(set(world.said)) > len(steps)
