"""How an utterance becomes an answer: the one place that decides, to be read by a clinician.

Each recognizer that listened gives one reading of the whole utterance: yes, no, not sure, or
nothing it is sure of. From these readings follows exactly one verdict:

| what the recognizers heard                          | at a yes/no question                     |
|-----------------------------------------------------|------------------------------------------|
| any of them "yes", at an emergency question         | YES, even when another heard no          |
| any of them "not sure", none "yes", emergency       | UNSURE, which acts as yes                |
| "yes" or "not sure" beside "no", other questions    | unclear: ask again                       |
| "yes" and nothing against it                        | YES                                      |
| "not sure", with or without "yes"                   | UNSURE                                   |
| "no" from two recognizers and nothing against it    | NO: two that agree are its evidence      |
| "no" from one alone                                 | ask back: "Did you say no?"              |
| anything else                                       | unclear: ask again, never NO             |

Source: clinical-safety.md §2, rules 2, 3, 5, 6. How sure a recognizer says it is plays no part.
"""

from collections.abc import Sequence
from enum import Enum, auto

from grammar.intents import Intent
from kiosk.answers import Answer, No, TwoRecognizers, Unsure, Yes
from kiosk.events import Reading


class AskBack(Enum):
    """One recognizer heard no: it has to be confirmed before it counts."""

    NO = auto()


class Unclear(Enum):
    """No answer can be read from the utterance."""

    UNCLEAR = auto()


def judge(readings: Sequence[Reading], *, emergency: bool) -> Answer | AskBack | Unclear:
    """Say what answer the readings of one utterance give at a yes/no question."""
    heard = {reading.recognizer: reading.intent for reading in readings}
    meanings = set(heard.values())
    noes = [name for name, intent in heard.items() if intent == Intent.NO]
    for_yes = Intent.YES in meanings
    for_unsure = Intent.NOT_SURE in meanings
    if emergency and (for_yes or for_unsure):
        return Yes() if for_yes else Unsure()
    if noes and (for_yes or for_unsure):
        return Unclear.UNCLEAR
    if for_yes or for_unsure:
        return Unsure() if for_unsure else Yes()
    if len(noes) >= 2 and len(noes) == len(heard):
        return No(TwoRecognizers(noes[0], noes[1]))
    return AskBack.NO if noes else Unclear.UNCLEAR


def confirms(readings: Sequence[Reading]) -> bool:
    """Whether an utterance is an explicit yes to "Did you say no?".

    A yes here makes a NO, so one reading against it is enough to refuse.
    """
    meanings = [reading.intent for reading in readings if reading.intent is not None]
    return bool(meanings) and all(intent == Intent.YES for intent in meanings)
