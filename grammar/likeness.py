"""How like a cry for help words have to be, for staff to be offered, where no rule finds a cry."""

from grammar.no_cry import is_long_ago, is_over, says_how_to_use, supposes, tells, wonders

NEAR_CRY = 0.25
"""Least probability of a cry for help at which staff are offered, where no rule finds a cry.

With it staff come or are offered for 136 of 137 cries of the held-out voices, and for 13 of their
1,138 other sentences; for 8 of 455 clips of talk and noise, of which 140 are learners of English
who read aloud. With 0.17: 137, 17 and 13; with 0.4: 136, 8 and 6.
"""

NEAR_CRY_DOUBTED = 0.7
"""The same for words that ask, or tell of something past or of others (`grammar.no_cry`): "when
should I call an ambulance". Of the cries for help in such words all but one have 0.9 and more.
"""

NEAR_CRY_UNLIKELY = 0.9
"""The same for what has passed, what somebody else is told, or says how the kiosk is to be used in
place of what somebody cannot do. What was long ago, or is only supposed, is never near a cry."""

SURE = 0.9
"""From this on, one clause that is a whole cry for help is one, whatever harmless stands beside it:
"sorry to be a nuisance, my leg has given way"."""

SURE_AMONG = 0.95
"""From this on, words among which a cry stands are one, if they are few and none turns it around:
"I ate nuts and my face is swelling up"."""

NEVER = 1.1

FEWEST = 3
"""Words beside an idiom, or beside what says that nothing is wrong, from which on they can be like
a cry for help; fewer only if they are one."""


def least_likeness(plain: str) -> float:
    """Give how like a cry for help canonical words have to be, for staff to be offered."""
    if is_long_ago(plain) or supposes(plain):
        return NEVER
    if is_over(plain) or says_how_to_use(plain):
        return NEAR_CRY_UNLIKELY
    return NEAR_CRY_DOUBTED if wonders(plain) or tells(plain) else NEAR_CRY
