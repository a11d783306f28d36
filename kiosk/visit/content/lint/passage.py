"""The passages that the rules check, and the findings that they yield."""

import re
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import NamedTuple, TypeAlias

from kiosk.visit.content.model import Content
from kiosk.visit.content.readability import words


class Finding(NamedTuple):
    """One place where the wording breaks a rule."""

    item: str
    message: str

    def __str__(self) -> str:
        """Give it as one line."""
        return f"{self.item}: {self.message}"


class Passage(NamedTuple):
    """What is said in one go."""

    item: str
    sentences: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it on one line."""
        return " ".join(self.sentences)


Rule: TypeAlias = Callable[[Content], Iterator[Finding]]


def topic_passages(content: Content) -> Iterator[Passage]:
    """Give both versions of every topic."""
    for topic in content.topics.values():
        yield Passage(f"{topic.id} (plain)", topic.plain)
        yield Passage(f"{topic.id} (fuller)", topic.fuller)


def ways_to_say(prompt_id: str, content: Content) -> Iterator[tuple[tuple[str, ...], ...]]:
    """Give a prompt's wordings for every set of its needs that may be met."""
    lines = [line for wording in content.lines[prompt_id] for line in wording]
    needs = sorted({need for line in lines for each in line for need in each.needs})
    for many in range(len(needs) + 1):
        yield from (content.said(prompt_id, met) for met in combinations(needs, many))


def prompt_passages(content: Content) -> Iterator[Passage]:
    """Give every wording of every prompt, with the longest names where the dialogue puts names."""
    shown = ("page.", "title.")
    labels = [text for name, text in content.labels.items() if not name.startswith(shown)]
    names = [topic.name for topic in content.topics.values()] + labels
    longest = max(names, key=lambda name: len(words(name)))
    for key in content.lines:
        for number, wording in dict.fromkeys(
            (number, wording)
            for wordings in ways_to_say(key, content)
            for number, wording in enumerate(wordings, start=1)
            if wording
        ):
            text = tuple(
                re.sub(r"\{\w+\}", longest, s.replace("{count}", "three")) for s in wording
            )
            yield Passage(f"{key} (wording {number})", text)


def passages(content: Content) -> Iterator[Passage]:
    """Give everything that is said in one go."""
    yield from topic_passages(content)
    for question in (*content.questions, *content.reserve):
        yield Passage(question.id, (question.text,))
    yield from prompt_passages(content)


def term_pattern(term: str) -> re.Pattern[str]:
    """Give what finds a term of the glossary, one or many of it."""
    return re.compile(rf"\b{re.escape(term)}s?\b", re.IGNORECASE)


def without_terms(text: str, content: Content) -> str:
    """Put as many short words in the place of each term of the glossary."""
    for term in sorted(content.glossary, key=lambda one: -len(one.term)):
        text = term_pattern(term.term).sub(" ".join("word" for _ in words(term.term)), text)
    return text
