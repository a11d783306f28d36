"""When an utterance ends: a table of cases, in the design's numbers (§5), without any sound."""

from dataclasses import dataclass
from typing import TypeAlias

import pytest

from audio.recognition.endpointing import Completeness, Endpointer, TurnRules
from tests.every_row import every_row

pytestmark = pytest.mark.unit

STEP = 0.01

PHRASES = {
    "yes": Completeness.COMPLETE,
    "no": Completeness.EXTENDABLE,
    "no thank you": Completeness.COMPLETE,
    "radiation": Completeness.INCOMPLETE,
    "radiation therapy": Completeness.COMPLETE,
    "tell me about": Completeness.INCOMPLETE,
    "tell me about pain": Completeness.EXTENDABLE,
    "tell me about pain management": Completeness.COMPLETE,
}

Stretch: TypeAlias = tuple[float, float, str]
"""Speech from when to when, in seconds, and the words so far by its end."""


@dataclass(frozen=True)
class Case:
    """One utterance, when it must have ended, and with which words; None: it never ends."""

    name: str
    said: tuple[Stretch, ...]
    ends: float | None
    words: str = ""
    careful: bool = False
    patience: float = 1.0


CASES = (
    Case("silence", (), None),
    # A complete phrase that nothing can extend: 0.35 s.
    Case("yes", ((1.0, 1.5, "yes"),), 1.85, "yes"),
    Case("yes, slow answers", ((1.0, 1.5, "yes"),), 2.2, "yes", patience=2.0),
    Case("y... yes", ((1.0, 1.2, ""), (2.4, 2.9, "yes")), 3.25, "yes"),
    Case("y... y... yes", ((1.0, 1.15, ""), (2.5, 2.65, ""), (4.0, 4.5, "yes")), 4.85, "yes"),
    Case("a cough, then yes", ((1.0, 1.3, ""), (2.0, 2.4, "yes")), 2.75, "yes"),
    # Complete but extendable: 0.6 s.
    Case("no", ((1.0, 1.4, "no"),), 2.0, "no"),
    Case("no, slow answers", ((1.0, 1.4, "no"),), 2.6, "no", patience=2.0),
    Case("no ... thank you", ((1.0, 1.4, "no"), (1.9, 2.5, "no thank you")), 2.85, "no thank you"),
    Case("no ...... thank you", ((1.0, 1.4, "no"), (2.1, 2.7, "no thank you")), 2.0, "no"),
    # After a no at an emergency question: 0.8 s.
    Case("careful no", ((1.0, 1.4, "no"),), 2.2, "no", careful=True),
    Case("careful no, slow", ((1.0, 1.4, "no"),), 3.0, "no", careful=True, patience=2.0),
    Case("careful yes", ((1.0, 1.4, "yes"),), 1.75, "yes", careful=True),
    Case(
        "no... wait, yes",
        ((1.0, 1.4, "no"), (2.15, 2.8, "no wait yes")),
        3.6,
        "no wait yes",
        careful=True,
    ),
    Case(
        "no, no, no",
        ((1.0, 1.3, "no"), (1.6, 1.9, "no no"), (2.2, 2.5, "no no no")),
        3.3,
        "no no no",
        careful=True,
    ),
    # The beginning of a phrase: 1.5 s.
    Case(
        "a slow phrase with holes of 1.2 s",
        (
            (1.0, 1.8, "tell me about"),
            (3.0, 3.4, "tell me about pain"),
            (3.9, 4.6, "tell me about pain management"),
        ),
        4.95,
        "tell me about pain management",
    ),
    Case(
        "two holes of 1.2 s",
        ((1.0, 1.4, "radiation"), (2.6, 2.9, "radiation"), (4.1, 4.6, "radiation therapy")),
        4.95,
        "radiation therapy",
    ),
    Case("a phrase broken off", ((1.0, 1.8, "radiation"),), 3.3, "radiation"),
    Case("broken off, slow", ((1.0, 1.8, "radiation"),), 4.8, "radiation", patience=2.0),
    # Without words that count: 0.8 s, or 1.5 s after a fragment shorter than 0.6 s.
    Case("a cough alone", ((1.0, 1.3, ""),), 2.8),
    Case("a cough alone, slow", ((1.0, 1.3, ""),), 4.3, patience=2.0),
    Case("talk about something else", ((1.0, 3.0, ""),), 3.8),
    Case("talk about something else, slow", ((1.0, 3.0, ""),), 4.6, patience=2.0),
    # Nothing lasts longer than 12 s.
    Case("talk that never ends", ((1.0, 40.0, ""),), 13.0),
    Case("talk that never ends, slow", ((1.0, 40.0, ""),), 13.0, patience=2.0),
    Case("talk with gaps that never ends", tuple((1.0 + i, 1.7 + i, "") for i in range(39)), 13.0),
)


def heard(case: Case, words_late_by: float = 0.0) -> tuple[float, str] | None:
    """When the utterance ends and with which words; words are known when their stretch ends."""

    def gauge(words: str) -> Completeness:
        if case.careful and words.startswith("no"):
            return Completeness.NOTHING if "yes" in words else Completeness.CAREFUL
        return PHRASES.get(words, Completeness.NOTHING)

    endpointer = Endpointer(gauge, TurnRules().slowed(case.patience))
    for i in range(1, 4001):
        now = i * STEP
        speaking = any(start + 1e-9 < now <= end + 1e-9 for start, end, _ in case.said)
        known = [words for _, end, words in case.said if end + words_late_by <= now + 1e-9]
        if endpointer.update(now, speaking, known[-1] if known else ""):
            return now, known[-1] if known else ""
    return None


@every_row("case", CASES, ids=lambda case: case.name)
def test_an_utterance_ends_when_its_words_say_so(case: Case) -> None:
    ended = heard(case)
    if case.ends is None:
        assert ended is None
    else:
        assert ended is not None
        at, words = ended
        assert at == pytest.approx(case.ends, abs=STEP * 1.01)
        assert words == case.words


def test_words_that_come_late_end_what_was_silent_long_enough() -> None:
    late = Case("", ((1.0, 1.5, "yes"),), None)
    ended = heard(late, words_late_by=0.6)
    assert ended is not None
    assert ended[0] == pytest.approx(2.1, abs=STEP * 1.01)
    assert ended[1] == "yes"


def test_speech_that_never_ends_is_told_from_speech_that_ended() -> None:
    endless, ended = (Endpointer(lambda _: Completeness.NOTHING) for _ in range(2))
    for i in range(1, 1301):
        endless.update(i * STEP, True, "")
        ended.update(i * STEP, i <= 100, "")

    assert endless.cut
    assert not Endpointer(lambda _: Completeness.NOTHING).cut
    assert ended.speech_seconds == pytest.approx(1.0)
    assert ended.last_speech == pytest.approx(1.0)
