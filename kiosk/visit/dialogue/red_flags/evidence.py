"""How an utterance becomes an answer: the one place that decides, to be read by a clinician.

Each recognizer that listened gives one reading of the whole utterance: yes, no, not sure, a
symptom, or nothing that is a whole phrase. A recognizer that is absent gives none. Where one of
them read a whole phrase that fetches staff, staff are fetched and there is no verdict. Else these
readings come to exactly one, by the first row that fits:

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

In noise two recognizers are wrong together: with words 0 to 5 dB above a noise they agreed on a no
that nobody had said. So two count only where the word stands `CLEAR_OF_NOISE`
dB out of everything else that was heard (`audio.recognition.clearness`).

"Ask back" is "Did you say no?", and only an explicit yes to that makes a NO. "Unclear" is asked
again once and is never a NO.

Source: clinical-safety.md §2, rules 2, 3, 5, 6. How sure a recognizer says it is plays no part.
"""

from collections.abc import Sequence
from enum import Enum, auto
from math import inf

from grammar.intents import Intent
from kiosk.visit.dialogue.events import Reading
from kiosk.visit.dialogue.red_flags.answers import Answer, No, TwoRecognizers, Unsure, Yes

CLEAR_OF_NOISE = 15.0
"""dB by which a spoken no must stand out for two recognizers to be its evidence."""


class AskBack(Enum):
    """One recognizer heard no: it has to be confirmed before it counts."""

    NO = auto()


class Unclear(Enum):
    """No answer can be read from the utterance."""

    UNCLEAR = auto()


def judge(
    readings: Sequence[Reading], *, emergency: bool, clear_db: float = inf
) -> Answer | AskBack | Unclear:
    """Say what answer the readings of one utterance give at a yes/no question.

    Args:
        readings: one for each recognizer that listened.
        emergency: whether it is an emergency question.
        clear_db: how far the utterance stands out of what else was heard.
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
    """At least one recognizer heard no: it counts if another did too and nothing is against it."""
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

    A yes here makes a NO, so one reading against it, or any other words, is enough to refuse.
    """
    meanings = [reading.intent for reading in readings if reading.intent is not None]
    other_words = any(reading.mentions for reading in readings)
    return bool(meanings) and not other_words and all(m == Intent.YES for m in meanings)
