"""What one recognizer heard becomes readings: by its phrase, and by what it read freely."""

from collections.abc import Mapping

import pytest

from audio.recognition.recognizer import Fit, Hypothesis, Word
from grammar.intents import Intent
from grammar.understanding import Understanding
from kiosk.visit.dialogue.events import Reading
from kiosk.visit.hearing.own_words import OwnWords
from kiosk.visit.hearing.readings import SILENT, Reader, Sounding
from kiosk.visit.hearing.text_listener import TextHearing
from tests.shipped import GRAMMAR

pytestmark = pytest.mark.unit

RADIATION = "topic.treatments.radiation"


class Network:
    """Takes every sentence for the same thing."""

    def __init__(self, intent: str = "none") -> None:
        self._intent = intent

    def weigh(self, text: str) -> Mapping[str, float]:
        del text
        return {self._intent: 0.95, "none": 0.05} if self._intent != "none" else {"none": 1.0}


def read(
    phrase: str = "", free: str = "", likely: str = "none", sounding: Sounding = SILENT
) -> tuple[Reading, ...]:
    words = tuple(Word(word, 0.0, 1.0) for word in phrase.split())
    reader = Reader(GRAMMAR, Understanding(GRAMMAR, Network(likely)))
    return reader.read(Hypothesis("moonshine", words, free=free), GRAMMAR.intents(), sounding)


def said(*sentences: str) -> Sounding:
    own = OwnWords()
    for sentence in sentences:
        own.say(0.0, sentence)
    return own.between(0.0, 1.0, GRAMMAR)


def test_a_phrase_that_was_read_alike_has_one_reading() -> None:
    assert read("radiation therapy", "Radiation therapy.") == (Reading("moonshine", RADIATION),)


def test_a_phrase_that_only_may_have_been_said_is_proposed_before_what_was_read_freely() -> None:
    reader = Reader(GRAMMAR, Understanding(GRAMMAR, Network("topic.treatments.surgery")))
    near = Hypothesis("moonshine", alternatives=("radiation",), free="ready asian")
    held, free = reader.read(near, GRAMMAR.intents())
    assert held == Reading("moonshine", None, alternatives=(RADIATION,))
    assert free.open


def test_nothing_heard_is_one_reading_without_a_meaning() -> None:
    assert read() == (Reading("moonshine", None),)


def test_words_that_are_no_phrase_have_an_open_reading_alone() -> None:
    (reading,) = read(free="whatever those machines do to people", likely=RADIATION)
    assert reading.open
    assert reading.intent is None
    assert reading.alternatives == (RADIATION,)


def test_a_cry_that_was_read_beside_a_phrase_is_kept() -> None:
    phrase, free = read("no", "no i can't feel my legs")
    assert (phrase.intent, phrase.open) == (Intent.NO, False)
    assert free.open
    assert Intent.DISTRESS in {free.intent, *free.mentions}


def test_a_no_that_was_only_read_freely_is_marked_as_open() -> None:
    assert all(reading.open for reading in read(free="er no"))


def test_words_near_a_cry_are_marked() -> None:
    (reading,) = read(free="there is something odd below my waist", likely="distress")
    assert reading.near_cry


@pytest.mark.parametrize(
    ("phrase", "relative", "free", "near_cry"),
    [
        ("help me", -5.5, "tell me.", True),
        ("she choked", -6.1, "joke", False),
        ("choking", -4.3, "chuck!", False),
        ("radiation therapy", -3.3, "rations every", False),
        ("help me", -3.3, "tell me about radiation therapy", False),
    ],
)
def test_words_that_nearly_fit_a_cry_are_near_one(
    phrase: str, relative: float, free: str, *, near_cry: bool
) -> None:
    heard = Hypothesis("moonshine", free=free, fits=(Fit(phrase, relative, relative - 1.0),))
    reader = Reader(GRAMMAR, Understanding(GRAMMAR, Network()))
    (reading,) = reader.read(heard, GRAMMAR.intents())
    assert reading.near_cry == near_cry
    (echo,) = reader.read(heard, GRAMMAR.intents(), said("Please tell me."))
    assert not echo.near_cry


def test_an_answer_that_nobody_asked_for_may_be_a_name_that_sounds_the_same() -> None:
    reader = Reader(GRAMMAR, Understanding(GRAMMAR, Network()))
    heard = Hypothesis("moonshine", (Word("sometimes", 0.0, 1.0),))
    (asked,) = reader.read(heard, GRAMMAR.intents())
    assert (asked.intent, asked.alternatives) == (Intent.NOT_SURE, ())
    (unasked,) = reader.read(heard, GRAMMAR.intents(), asked=False)
    assert (unasked.intent, unasked.alternatives) == (None, ("section.symptoms",))
    yes = Hypothesis("moonshine", (Word("yes", 0.0, 1.0),))
    assert reader.read(yes, GRAMMAR.intents(), asked=False)[0].intent == Intent.YES


def test_a_piece_of_what_the_kiosk_says_means_nothing() -> None:
    echo = read(free="have no feeling", likely="distress", sounding=said("I have no feeling."))
    assert echo == (Reading("moonshine", None),)


def test_what_the_kiosk_says_itself_is_taken_out_of_an_open_reading() -> None:
    own = said("Do you want to hear about radiation therapy?")
    (reading,) = read(free="well radiation therapy", likely=RADIATION, sounding=own)
    assert RADIATION not in {reading.intent, *reading.mentions, *reading.alternatives}


def test_a_visitors_own_cry_counts_over_the_kiosks_speech() -> None:
    own = said("Radiation therapy uses strong rays.")
    free = read(free="help me i can't feel my legs", sounding=own)
    assert Intent.DISTRESS in {free[0].intent, *free[0].mentions}


def test_what_is_left_of_the_kiosks_words_for_symptoms_is_no_cry() -> None:
    own = said("Do you have new numbness in your legs?")
    (echo,) = read(free="you have numb in your legs", likely="distress", sounding=own)
    assert not echo.near_cry
    (own_words,) = read(free="it all went funny down there", likely="distress", sounding=own)
    assert own_words.near_cry


def test_words_without_sound_are_a_phrase_or_open_words() -> None:
    hearing = TextHearing(GRAMMAR, understanding=Understanding(GRAMMAR, Network(RADIATION)))
    assert hearing.hear("radiation therapy").readings == (Reading("text", RADIATION),)
    (reading,) = hearing.hear("whatever those machines do to people").readings
    assert (reading.recognizer, reading.open) == ("text", True)
    assert reading.alternatives == (RADIATION,)
