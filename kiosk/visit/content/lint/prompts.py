"""Rules for what the kiosk says around topics and questions."""

import re
from collections.abc import Iterator

from kiosk.visit.content.lint.passage import Finding, Rule, prompt_passages, ways_to_say
from kiosk.visit.content.model import Content
from kiosk.visit.content.readability import sentences

MOST_CHOICES = 3
"""Choices offered in one utterance (accessibility.md E9)."""

_OFFER = re.compile(
    r"(?<!did you )(?<!shall i )(?<!should )\bsay (.+?)(?=,? (?:to|if|when|and)\b|[.?!]|$)",
    re.IGNORECASE,
)
_ACTION_FIRST = re.compile(r"^(?:or |please )?say\b.*?\b(?:to|if|for|when)\b", re.IGNORECASE)
_BETWEEN_OFFERS = re.compile(r"\s*(?:,|\bor\b)\s*(?:or\b\s*)?(?:say\b\s*)?", re.IGNORECASE)


def wordings_differ(content: Content) -> Iterator[Finding]:
    """A prompt that is said again says it in other words (accessibility.md E5)."""
    for key in content.lines:
        for wordings in dict.fromkeys(ways_to_say(key, content)):
            texts = [" ".join(wording).lower() for wording in wordings]
            for number, text in enumerate(texts, start=1):
                if text and text in texts[: number - 1]:
                    yield Finding(f"{key} (wording {number})", "is the same as an earlier wording")


def prompts_offer_few_choices(content: Content) -> Iterator[Finding]:
    """No prompt offers more than `MOST_CHOICES` things to say."""
    for passage in prompt_passages(content):
        offered = {
            choice.strip().lower()
            for found in _OFFER.finditer(passage.text)
            for choice in _BETWEEN_OFFERS.split(found[1])
            if choice.strip() and not choice.strip().lower().startswith("press")
        }
        if len(offered) > MOST_CHOICES:
            listed = ", ".join(sorted(offered))
            yield Finding(
                passage.item, f"{len(offered)} things to say, at most {MOST_CHOICES}: {listed}"
            )


def option_before_action(content: Content) -> Iterator[Finding]:
    """A choice is named before the words to say for it (accessibility.md E9)."""
    for passage in prompt_passages(content):
        for sentence in sentences(passage.text):
            if _ACTION_FIRST.search(sentence):
                yield Finding(passage.item, f"tell the option before what to say: {sentence!r}")


RULES: tuple[Rule, ...] = (wordings_differ, prompts_offer_few_choices, option_before_action)
