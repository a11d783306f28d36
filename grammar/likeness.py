"""How like a cry for help words have to be, for staff to be offered, where no rule finds a cry."""

from grammar.no_cry import is_long_ago, is_over, says_how_to_use, supposes, tells, wonders

NEAR_CRY = 0.25
"""Least probability of a cry for help at which staff are offered, where no rule finds a cry.

With it staff come or are offered for 136 of 137 cries of the held-out voices, and for 8 of their
1,138 other sentences; with sentences of other writers and clips of talk and noise (some kinds of
cries were made after them) for 839 of 844 cries and 34 of 2,976 others. With 0.17: 839 and 47; with
0.1: 840 and 69; with 0.4: 837 and 33.
"""

NEAR_CRY_DOUBTED = 0.45
"""The same for words that ask, or tell of something past or of others (`grammar.no_cry`): "when
should I call an ambulance". With 0.7 two of 844 cries are missed, "why have my legs stopped
working", and 3 of 2,976 others are spared.
"""

NEAR_CRY_SHORT = 0.75
"""The same for one or two words, which are often misheard or cut off ("choke" for "joke"): of 13
written cries of two words that only the network finds 12 have 0.9 and more; all seven others that
it finds have less than 0.75."""

NEAR_CRY_UNLIKELY = 0.9
"""The same for what has passed, what somebody else is told, or says how the kiosk is to be used in
place of what somebody cannot do. What was long ago, or is only supposed, is never near a cry."""

SURE = 0.9
"""From this on, one clause that is a whole cry for help is one, whatever harmless stands beside it:
"sorry to be a nuisance, my leg has given way"."""

SURE_AMONG = 0.95
"""From this on, words among which a cry stands are one, if they are few and none turns it around:
"I ate nuts and my face is swelling up". It calls staff at once for 19 of 844 cries more, and for
none of 2,976 other sentences and clips; with 0.85 for one of them."""

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
