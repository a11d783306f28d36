"""Turns an utterance into an answer: all rules are in this one place, for a clinician to read.

Each recognizer that listened gives one reading of the whole utterance: yes, no, not sure, a
symptom, or no whole phrase. A recognizer that is missing gives no reading. If any reading is a
whole phrase that fetches staff, the kiosk fetches staff and these rules do not apply. Otherwise the
first row that fits the readings gives the result:

| what the recognizers heard                          | at an emergency question | at another |
|-----------------------------------------------------|--------------------------|------------|
| "yes" from any of them, whatever another heard      | YES                      | see below  |
| "not sure" from any of them                         | UNSURE, which acts as yes| see below  |
| a symptom or a cry for help, alone or among words   | UNSURE, which acts as yes| see below  |
| "yes" or "not sure" from one, "no" from another     |                          | unclear    |
| "yes" and nothing against it                        |                          | YES        |
| "not sure", or a symptom instead of an answer       |                          | UNSURE     |
| "no" beside "yes" or "not sure" in the same words   | unclear                  | unclear    |
| "no" from two recognizers, clear of all noise       | NO: its evidence is two  | NO         |
| "no" from two recognizers, with noise around it     | ask back                 | ask back   |
| "no" from one alone                                 | ask back                 | ask back   |
| anything else: silence, noise, talk                 | unclear                  | unclear    |

In noise, two recognizers can make the same mistake: when words were 0 to 5 dB above a noise, they
agreed on a no that nobody had said. So two recognizers are evidence only if the word stands out by
`CLEAR_OF_NOISE` dB or more from everything else that was heard (`audio.recognition.clearness`).

"Ask back" means that the kiosk asks "Did you say no?"; only an explicit yes to that makes a NO.
"Unclear" means that the kiosk asks the question once more; it is never a NO.

Source: clinical-safety.md §2, rules 2, 3, 5, 6. The rules do not use the confidence that a
recognizer reports.
"""

from collections.abc import Sequence
from enum import Enum, auto
from math import inf

from grammar.intents import Intent
from kiosk.visit.dialogue.events import Reading
from kiosk.visit.dialogue.red_flags.answers import Answer, No, TwoRecognizers, Unsure, Yes

CLEAR_OF_NOISE = 15.0
"""Least dB by which a spoken no must stand out for two recognizers to be its evidence."""


class AskBack(Enum):
    """A recognizer heard no; the visitor has to confirm it before it counts."""

    NO = auto()


class Unclear(Enum):
    """The utterance gives no answer."""

    UNCLEAR = auto()


def judge(
    readings: Sequence[Reading], *, emergency: bool, clear_db: float = inf
) -> Answer | AskBack | Unclear:
    """Decide which answer the readings of one utterance give to a yes/no question.

    Args:
        readings: one for each recognizer that listened.
        emergency: whether it is an emergency question.
        clear_db: how far the utterance stands out from everything else that was heard, in dB.
    """
    meanings = {reading.intent for reading in readings if reading.intent}
    if emergency and Intent.YES in meanings:
        return Yes()
    if emergency and (Intent.NOT_SURE in meanings or names_a_concern(readings)):
        return Unsure()
    if Intent.NO in meanings:
        return _judge_no(readings, in_noise=clear_db < CLEAR_OF_NOISE)
    if Intent.NOT_SURE in meanings or any(map(_is_concern, meanings)):
        return Unsure()
    return Yes() if Intent.YES in meanings else Unclear.UNCLEAR


def _judge_no(readings: Sequence[Reading], *, in_noise: bool) -> Answer | AskBack | Unclear:
    """Judge a no: it counts if all recognizers, at least two, heard it clear of noise."""
    heard = {reading.recognizer: reading.intent for reading in readings}
    mentions = frozenset[str]().union(*(reading.mentions for reading in readings))
    if {Intent.YES, Intent.NOT_SURE} & {*heard.values(), *mentions}:
        return Unclear.UNCLEAR
    noes = [name for name, intent in heard.items() if intent == Intent.NO]
    if len(noes) >= 2 and len(noes) == len(heard) and not in_noise:
        return No(TwoRecognizers(noes[0], noes[1]))
    return AskBack.NO


def names_a_concern(readings: Sequence[Reading]) -> bool:
    """Whether somebody named a symptom or cried for help, by itself or among other words."""
    return any(
        _is_concern(intent)
        for reading in readings
        for intent in (*reading.mentions, *([reading.intent] if reading.intent else ()))
    )


def _is_concern(intent: str) -> bool:
    return intent == Intent.DISTRESS or intent.startswith("topic.symptoms.")


def confirms(readings: Sequence[Reading]) -> bool:
    """Whether an utterance is an explicit yes to "Did you say no?".

    A yes here makes a NO, so one reading against it, or any other word, is enough to reject it.
    """
    meanings = [reading.intent for reading in readings if reading.intent is not None]
    other_words = any(reading.mentions for reading in readings)
    return bool(meanings) and not other_words and all(m == Intent.YES for m in meanings)
