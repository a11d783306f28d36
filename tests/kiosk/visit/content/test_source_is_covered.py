"""Everything the source text says is cited by a topic, and said by it."""

import hashlib
import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.every_row import every_row
from tests.shipped import CONTENT

pytestmark = pytest.mark.unit

SOURCE = Path(__file__).with_name("source.txt")
"""The text that the kiosk must get across."""

SENTENCES = 57
"""Sentences of the source text, its headings taken off."""

DIGEST = "cc77e14c95bee38136ffad023e1d5ceb0e5f191a23bc901da7c0a3eb527e54ba"
"""SHA-256 over the source's sentences, sorted, one a line."""

HEADINGS = {
    "symptoms.back_pain": "Persistent Back Pain",
    "symptoms.nerve_changes": "Neurological Changes",
    "symptoms.bladder_bowel": "Loss of Bladder or Bowel Control",
    "symptoms.fracture": "Bone Fractures",
    "symptoms.weight_fatigue": "Unexplained Weight Loss and Fatigue",
    "symptoms.appetite": "Changes in Appetite",
    "causes.primary": "Primary Cancer",
    "causes.migration": "Cancer Cell Migration",
    "causes.adhesion": "Adhesion to Spinal Tissues",
    "causes.new_tumors": "Formation of New Tumors",
    "causes.weak_bones": "Weakening of Spinal Bones",
    "causes.nerve_pathways": "Infiltration of Nerve Pathways",
    "treatments.radiation": "Radiation Therapy",
    "treatments.surgery": "Surgery",
    "treatments.chemo": "Chemotherapy",
    "treatments.targeted": "Targeted Therapies",
    "treatments.pain": "Pain Management",
    "treatments.supportive": "Supportive Care",
}

FACTS: dict[str, list[str]] = YAML(typ="safe").load(Path(__file__).with_name("facts.yaml"))
"""What the source tells, by topic, in the words in which the fuller version says it."""


def one_spelling(text: str) -> str:
    """Give text with straight quotes and single spaces."""
    return " ".join(text.replace("\u2019", "'").split())


def digest(sentences: set[str]) -> str:
    return hashlib.sha256("\n".join(sorted(sentences)).encode()).hexdigest()


def quoted() -> set[str]:
    """Give every quote of every topic."""
    topics = CONTENT.topics.values()
    return {one_spelling(quote) for topic in topics for quote in topic.source}


def source_lines() -> list[tuple[str, list[str]]]:
    """Give each line of the source as its heading, or "", and its sentences."""
    lines = []
    for line in map(one_spelling, SOURCE.read_text(encoding="utf-8").splitlines()):
        heading, colon, rest = line.partition(": ")
        if not colon or "." in heading:
            heading, rest = "", line
        lines.append((heading, re.split(r"(?<=[.:]) (?=[A-Z])", rest)))
    return [(heading, sentences) for heading, sentences in lines if sentences != [""]]


def test_the_quotes_are_all_the_sentences_of_the_source() -> None:
    assert len(quoted()) == SENTENCES
    assert digest(quoted()) == DIGEST


def test_every_sentence_of_the_source_is_quoted_by_a_topic() -> None:
    sentences = {sentence for _, line in source_lines() for sentence in line}
    assert sentences - quoted() == set()


def test_no_topic_quotes_what_the_source_does_not_say() -> None:
    sentences = {sentence for _, line in source_lines() for sentence in line}
    assert quoted() - sentences == set()
    assert digest(sentences) == DIGEST


def test_what_stands_under_a_heading_is_quoted_by_the_topic_of_that_heading() -> None:
    topics = {topic.heading: topic for topic in CONTENT.topics.values()}
    headed = [(heading, sentences) for heading, sentences in source_lines() if heading]
    assert [heading for heading, _ in headed] == list(HEADINGS.values())
    for heading, sentences in headed:
        assert [one_spelling(quote) for quote in topics[heading].source] == sentences


def test_topics_bear_the_headings_of_the_source() -> None:
    topics = CONTENT.topics
    assert {name: topics[name].heading for name in HEADINGS} == HEADINGS


@every_row("topic", FACTS)
def test_every_fact_is_spoken_in_the_fuller_version(topic: str) -> None:
    spoken = " ".join(CONTENT.topics[topic].fuller).lower()
    assert [fact for fact in FACTS[topic] if fact not in spoken] == []


def test_every_topic_has_its_facts_named() -> None:
    assert set(FACTS) == set(CONTENT.topics)
