"""H. Plain language. The grades are textstat's, the glossary's terms left out."""

import re

import pytest
import textstat

from audio.frames import SAMPLE_RATE
from audio.voices.estimated import EstimatedVoice
from grammar.intents import Intent
from kiosk.visit.content.lint import counts, speech, topics
from kiosk.visit.content.lint.passage import Passage, passages, without_terms
from kiosk.visit.dialogue.table import State
from kiosk.visit.speech.mouth import BETWEEN_SENTENCES
from tests.every_row import every_row
from tests.kiosk.visit.dialogue.world import CONTENT, WITH_NAMES, World
from tests.shipped import REVIEWED

pytestmark = pytest.mark.unit

PASSAGES = list(passages(REVIEWED))
TOPICS = list(REVIEWED.topics.values())
READ = [name for name in CONTENT.topics if not name.endswith(".intro")]


def graded(text: str) -> str:
    return without_terms(text, REVIEWED)


@every_row("passage", PASSAGES, ids=lambda passage: passage.item)
def test_h1_the_reading_grade_of_every_passage_is_six_at_most(passage: Passage) -> None:
    assert textstat.flesch_kincaid_grade(graded(passage.text)) <= 6.0


@every_row("passage", PASSAGES, ids=lambda passage: passage.item)
def test_h1_its_smog_grade_is_nine_at_most(passage: Passage) -> None:
    assert textstat.smog_index(graded(passage.text)) <= 9.0


HARD = "Malignant cells demonstrate considerable affinity for vertebral microenvironments. "


def test_h1_a_hard_passage_would_be_seen() -> None:
    assert textstat.flesch_kincaid_grade(HARD) > 6.0
    assert textstat.smog_index(HARD * 3) > 9.0
    assert graded("Incontinence is hard.") == "word is hard."
    assert textstat.flesch_kincaid_grade("The cat sat on the mat.") == pytest.approx(-1.45, abs=0.1)


def test_h2_sentences_are_short() -> None:
    assert list(speech.sentences_are_short(REVIEWED)) == []


def test_h2_plain_words_come_before_each_medical_term() -> None:
    assert list(topics.terms_follow_their_plain_phrase(REVIEWED)) == []


PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been) \w+ed by\b", re.IGNORECASE)


@every_row("passage", PASSAGES, ids=lambda passage: passage.item)
def test_h2_who_does_something_is_its_subject(passage: Passage) -> None:
    assert not PASSIVE.search(passage.text)


def test_h2_one_sentence_is_shown_at_a_time_so_no_paragraph_is_long() -> None:
    for passage in PASSAGES:
        for shown in passage.sentences:
            assert len(re.findall(r"[.?!](?:\s|$)", shown)) <= 3, shown


NUMBERS = re.compile(r"\d|%|\bper ?cent\b|\bpoint (?:one|two|three|five)\b", re.IGNORECASE)


@every_row("passage", PASSAGES, ids=lambda passage: passage.item)
def test_h3_numbers_are_words_without_decimals_and_percentages(passage: Passage) -> None:
    assert not NUMBERS.search(passage.text)


def test_h3_counts_are_true() -> None:
    assert list(counts.counts_are_true(REVIEWED)) == []


@every_row("intent", [Intent.SIMPLER, Intent.MORE])
@every_row("topic", READ)
def test_h4_nothing_is_read_for_over_a_minute(topic: str, intent: Intent) -> None:
    world = World(WITH_NAMES).presses(" k").says(f"topic.{topic}").listen().says(intent)
    assert world.state == State.READING
    voice = EstimatedVoice()
    read = world.last_say.sentences
    lengths = [len(voice.speak(sentence, 150)) / SAMPLE_RATE for sentence in read]
    assert sum(lengths) + BETWEEN_SENTENCES * len(lengths) <= 60.0


@every_row("topic", TOPICS, ids=lambda topic: topic.id)
def test_h6_the_simpler_text_has_a_lower_grade(topic: object) -> None:
    plain, fuller = (
        textstat.flesch_kincaid_grade(" ".join(text))
        for text in (topic.plain, topic.fuller)  # type: ignore[attr-defined]
    )
    assert plain < fuller


@every_row("topic", READ)
def test_h6_simpler_and_tell_me_more_work_for_every_topic(topic: str) -> None:
    for wait in (False, True):
        world = World(WITH_NAMES).presses(" k").says(f"topic.{topic}")
        entry = CONTENT.topic(topic)
        assert set(entry.plain) <= set(world.last_say.sentences)
        if wait:
            world.listen()
            assert world.state == State.AFTER_TOPIC
        world.presses("e")
        assert set(entry.fuller) <= set(world.last_say.sentences)
        world.listen().says(Intent.SIMPLER)
        assert set(entry.plain) <= set(world.last_say.sentences)
