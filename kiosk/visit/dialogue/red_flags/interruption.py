"""What interrupts the kiosk: the one place that decides what counts of words said over its speech.

Where the operating system cancels echo, the microphone is open while the kiosk speaks. A visitor
may then speak before the question has been said, and what is left of the kiosk's own voice may be
taken for words. So an utterance that began over its speech counts only where being wrong can do no
more than fetch staff too soon or cost a command; a NO never comes of it:

| what was heard while the kiosk spoke                | follows                                   |
|-----------------------------------------------------|-------------------------------------------|
| a cry for help, or "staff"                          | staff, as at any time                     |
| a cry for help among other words                    | as at any time: staff are offered         |
| a question is asked: "yes", "not sure", a symptom   | as at any time                            |
| a question is asked: "no"                           | nothing: whoever says it has not heard    |
|                                                     | the question; it counts after the question|
| "Did you say no?" or the read-back: yes, no         | nothing: a yes there makes a NO           |
| another yes/no question (an offer, help): yes, no   | as at any time                            |
| one command or name, and nothing else               | as at any time                            |
| anything else: noise, talk, a proposal, words that  | nothing, and nothing is said about it     |
| do not fit here                                     |                                           |

Words that the kiosk is itself saying are taken out before this (`kiosk.visit.hearing.listener`).
The text "tell staff now" is not interruptible at all (accessibility.md A6).

Source: clinical-safety.md §2, rules 2, 3, 5 and 16, whose reason is that prompts contain "yes",
"no" and "help".
"""

from collections.abc import Sequence
from enum import Enum, auto

from grammar.intents import Intent
from kiosk.visit.dialogue.events import Reading
from kiosk.visit.dialogue.red_flags.answers import Unsure, Yes
from kiosk.visit.dialogue.red_flags.evidence import judge

_ANSWERS = frozenset({Intent.YES, Intent.NO, Intent.NOT_SURE})
FETCHING = (Intent.DISTRESS, Intent.STAFF)
"""Intents that fetch staff, whatever else is going on."""


class Asked(Enum):
    """What the speech that is spoken over asks."""

    NOTHING = auto()
    """No yes/no question."""
    EMERGENCY = auto()
    """A red-flag question whose yes needs staff at once."""
    QUESTION = auto()
    """Another red-flag question."""
    TO_CONFIRM = auto()
    """Whether a no was meant."""
    YES_OR_NO = auto()
    """A yes/no question that is no red-flag question."""


class Interruption(Enum):
    """What an utterance asks for that no whole phrase says."""

    HELP_WANTED = auto()
    """A cry for help among other words."""


def what_interrupts(
    readings: Sequence[Reading], asked: Asked, clear_db: float
) -> Yes | Unsure | Interruption | str | None:
    """Say what an utterance over the kiosk's speech comes to.

    Args:
        readings: one for each recognizer that listened and is no mere proposer.
        asked: what the kiosk was asking.
        clear_db: how far the utterance stands out of what else was heard.

    Returns:
        The answer it gives, the cry for help it holds, the one intent to do, or None: nothing.
    """
    meanings = {reading.intent for reading in readings if reading.intent}
    for intent in FETCHING:
        if intent in meanings:
            return intent
    if asked in (Asked.EMERGENCY, Asked.QUESTION):
        verdict = judge(readings, emergency=asked is Asked.EMERGENCY, clear_db=clear_db)
        if isinstance(verdict, Yes | Unsure):
            return verdict
    if any(Intent.DISTRESS in reading.mentions for reading in readings):
        return Interruption.HELP_WANTED
    if asked is not Asked.YES_OR_NO and meanings & _ANSWERS:
        return None
    return meanings.pop() if len(meanings) == 1 else None
