"""H1. A yes heard as no

Cause: noise, an accent, slurred speech
Effect: missed cord compression
Mitigation: a spoken no to an emergency question needs two recognizers that agree, or a yes to "I
    heard no" (rule 3); the eight noes are read back, and so are those that were only said to the
    lesser questions (rule 4); keys. Every clip in every noise, with bounds:
    python -m tests.benchmarks.answer_paths
Severity: catastrophic
Likelihood: improbable
Residual risk: a person who says yes, is heard as no by both, and agrees to the read-back
Owner: the clinical safety officer, who is not yet named
"""

from collections.abc import Iterator, Sequence
from itertools import cycle

import numpy as np
import pytest

from audio.frames import Frames
from audio.signals.noise import mixed
from audio.signals.recording import read_recording
from kiosk.lab.evaluation.answer_path import Outcome
from tests import OWN_RECORDINGS
from tests.kiosk.lab.evaluation.korean_vosk import (
    IN_SERVICE,
    RecognizerSet,
    answer_path,
)
from tests.system.hazards.sounds import as_loud, noises, people_who_say

pytestmark = pytest.mark.sound

LEVELS = (None, 20.0, 10.0, 5.0, 0.0)
"""dB of the word over the noise; None is quiet."""

WORDS = 8
"""Recordings of each word here; the benchmark takes all of them."""


def in_a_room(words: Sequence[Frames], level: float | None) -> Iterator[Frames]:
    """Give the words as they are, or in two noises by turns."""
    if level is None:
        yield from words
    else:
        for number, (word, noise) in enumerate(zip(words, cycle(noises(2)), strict=False)):
            yield mixed(word, noise, level, seed=number)


@pytest.mark.slow
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("chosen", IN_SERVICE)
def test_no_yes_becomes_a_no_at_once_or_when_it_is_asked_back(
    chosen: RecognizerSet, level: float | None
) -> None:
    path = answer_path(chosen)
    noes = people_who_say("no", WORDS)
    taken = dict.fromkeys(Outcome, 0)
    yeses = people_who_say("yes", WORDS)
    for heard, no in zip(in_a_room(yeses, level), noes, strict=True):
        visit = path.visit()
        outcome = visit.says(heard)
        if outcome is Outcome.ASK_BACK:
            outcome = visit.says(no)
        taken[outcome] += 1
    assert taken[Outcome.NO] == 0, taken
    assert sum(taken.values()) == len(yeses)


@pytest.mark.slow
@pytest.mark.people
@pytest.mark.parametrize("level", [10.0, 0.0])
def test_nor_does_one_of_a_quiet_voice_that_began_the_questions(level: float) -> None:
    """A no as quiet as that counts, so a yes must not be taken for one."""
    path = answer_path("yes-no+moonshine")
    quiet = [as_loud(word, -34.0) for word in people_who_say("yes", WORDS)]
    outcomes = [
        path.visit(word).says(heard)
        for word, heard in zip(quiet, in_a_room(quiet, level), strict=True)
    ]
    assert Outcome.NO not in outcomes
    assert Outcome.YES in outcomes


def test_the_listener_hears_most_of_them() -> None:
    """A kiosk that is deaf would pass the test above."""
    path = answer_path("yes-no")
    yeses = people_who_say("yes", WORDS)
    heard = [path.visit().says(word) for word in yeses]
    assert heard.count(Outcome.YES) >= 0.9 * len(yeses)


@pytest.mark.slow
def test_a_no_that_one_recognizer_hears_is_never_taken_at_once() -> None:
    outcomes: dict[str, list[Outcome]] = {}
    for chosen in ("yes-no", "vosk"):
        path = answer_path(chosen)
        outcomes[chosen] = [path.visit().says(word) for word in people_who_say("no", WORDS)]
        assert Outcome.NO not in outcomes[chosen]
    # The Korean model need not hear the voice that stands in where no person is recorded.
    assert Outcome.ASK_BACK in outcomes["yes-no"]


def test_whoever_was_asked_back_and_says_no_is_asked_the_question_again() -> None:
    path = answer_path("yes-no")
    own = OWN_RECORDINGS / "no.flac"
    visit = path.visit()
    assert visit.says(read_recording(own)) is Outcome.ASK_BACK
    assert visit.says(read_recording(own)) is Outcome.UNCLEAR
    assert np.any(read_recording(own))
