"""Answers to red-flag questions, and the outcome that follows from them.

A `No` cannot be built without its evidence (clinical-safety.md §2 rule 3). Silence, noise, a skip
and a time-out never become a `No`: they are `NotAnswered` or `Declined`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from kiosk.visit.content.tier import Tier


@dataclass(frozen=True, slots=True)
class ByHand:
    """A key, touch or switch said no."""

    key: str

    def __post_init__(self) -> None:
        """Refuse evidence that names no key."""
        _require_named(self.key)


@dataclass(frozen=True, slots=True)
class TwoRecognizers:
    """Two different recognizers heard the whole utterance as no."""

    first: str
    second: str

    def __post_init__(self) -> None:
        """Refuse one recognizer counted twice, and evidence that names no recognizer."""
        _require_named(self.first, self.second)
        if self.first == self.second:
            raise ValueError("two recognizers that agree must be two: use distinct names")


@dataclass(frozen=True, slots=True)
class OneRecognizer:
    """One recognizer heard the whole utterance as no: never enough at an emergency question."""

    name: str

    def __post_init__(self) -> None:
        """Refuse evidence that names no recognizer."""
        _require_named(self.name)


@dataclass(frozen=True, slots=True)
class ConfirmedNo:
    """An explicit yes, by voice or key, answered "I heard no. If that is right, say yes."."""

    confirmed_by: str

    def __post_init__(self) -> None:
        """Refuse evidence that names no key or recognizer."""
        _require_named(self.confirmed_by)


def _require_named(*witnesses: str) -> None:
    if not all(witnesses):
        raise ValueError("evidence needs a name for the key or recognizer that gave it")


Evidence: TypeAlias = ByHand | TwoRecognizers | OneRecognizer | ConfirmedNo


@dataclass(frozen=True, slots=True)
class Yes:
    """The visitor said yes."""


@dataclass(frozen=True, slots=True)
class No:
    """The visitor said no, with the evidence for it."""

    evidence: Evidence

    def __post_init__(self) -> None:
        """Refuse a no without evidence."""
        if not isinstance(self.evidence, Evidence):
            raise TypeError("a No needs evidence: ByHand, a recognizer's, or ConfirmedNo")


@dataclass(frozen=True, slots=True)
class Unsure:
    """The visitor is not sure, or said yes and no at once."""


@dataclass(frozen=True, slots=True)
class NotAnswered:
    """The kiosk heard nothing that counts as an answer."""


@dataclass(frozen=True, slots=True)
class Declined:
    """The visitor skipped the question."""


Answer: TypeAlias = Yes | No | Unsure | NotAnswered | Declined


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a set of answers.

    Attributes:
        worst: the most urgent tier with a yes or unsure; None when no tier has one.
        all_no: every item but the context one is No.
        unanswered: some item has no answer.
        emergency_unanswered: one of those is an emergency question (raises a non-urgent alert).
    """

    worst: Tier | None
    all_no: bool
    unanswered: bool
    emergency_unanswered: bool


_URGENCY = (Tier.EMERGENCY, Tier.SAME_DAY, Tier.VISIT)


def outcome(
    asked: Iterable[tuple[str, Tier]],
    answers: Mapping[str, Answer],
    noted: frozenset[Tier] = frozenset(),
) -> Outcome:
    """Work out the outcome of the questions in `asked` (clinical-safety.md §2 rules 5, 6, 7, 9).

    An item that is missing from `answers` counts as not answered; the context item changes nothing.
    `noted` are the tiers of what the visitor named without being asked.
    """
    given = {
        name: (tier, answers.get(name, NotAnswered()))
        for name, tier in asked
        if tier is not Tier.CONTEXT
    }
    alarmed = {tier for tier, answer in given.values() if isinstance(answer, Yes | Unsure)}
    open_items = [t for t, answer in given.values() if isinstance(answer, NotAnswered | Declined)]
    return Outcome(
        worst=next((tier for tier in _URGENCY if tier in alarmed | noted), None),
        all_no=bool(given) and not noted and all(isinstance(a, No) for _, a in given.values()),
        unanswered=bool(open_items),
        emergency_unanswered=Tier.EMERGENCY in open_items,
    )
