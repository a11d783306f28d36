"""Rules for topics and their medical terms."""

from collections.abc import Iterator

from kiosk.content.lint.passage import (
    Finding,
    Rule,
    term_pattern,
    topic_passages,
    without_terms,
)
from kiosk.content.model import Content
from kiosk.content.readability import flesch_kincaid_grade, smog_grade, words

LONGEST_NAME = 6
"""Words in a topic's name, so that three can be held in mind."""

HIGHEST_GRADE = 6.0
"""Flesch-Kincaid grade (accessibility.md H1)."""

HIGHEST_SMOG = 9.0
"""SMOG grade (accessibility.md H1)."""


def topics_are_easy(content: Content) -> Iterator[Finding]:
    """Both versions of a topic stay within the grades, the terms of the glossary left out."""
    for passage in topic_passages(content):
        eased = [without_terms(sentence, content) for sentence in passage.sentences]
        grade, smog = flesch_kincaid_grade(eased), smog_grade(eased)
        if grade > HIGHEST_GRADE:
            yield Finding(passage.item, f"reading grade {grade:.1f}, at most {HIGHEST_GRADE:.0f}")
        if smog > HIGHEST_SMOG:
            yield Finding(passage.item, f"SMOG grade {smog:.1f}, at most {HIGHEST_SMOG:.0f}")


def fuller_says_more_and_plain_is_easier(content: Content) -> Iterator[Finding]:
    """The fuller version has more words, and the plain one no higher grade (accessibility H6)."""
    for topic in content.topics.values():
        if len(words(" ".join(topic.fuller))) <= len(words(" ".join(topic.plain))):
            yield Finding(topic.id, "the fuller version has no more words than the plain one")
        plain, fuller = flesch_kincaid_grade(topic.plain), flesch_kincaid_grade(topic.fuller)
        if plain > fuller:
            yield Finding(topic.id, f"plain has grade {plain:.1f}, fuller only {fuller:.1f}")


def terms_follow_their_plain_phrase(content: Content) -> Iterator[Finding]:
    """In each passage a medical term comes after its plain phrase (accessibility.md H2)."""
    for passage in topic_passages(content):
        text = passage.text.lower()
        for term in content.glossary:
            used = term_pattern(term.term).search(text)
            if used and not any(plain.lower() in text[: used.start()] for plain in term.plain):
                yield Finding(
                    passage.item,
                    f"{term.term!r} comes before its plain phrase; expected first:"
                    f" {' or '.join(map(repr, term.plain))}",
                )


def terms_can_be_pronounced(content: Content) -> Iterator[Finding]:
    """Every term of the glossary has an entry in pronunciation.yaml (accessibility.md A9)."""
    for term in content.glossary:
        if term.term not in content.ipa:
            yield Finding(term.term, "has no entry in pronunciation.yaml; add one")


def names_are_short_and_distinct(content: Content) -> Iterator[Finding]:
    """Topics' names fit in "Do you want to hear about {name}?" and differ from all others."""
    seen: dict[str, str] = {}
    for topic in content.topics.values():
        if topic.name != topic.name.lower() or not 1 <= len(words(topic.name)) <= LONGEST_NAME:
            yield Finding(
                topic.id, f"name {topic.name!r}: expected lower case, at most {LONGEST_NAME} words"
            )
        if topic.name in seen:
            yield Finding(topic.id, f"name {topic.name!r} is that of {seen[topic.name]}")
        seen[topic.name] = topic.id


RULES: tuple[Rule, ...] = (
    topics_are_easy,
    fuller_says_more_and_plain_is_easier,
    terms_follow_their_plain_phrase,
    terms_can_be_pronounced,
    names_are_short_and_distinct,
)
