"""How soon staff must hear of a yes to a question."""

from enum import Enum


class Tier(Enum):
    """How soon staff must hear of a yes (clinical-safety.md §1)."""

    EMERGENCY = "emergency"
    CONTEXT = "context"
    SAME_DAY = "same_day"
    VISIT = "visit"


LATER = (Tier.SAME_DAY, Tier.VISIT)
"""Tiers of the last questions, whose noes are read back together (clinical-safety.md §2 rule 4)."""
