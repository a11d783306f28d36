"""Barge-in: decides which words count when a visitor speaks over the kiosk; all rules are here.

Where the operating system cancels echo, the microphone is open while the kiosk speaks. A visitor
may then speak before the kiosk has finished the question, and a recognizer may take the rest of the
kiosk's own voice for words. So an utterance that began over the kiosk's speech counts only where a
mistake can do no more than fetch staff too soon or cost a command. It never makes a NO:

| what was heard while the kiosk spoke                | follows                                   |
|-----------------------------------------------------|-------------------------------------------|
| a cry for help, or "staff"                          | staff, as at any time                     |
| a cry for help among other words, or words near one | as at any time: staff are offered         |
| a question is asked: "yes", "not sure", a symptom   | as at any time                            |
| a question is asked: "no"                           | nothing: the visitor has not heard the    |
|                                                     | whole question; a no counts after it      |
| a question is asked: what it means                  | as at any time: it is explained           |
| a question is asked: "no, I said yes"               | as at any time: a yes                     |
| "I heard no" or the read-back: yes, no              | nothing: a yes there makes a NO           |
| another yes/no question (an offer, help): yes, no   | as at any time                            |
| one command or name, and nothing else               | as at any time                            |
| anything else: noise, talk, a proposal, words that  | nothing, and nothing is said about it     |
| do not fit here                                     |                                           |

Words that the kiosk itself is saying are removed before this (`kiosk.visit.hearing.listener`). What
is left of its voice is read as other words by a free reading, so a free reading counts only if it
stands out by `ABOVE_ECHO` dB or more.
Nothing interrupts the text "tell staff now" (accessibility.md A6).

Source: clinical-safety.md §2, rules 2, 3, 5 and 16. The reason for these rules is that prompts
contain "yes", "no" and "help".
"""

from collections.abc import Sequence
from enum import Enum, auto

from grammar.intents import Intent
from kiosk.visit.dialogue.events import Reading
from kiosk.visit.dialogue.red_flags.answers import Unsure, Yes
from kiosk.visit.dialogue.red_flags.evidence import Aside, judge, near_a_cry

ANSWERS = frozenset({Intent.YES, Intent.NO, Intent.NOT_SURE, Intent.HEDGED_NO})
"""Intents that answer a yes/no question."""

FETCHING = (Intent.DISTRESS, Intent.STAFF)
"""Intents that fetch staff, whatever else is going on."""

ABOVE_ECHO = 4.0
"""Least dB by which free words stand out of the rest: what an echo canceller leaves of the kiosk's
own voice, read freely, was near a cry for help at up to 3 dB."""


class Asked(Enum):
    """What the kiosk was asking when it was interrupted."""

    NOTHING = auto()
    """No yes/no question."""
    EMERGENCY = auto()
    """A red-flag question whose yes needs staff at once."""
    QUESTION = auto()
    """Another red-flag question."""
    TO_CONFIRM = auto()
    """Whether a no was meant: "I heard no" or the read-back."""
    YES_OR_NO = auto()
    """A yes/no question that is not a red-flag question."""


class Interruption(Enum):
    """A request that is not a whole phrase of the grammar."""

    HELP_WANTED = auto()
    """A cry for help among other words, or words that are near one."""
    EXPLANATION = auto()
    """What the question means."""


def what_interrupts(
    readings: Sequence[Reading], asked: Asked, clear_db: float
) -> Yes | Unsure | Interruption | str | None:
    """Decide what an utterance over the kiosk's speech leads to.

    Args:
        readings: those of the recognizers that listened.
        asked: what the kiosk was asking.
        clear_db: how far the utterance stands out from everything else that was heard, in dB.

    Returns:
        The answer it gives, the cry for help it contains, the one intent to do, or None: nothing.
    """
    readings = [each for each in readings if not each.open or clear_db >= ABOVE_ECHO]
    meanings = {reading.intent for reading in readings if reading.intent}
    for intent in (*FETCHING, Intent.SAID_YES):
        if intent in meanings:
            return intent
    if asked in (Asked.EMERGENCY, Asked.QUESTION):
        verdict = judge(readings, emergency=asked is Asked.EMERGENCY, clear_db=clear_db)
        if isinstance(verdict, Yes | Unsure):
            return verdict
        if verdict is Aside.EXPLAIN:
            return Interruption.EXPLANATION
    if near_a_cry(readings):
        return Interruption.HELP_WANTED
    if asked is not Asked.YES_OR_NO and meanings & ANSWERS:
        return None
    return meanings.pop() if len(meanings) == 1 else None
