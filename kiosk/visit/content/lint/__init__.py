"""Rules for the wording: each is a function that yields the passages that break it.

Sources, in kiosk/assurance/standards/: clinical-safety.md sections 1 and 2; accessibility.md E5,
E9, E11, G3 and H2 to H4. A rule checks the content as it is spoken, with `SAMPLE_VALUES` filled in.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from kiosk.visit.content.lint import abilities, counts, prompts, questions, speech, topics
from kiosk.visit.content.lint.passage import Finding, Rule
from kiosk.visit.content.model import Content

__all__ = ["RULES", "SAMPLE_VALUES", "Finding", "Rule", "lint"]

SAMPLE_VALUES: Mapping[str, str] = MappingProxyType(
    {"clinic_name": "our city clinic for spine care", "emergency_number": "nine one one"}
)
"""Stands for the clinic's own values: no shorter than most clinics' names, and easy words."""

RULES: tuple[Rule, ...] = (
    *speech.RULES,
    *topics.RULES,
    *counts.RULES,
    *questions.RULES,
    *prompts.RULES,
    *abilities.RULES,
)


def lint(content: Content) -> Iterator[Finding]:
    """Give everything that breaks a rule; `content` is loaded with `SAMPLE_VALUES`."""
    for rule in RULES:
        yield from rule(content)
