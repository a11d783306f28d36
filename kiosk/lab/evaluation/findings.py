"""The findings of an evaluation, in words and tables for people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kiosk.lab.evaluation.recognition import Rate


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found under one condition.

    Attributes:
        rates: errors by what happened, in plain words ("yes taken for no"), the gravest first.
        outcomes: possible results of a recording: the confusion table's columns.
        confusion: counts of each outcome by group; a group is what was said, or another sound.
        right: the outcome that a group should have, where it is not the last of `outcomes`.
        mistakes: paths of recordings by what happened to them, in plain words.
        clips: how many recordings were measured.
        ms_per_clip: milliseconds of one core for one recording.
        unreadable: one line for each recording that could not be measured.
    """

    rates: Mapping[str, Rate]
    outcomes: Sequence[str]
    confusion: Mapping[str, Mapping[str, int]]
    right: Mapping[str, str]
    mistakes: Mapping[str, Sequence[str]]
    clips: int
    ms_per_clip: float
    unreadable: Sequence[str]
