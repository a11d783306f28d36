"""Turns an utterance into an answer: all rules are in this one place, for a clinician to read.

Each recognizer that listened gives one reading of the whole utterance: yes, no, not sure, a
symptom, or no whole phrase. A recognizer that is missing gives no reading. If any reading is a
whole phrase that fetches staff, the kiosk fetches staff and these rules do not apply. Otherwise the
first row that fits the readings gives the result.

At an emergency question:

| what the recognizers heard                                       | result                       |
|------------------------------------------------------------------|------------------------------|
| "yes" from any of them, whatever another heard                   | YES                          |
| a cry for help among other words, whatever else was heard        | UNSURE, which acts as yes    |
| a question about the question, and no yes among its words        | the question is explained    |
| "not sure" from any of them                                      | UNSURE, which acts as yes    |
| a symptom, alone or among other words                            | UNSURE, which acts as yes    |
| a yes or not sure among other words, and no "no" in any of them  | UNSURE, which acts as yes    |
| words that are near a cry for help                               | staff are told and offered   |
| "no" and "yes" or "not sure" in the same words                   | unclear                      |
| "no" from the measured pair, nothing beside it, clear of noise   | NO: its evidence is the two  |
| any other "no": one alone, a hedge, read freely, in noise        | ask back                     |
| tiredness, weight or appetite                                    | noted for the visit; unclear |
| anything else: silence, noise, talk                              | unclear                      |

At another question:

| what the recognizers heard                                       | result                       |
|------------------------------------------------------------------|------------------------------|
| words that are near a cry for help                               | staff are told and offered   |
| a question about the question, and no "yes"                      | the question is asked again  |
| "no" beside "yes" or "not sure", from another or in the words    | unclear                      |
| "no" or a hedge, nothing beside it, clear of noise               | NO, read back at the end     |
| "no" or a hedge beside other words, in noise, or read freely     | ask back                     |
| "not sure", or a symptom instead of an answer                    | UNSURE                       |
| "yes" and nothing against it                                     | YES                          |
| anything else: silence, noise, talk                              | unclear                      |

A cry for help among many words that are in no cry, as in a story read aloud, is only near one.

A model may be read twice: held to phrases, and freely. Both readings are one opinion, and a free
reading is never a no. Two noes are evidence only from two different models whose agreement was
measured (`MEASURED_PAIR`): a no of Vosk and another is asked back until there are figures for it.

In noise, two recognizers can make the same mistake: when words were 0 to 5 dB above a noise, they
agreed on a no that nobody had said. So two recognizers are evidence only if the word stands out by
`CLEAR_OF_NOISE` dB or more from how loud a bystander is, and by 5 dB from everything else that was
heard (3 dB less: `NOISE_NEARER`): 10 dB below the visitor's own voice is too quiet once that voice
was heard in this visit, and -28 dBFS before (`audio.recognition.clearness`).

"Ask back" means that the kiosk says "I heard no. If that is right, say yes."; only an explicit yes
to that makes a NO. A plain no to it means that the kiosk misheard: the question comes again, and
the second time it is NOT_ANSWERED. The question about cancer changes no result: it is asked again
in place of an ask-back. "Unclear" means that the kiosk asks the question once more; it is never a
NO.

Symptoms are the topics of symptoms without their first and last words: "is it cancer" names none.
A hedge is "not really" or "not that I know of".

Source: clinical-safety.md §2, rules 2, 3, 5, 6, 12. The rules do not use the confidence that a
recognizer reports.
"""

from collections.abc import Sequence
from enum import Enum, auto
from math import inf

from grammar.intents import Intent
from kiosk.visit.dialogue.events import Reading
from kiosk.visit.dialogue.red_flags.answers import (
    Answer,
    No,
    OneRecognizer,
    TwoRecognizers,
    Unsure,
    Yes,
)

CLEAR_OF_NOISE = 8.0
"""Least dB by which a spoken no must stand out for recognizers to be its evidence: no voice that is
20 dB quieter than one at the kiosk does, nine in ten noes in quiet do. The measured pair said no to
no "yes" in any noise down to 0 dB."""

MEASURED_PAIR = ("moonshine", "yes-no")
"""Names of the two models whose agreement on a no was measured."""

_LESSER = frozenset({"topic.symptoms.weight_fatigue", "topic.symptoms.appetite"})
"""Symptoms that are no emergency (rule 6)."""

_NO_SYMPTOM = frozenset({"topic.symptoms.intro", "topic.symptoms.closing"})
"""Topics of the symptoms that name none: what they are, and "is it cancer?"."""

_SAID = frozenset({Intent.YES, Intent.NOT_SURE})
_DENIED = frozenset({Intent.NO, Intent.HEDGED_NO})


class AskBack(Enum):
    """A recognizer heard no; the visitor has to confirm it before it counts."""

    NO = auto()


class Unclear(Enum):
    """The utterance gives no answer."""

    UNCLEAR = auto()


class Aside(Enum):
    """The utterance gives no answer, but something else has to be done about it."""

    EXPLAIN = auto()
    """The visitor asked what the question means."""
    OFFER_STAFF = auto()
    """The visitor's words are near a cry for help."""


Verdict = Answer | AskBack | Unclear | Aside


def judge(readings: Sequence[Reading], *, emergency: bool, clear_db: float = inf) -> Verdict:
    """Decide which answer the readings of one utterance give to a yes/no question.

    Args:
        readings: those of the recognizers that listened.
        emergency: whether it is an emergency question.
        clear_db: how far the utterance stands out from everything else that was heard, in dB.
    """
    in_noise = clear_db < CLEAR_OF_NOISE
    if emergency:
        return _judge_at_emergency(readings, in_noise=in_noise)
    return _judge_elsewhere(readings, in_noise=in_noise)


