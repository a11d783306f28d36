"""A phrase and its origin."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrase:
    """One thing that may be said.

    Attributes:
        text: normalized words.
        intent: what it means.
        file: name of the template's file.
        line: line of the template, from one.
        template: what it was expanded from, "" where it was written out.
    """

    text: str
    intent: str
    file: str
    line: int
    template: str = ""
