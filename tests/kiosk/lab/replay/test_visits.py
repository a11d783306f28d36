"""Visits as people make them go as their transcripts say, and what they hear is true and short.

`python -m tests.kiosk.lab.replay.transcripts` writes the transcripts anew; read what changed.
"""

from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from kiosk.lab.replay.scenario import load_scenario
from kiosk.lab.replay.visitors import RepeatableVoice
from kiosk.visit.content.lint.abilities import untrue
from kiosk.visit.content.lint.speech import LONGEST_SENTENCE
from kiosk.visit.content.readability import words
from tests.kiosk.lab.replay.transcripts import VISITS, Transcript, kept, player

pytestmark = pytest.mark.sound

each_visit = pytest.mark.parametrize("visit", VISITS, ids=lambda visit: visit.stem)


@cache
def played(visit: Path) -> Transcript:
    return player().transcript(load_scenario(visit))


@each_visit
def test_a_visit_goes_as_its_transcript_says(visit: Path) -> None:
    assert played(visit).text == kept(visit).read_text("utf-8")


def test_a_person_says_words_with_the_same_sound_whatever_was_said_before() -> None:
    first, second = RepeatableVoice("en"), RepeatableVoice("en")
    second.speak("yes", 150)
    assert np.array_equal(first.speak("help me", 150), second.speak("help me", 150))


@each_visit
def test_no_sentence_is_said_twice_in_a_row(visit: Path) -> None:
    texts = [spoken.text for spoken in played(visit).spoken]
    assert [text for text, following in pairwise(texts) if text == following] == []


@each_visit
def test_no_sentence_is_long(visit: Path) -> None:
    texts = {spoken.text for spoken in played(visit).spoken}
    assert [text for text in texts if len(words(text)) > LONGEST_SENTENCE] == []


@each_visit
def test_nothing_is_said_that_does_not_work(visit: Path) -> None:
    spoken = played(visit).spoken
    told = {(each.text, untrue(each.text, each.working)) for each in spoken}
    assert {text: what for text, what in told if what} == {}


def test_there_are_visits_with_their_transcripts() -> None:
    assert len(VISITS) >= 33
    assert {kept(visit) for visit in VISITS} == set(VISITS[0].parent.glob("*.txt"))
