"""H13. The wrong topic is read

Cause: a phrase means another topic than it should, or a recognizer mishears it
Effect: wrong information
Mitigation: whole phrases only, each with one meaning; the topic's name is said first; what the weak
    recognizer hears is asked back before anything is read
Severity: marginal
Likelihood: occasional
Residual risk: a listener who takes the name for another one
Owner: the clinical safety officer, who is not yet named
"""

import pytest

from grammar.intents import Intent
from kiosk.visit.dialogue.events import Reading
from kiosk.visit.dialogue.table import State
from tests.every_row import every_row
from tests.kiosk.visit.dialogue.ways import MAIN_MENU
from tests.kiosk.visit.dialogue.world import CONTENT, WITH_NAMES, YES_NO_ONLY, World
from tests.shipped import GRAMMAR

pytestmark = pytest.mark.unit


SYNONYMS = {
    "backache": "symptoms.back_pain",
    "my back hurts": "symptoms.back_pain",
    "pins and needles": "symptoms.nerve_changes",
    "weak legs": "symptoms.nerve_changes",
    "incontinence": "symptoms.bladder_bowel",
    "broken bone": "symptoms.fracture",
    "losing weight": "symptoms.weight_fatigue",
    "not hungry": "symptoms.appetite",
    "eating less": "symptoms.appetite",
    "brittle": "causes.weak_bones",
    "trapped nerve": "causes.nerve_pathways",
    "lymph nodes": "causes.migration",
    "how does it spread": "causes.migration",
    "where did it start": "causes.primary",
    "receptors": "causes.adhesion",
    "radiotherapy": "treatments.radiation",
    "radiation": "treatments.radiation",
    "operation": "treatments.surgery",
    "chemo": "treatments.chemo",
    "cancer drugs": "treatments.chemo",
    "gene treatment": "treatments.targeted",
    "painkillers": "treatments.pain",
    "counselor": "treatments.supportive",
    "social worker": "treatments.supportive",
}


@every_row(("words", "topic"), SYNONYMS.items())
def test_peoples_own_words_lead_to_their_topic(words: str, topic: str) -> None:
    assert GRAMMAR.meaning(words) == f"topic.{topic}"


@every_row("topic", [t for t in CONTENT.topics.values() if not t.is_frame])
def test_its_name_is_said_before_anything_else_about_health(topic: object) -> None:
    name, topic_id = getattr(topic, "name", ""), getattr(topic, "id", "")
    world = World(WITH_NAMES).go(MAIN_MENU).says(f"topic.{topic_id}")
    said = world.last_say.sentences
    if topic_id != "clinic":
        (introduction,) = CONTENT.prompts["introduction"]
        assert said[: len(introduction)] == introduction
        said = said[len(introduction) :]
    assert said[0] == f"This is about {name}."
    world.listen().says(f"topic.{topic_id}")
    assert world.last_say.sentences[0] == f"This is about {name}."


def test_a_weak_recognizer_is_asked_back_and_a_no_reads_nothing() -> None:
    world = World(YES_NO_ONLY).go(MAIN_MENU)
    world.reads(Reading("vosk", None, alternatives=("topic.treatments.radiation",))).listen()
    assert world.state == State.CONFIRM_CHOICE
    assert "Do you want to hear about radiation therapy?" in world.said
    assert world.says(Intent.NO).state == State.MAIN_MENU


def test_a_phrase_that_is_only_part_of_what_was_said_reads_nothing() -> None:
    words = "i would like surgery on my knee"
    world = World(WITH_NAMES).go(MAIN_MENU)
    world.reads(Reading("vosk", GRAMMAR.meaning(words), GRAMMAR.mentions(words)))
    assert world.state == State.MAIN_MENU
