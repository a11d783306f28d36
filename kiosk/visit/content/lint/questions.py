"""Rules for the red-flag questions."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from kiosk.visit.content.lint.passage import Finding, Rule
from kiosk.visit.content.model import Content
from kiosk.visit.content.readability import words
from kiosk.visit.content.tier import Tier

LONGEST_QUESTION = 14
"""Words in a question (clinical-safety.md section 1)."""

JOINED_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "E4": "around your private parts or your bottom",
        "E5": "in your arms or legs",
        "E6": "with walking, standing, or balance",
        "E7": "numbness or tingling in your arms, legs, chest, or belly",
        "S1": "after a fall or a small injury",
        "S2": "back or neck pain",
        "S3": "back or neck pain",
        "R2": "cough, sneeze, or strain",
    }
)
"""Joins that clinical-safety.md section 1 fixes; any other "and" or "or" asks two things."""

_NEGATION = re.compile(r"\b(?:not|no|never|without|un\w+)\b|n't\b", re.IGNORECASE)
_JOIN = re.compile(r"\b(?:and|or)\b", re.IGNORECASE)


def questions_ask_one_thing(content: Content) -> Iterator[Finding]:
    """A question is short and joins no two symptoms beyond `JOINED_WORDS`."""
    for question in (*content.questions, *content.reserve):
        if len(words(question.text)) > LONGEST_QUESTION:
            yield Finding(question.id, f"more than {LONGEST_QUESTION} words")
        rest = question.text.replace(JOINED_WORDS.get(question.id, "\0"), "")
        if _JOIN.search(rest):
            yield Finding(question.id, f"asks two things at once: {question.text!r}")


def emergency_questions_have_no_negation(content: Content) -> Iterator[Finding]:
    """A negation turns the meaning of yes and no around (clinical-safety.md hazard 6)."""
    for question in (*content.questions, *content.reserve):
        if question.tier is Tier.EMERGENCY and (found := _NEGATION.search(question.text)):
            yield Finding(question.id, f"negation {found[0]!r}; reword so that yes means concern")


RULES: tuple[Rule, ...] = (questions_ask_one_thing, emergency_questions_have_no_negation)
