"""Decides what to ask a person about whose words are no phrase: steps 3 and 4 of understanding."""

from collections.abc import Mapping, Sequence

from grammar.intents import Intent
from grammar.sound_alikes import APART, ASKED_APART, sounds_like

ANSWERS = frozenset({Intent.YES, Intent.NO, Intent.NOT_SURE, Intent.HEDGED_NO, Intent.SAID_YES})
"""Intents that answer a yes/no question."""

NOTHING = "none"
"""What the network calls words that are not meant for the kiosk."""

PROPOSED = 0.2
"""Least probability of an intent that is proposed.

The network is sure of most: from 0.1 to 0.3 the same 95 to 97 % of topics and 0 to 1 % of what is
about other things are proposed. A guess of less than one in five is no help.
"""

PROPOSED_OF_LONG = 0.5
LONG = 9
"""The same for so many words and more, which are rather talk between others than a wish: of 230
clips and sentences of talk 5 instead of 9 then propose a topic, and one of 582 topics is lost."""

CLOSE = 0.15
"""A second intent is proposed beside the first if it is at least so likely as this part of it.

One question in ten then offers two things. With 0.08 one in eight does, which finds one topic of a
hundred more, but of garbled words offers what nobody meant.
"""

TALK = 0.5
"""From this probability on, words are not meant for the kiosk, or deny it, although they name a
topic. What is about something else counts as such: "what's for dinner" is half of each."""

UNSURE = 0.5
"""With less, a topic's name that sounds nearly the same comes before what the network finds. What
is asked about and sounds the same always does: "tell me about surge airy"."""

TOLD = frozenset({Intent.OUT_OF_SCOPE, Intent.FOR_OTHERS})
"""Intents that are told a polite sentence: likely is enough, and nothing else is proposed."""

_NEVER_PROPOSED = frozenset({*ANSWERS, *TOLD, Intent.DISTRESS, NOTHING})


def proposals(
    weights: Mapping[str, float],
    mentions: frozenset[str],
    words: str,
    asked: Sequence[str],
    names: Mapping[str, str],
    *,
    asks: bool,
) -> tuple[str, ...]:
    """Give at most two intents to ask about, best first.

    Args:
        weights: the network's probabilities.
        mentions: intents of the phrases among the words.
        words: what was said, without fillers.
        asked: what they ask about, in one form or more.
        names: topics by what they are called.
        asks: the words ask something.
    """
    talk = weights.get(NOTHING, 0.0) + weights.get(Intent.OUT_OF_SCOPE, 0.0)
    if not asks:
        # What is like a cry for help and is none, as an idiom or what is long over, is talk.
        talk += weights.get(Intent.DISTRESS, 0.0)
    found = _likely(weights, mentions, talk, long=len(words.split()) >= LONG)
    same = _alike(asked, names, 0.0)
    if found and not same and weights.get(found[0], 0.0) >= UNSURE:
        return found
    alike = same or sounds_like(words, names, APART) or _alike(asked, names, ASKED_APART)
    others = [intent for intent in found if intent not in (alike, *TOLD)]
    return (alike, *others[:1]) if alike else found


def _alike(forms: Sequence[str], names: Mapping[str, str], apart: float) -> str | None:
    return next(filter(None, (sounds_like(form, names, apart) for form in forms)), None)


def _likely(
    weights: Mapping[str, float], mentions: frozenset[str], talk: float, *, long: bool
) -> tuple[str, ...]:
    """Give what the network finds, or the one topic that is mentioned."""
    likely = sorted(weights, key=lambda intent: -weights[intent])
    if likely and likely[0] in TOLD and weights[likely[0]] >= PROPOSED:
        return (likely[0],)
    able = [i for i in likely if i not in _NEVER_PROPOSED]
    if able and weights[able[0]] >= max(PROPOSED_OF_LONG if long else PROPOSED, talk):
        first, *others = able
        close = [i for i in others[:1] if weights[i] >= CLOSE * weights[first]]
        return (first, *close)
    named = sorted(intent for intent in mentions if intent.startswith(("topic.", "section.")))
    denied = weights.get(Intent.NO, 0.0)
    return tuple(named) if len(named) == 1 and max(talk, denied) < TALK else ()
