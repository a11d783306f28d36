"""A sentence is said only where it is true: without a microphone nothing says "say"."""

import re
from collections.abc import Collection, Iterator
from itertools import product

from kiosk.visit.content.lint.passage import Finding, Rule
from kiosk.visit.content.model import Content

_OWN = r"(?<!shall i )(?<!should )(?<!did you )(?<!i will )"
"""Before a "say" that is the kiosk's own, or asks what was said."""

CLAIMS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), needs)
    for pattern, needs in (
        (rf"{_OWN}\bsay\b", ("voice",)),
        (rf"{_OWN}\bsay\b(?!:? \W?(?:yes|no)\b)", ("words",)),
        (r"\b(?:say|answer)\b.* or:? \W?(?:not sure|help|staff|more|continue|skip)\b", ("words",)),
        (r"\bi (?:did not |do not |still )?hear\b|\bi heard nothing\b", ("voice",)),
        (r"\bpress(?:ed|es|ing)?\b|\bkeys?\b", ("keys", "switch")),
        (r"\b(?:letters|colors) are\b|\bscreen looks\b|\b(?:larger|dark)\b", ("page",)),
        (r"\btouch(?:ed|es|ing)?\b|\bbuttons?\b", ("touch",)),
        (r"\bcan plug in\b", ("jack",)),
    )
)
"""What a sentence claims, and the needs of which at least one must be met for it to be true."""


def untrue(sentence: str, working: Collection[str]) -> str:
    """Give what a sentence says that is not true while these needs are met; "" if all is true."""
    for claim, needs in CLAIMS:
        if (found := claim.search(sentence)) and not set(needs) & set(working):
            return found[0]
    return ""


def _states() -> Iterator[frozenset[str]]:
    """Give every set of needs that a kiosk can meet."""
    ears = ((), ("voice",), ("voice", "words"))
    by_page = ("touch", "page")
    hands = (("keys",), by_page, ("keys", *by_page), ("switch",), ("switch", "page"))
    plugged = ((), ("jack",), ("jack", "headphones"))
    for parts in product(ears, hands, plugged, ((), ("staff",))):
        yield frozenset(need for part in parts for need in part)


STATES = tuple(_states())


def prompts_are_true(content: Content) -> Iterator[Finding]:
    """No prompt says what does not work."""
    for key, lines in content.lines.items():
        needs = {need for wording in lines for line in wording for v in line for need in v.needs}
        told = set[str]()
        for working in STATES:
            for number, wording in enumerate(content.said(key, working), start=1):
                for sentence in wording:
                    if (what := untrue(sentence, working)) and sentence not in told:
                        told.add(sentence)
                        met = "+".join(sorted(working & ({"voice", "keys", "touch"} | needs)))
                        yield Finding(
                            f"{key} (wording {number})", f"{what!r} where {met} works: {sentence!r}"
                        )


def prompts_are_never_empty(content: Content) -> Iterator[Finding]:
    """Where one wording of a prompt has something to say, each has."""
    for key in content.lines:
        for working in STATES:
            wordings = content.said(key, working)
            if any(wordings) and not all(wordings):
                number = next(n for n, wording in enumerate(wordings, start=1) if not wording)
                met = "+".join(sorted(working))
                yield Finding(f"{key} (wording {number})", f"has nothing to say where {met} works")
                break


RULES: tuple[Rule, ...] = (prompts_are_true, prompts_are_never_empty)
