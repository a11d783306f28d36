"""Rule for numbers that the content says about itself."""

from collections.abc import Iterator

from kiosk.visit.content.lint.passage import Finding, Rule
from kiosk.visit.content.model import SECTIONS, Content
from kiosk.visit.content.readability import words
from kiosk.visit.content.tier import LATER, Tier

NUMBER_WORDS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
)


def counts_are_true(content: Content) -> Iterator[Finding]:
    """A number that a text says about the content is correct."""
    for section in SECTIONS:
        intro = content.topics[f"{section}.intro"]
        for version, text in (("plain", intro.plain), ("fuller", intro.fuller)):
            yield from _counts(f"{intro.id} ({version})", text, len(content.section(section)))
    prompts = content.prompts
    last = sum(q.tier in LATER for q in content.questions)
    for key, count in (
        ("preamble", len(content.questions)),
        ("read_back", sum(q.tier is Tier.EMERGENCY for q in content.questions)),
        ("read_back_last", last),
        ("read_back_some", last),
    ):
        for text in prompts.get(key, ())[:1]:
            yield from _counts(key, text, count)


def _counts(item: str, passage: tuple[str, ...], expected: int) -> Iterator[Finding]:
    said = [word for word in words(" ".join(passage).lower()) if word in NUMBER_WORDS[2:]]
    if said != [NUMBER_WORDS[expected]]:
        yield Finding(item, f"says {said or 'no number'}; there are {NUMBER_WORDS[expected]}")


RULES: tuple[Rule, ...] = (counts_are_true,)