def _judge_at_emergency(readings: Sequence[Reading], *, in_noise: bool) -> Verdict:
    meanings, mentions = _meanings(readings), _mentions(readings)
    heard = meanings | mentions
    symptom = Intent.NOT_SURE in meanings or names_a_concern(readings)
    rows: tuple[tuple[bool, Verdict], ...] = (
        (Intent.YES in meanings, Yes()),
        (cries_for_help(readings), Unsure()),
        (_asks_about_question(readings) and Intent.YES not in mentions, Aside.EXPLAIN),
        (symptom or bool(_SAID & heard and not _DENIED & heard), Unsure()),
        (near_a_cry(readings), Aside.OFFER_STAFF),
        (bool(_DENIED & meanings and _SAID & mentions), Unclear.UNCLEAR),
        (is_evidence(readings) and not in_noise, No(TwoRecognizers(*MEASURED_PAIR))),
        (bool(_DENIED & meanings), AskBack.NO),
    )
    return _first_that_fits(rows)


def is_evidence(readings: Sequence[Reading]) -> bool:
    """Whether both models of the measured pair heard a no, and no reading anything beside it."""
    held = [reading for reading in readings if not reading.open]
    freely = [reading for reading in readings if reading.open]
    return (
        {reading.recognizer for reading in held} >= set(MEASURED_PAIR)
        and all(reading.intent == Intent.NO for reading in held)
        and all(reading.intent in (Intent.NO, None) for reading in freely)
        and not _mentions(readings)
        and not near_a_cry(readings)
    )


def _judge_elsewhere(readings: Sequence[Reading], *, in_noise: bool) -> Verdict:
    meanings, mentions = _meanings(readings), _mentions(readings)
    noes = sorted({r.recognizer for r in readings if not r.open and r.intent in _DENIED})
    alone = meanings | mentions <= _DENIED  # nothing else was heard
    unsure = Intent.NOT_SURE in meanings or Intent.DISTRESS in meanings
    rows: tuple[tuple[bool, Verdict], ...] = (
        (near_a_cry(readings), Aside.OFFER_STAFF),
        (_asks_about_question(readings) and Intent.YES not in meanings, Aside.EXPLAIN),
        (bool(_DENIED & meanings and _SAID & (meanings | mentions)), Unclear.UNCLEAR),
        *((alone and not in_noise, No(_heard_by(noes))) for _ in noes[:1]),
        (bool(_DENIED & meanings), AskBack.NO),
        (unsure or any(map(_is_symptom, meanings)), Unsure()),
        (Intent.YES in meanings, Yes()),
    )
    return _first_that_fits(rows)


def _heard_by(recognizers: Sequence[str]) -> TwoRecognizers | OneRecognizer:
    first, *others = recognizers
    return TwoRecognizers(first, others[0]) if others else OneRecognizer(first)


def _first_that_fits(rows: Sequence[tuple[bool, Verdict]]) -> Verdict:
    return next((verdict for fits, verdict in rows if fits), Unclear.UNCLEAR)


def _meanings(readings: Sequence[Reading]) -> frozenset[str]:
    return frozenset(reading.intent for reading in readings if reading.intent)


def _mentions(readings: Sequence[Reading]) -> frozenset[str]:
    return frozenset[str]().union(*(reading.mentions for reading in readings))


def _asks_about_question(readings: Sequence[Reading]) -> bool:
    return any(reading.asks_about_question for reading in readings)


def near_a_cry(readings: Sequence[Reading]) -> bool:
    """Whether somebody's words are near a cry for help, or hold one among others."""
    return any(r.near_cry or Intent.DISTRESS in r.mentions for r in readings)


def cries_for_help(readings: Sequence[Reading]) -> bool:
    """Whether somebody cried for help, by itself or among other words."""
    return Intent.DISTRESS in _meanings(readings) | _mentions(readings)


def names_a_concern(readings: Sequence[Reading]) -> bool:
    """Whether somebody named a symptom or cried for help, by itself or among other words.

    Tiredness, weight and appetite are no such concern (`names_a_lesser_concern`).
    """
    named = _meanings(readings) | _mentions(readings)
    return Intent.DISTRESS in named or any(map(_is_symptom, named - _LESSER))


def names_a_lesser_concern(readings: Sequence[Reading]) -> bool:
    """Whether somebody named tiredness, weight or appetite: the care team should hear of it."""
    return bool(_LESSER & (_meanings(readings) | _mentions(readings)))


def _is_symptom(intent: str) -> bool:
    return intent.startswith("topic.symptoms.") and intent not in _NO_SYMPTOM


def confirms(readings: Sequence[Reading]) -> bool:
    """Whether an utterance is an explicit yes to "I heard no. If that is right, say yes.".

    A yes here makes a NO, so one reading against it, or any other word, is enough to reject it. A
    free reading confirms nothing by itself.
    """
    held = [r.intent for r in readings if r.intent is not None and not r.open]
    plain = not _mentions(readings) and not near_a_cry(readings)
    return bool(held) and plain and _meanings(readings) == {Intent.YES}


def denies(readings: Sequence[Reading]) -> bool:
    """Whether an utterance is a plain no to it: what was heard as no was something else."""
    heard = _meanings(readings) | _mentions(readings)
    return bool(_meanings(readings)) and heard <= _DENIED and not near_a_cry(readings)
