"""Rules for topics and their medical terms."""

from collections.abc import Iterator

from kiosk.visit.content.lint.passage import Finding, Rule, term_pattern, topic_passages
from kiosk.visit.content.model import Content
from kiosk.visit.content.readability import words

URGENT = "tell a member of staff now"
"""The words that send a listener to staff."""

LONGEST_NAME = 6
"""Words in a topic's name, so that three can be held in mind."""


def fuller_says_more(content: Content) -> Iterator[Finding]:
    """The fuller version has more words."""
    for topic in content.topics.values():
        if len(words(" ".join(topic.fuller))) <= len(words(" ".join(topic.plain))):
            yield Finding(topic.id, "the fuller version has no more words than the plain one")


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


def urgent_words_are_last(content: Content) -> Iterator[Finding]:
    """A topic that sends to staff says so last, in both versions (clinical-safety.md rule 14)."""
    for topic in content.topics.values():
        for version, text in (("plain", topic.plain), ("fuller", topic.fuller)):
            sends = [URGENT in sentence for sentence in text]
            if any(sends[:-1]) or sends[-1] != topic.urgent:
                yield Finding(
                    f"{topic.id} ({version})",
                    f"{URGENT!r} belongs in the last sentence of a topic with 'urgent: true' alone",
                )


RULES: tuple[Rule, ...] = (
    fuller_says_more,
    terms_follow_their_plain_phrase,
    terms_can_be_pronounced,
    names_are_short_and_distinct,
    urgent_words_are_last,
)
