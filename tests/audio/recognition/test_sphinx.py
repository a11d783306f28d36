"""PocketSphinx proposes topics by their names, and nothing when people talk of something else.

All recordings of names are synthetic: they show that the parts work, not how real people are heard.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing

import numpy as np
import pytest

from audio.errors import VocabularyError
from audio.frames import Frames
from audio.recognition.endpointing import Completeness
from audio.recognition.recognizer import Hypothesis
from audio.recognition.speech_detector import SpeechDetector
from audio.recognition.sphinx import SphinxProposer
from audio.recognition.turn import ListeningWindow, Utterance
from audio.voices.plain import Pyttsx3Voice
from kiosk.visit.content.loader import load_content
from tests.audio.sounds import clips, in_blocks, joined, silence
from tests.shipped import GRAMMAR

pytestmark = [pytest.mark.sound, pytest.mark.slow]

VOICES = ("gmw/en-us", "gmw/en", "gmw/en-gb-scotland")
NAMED = {intent for intent in GRAMMAR.intents() if intent.startswith(("topic.", "section."))}


@pytest.fixture(scope="module")
def phrases() -> Mapping[str, str]:
    return GRAMMAR.proposals(NAMED)


@pytest.fixture
def sphinx(phrases: Mapping[str, str]) -> SphinxProposer:
    return SphinxProposer(tuple(phrases))


@pytest.fixture(scope="module")
def voices() -> Iterator[list[Pyttsx3Voice]]:
    voices = [Pyttsx3Voice(voice=voice, timeout=30) for voice in VOICES]
    yield voices
    for voice in voices:
        voice.close()


def hear(sphinx: SphinxProposer, frames: Frames, block: int = 512) -> Hypothesis:
    for piece in in_blocks(joined(silence(0.3), frames, silence(0.6)), [block]):
        assert sphinx.accept(piece) == ""
    return sphinx.finish()


def names() -> list[tuple[str, str]]:
    """What topics and sections are called, in plain words and by the source, with their intents."""
    content = load_content("en", values={"clinic_name": "us", "emergency_number": "nine one one"})
    topics = [topic for topic in content.topics.values() if not topic.is_frame]
    said = {
        name: f"topic.{topic.id}"
        for topic in topics
        for name in (topic.name, topic.heading.lower())
    }
    said |= {section: f"section.{section}" for section in ("symptoms", "treatments")}
    return [(text, intent) for text, intent in said.items() if intent in NAMED]


def test_names_of_topics_are_proposed_in_three_voices(
    sphinx: SphinxProposer, phrases: Mapping[str, str], voices: list[Pyttsx3Voice]
) -> None:
    tries = [(voice, text, intent) for voice in voices for text, intent in names()]
    missed = [
        (voice.name, text, said.text)
        for voice, text, intent in tries
        if phrases.get((said := hear(sphinx, voice.speak(text, 140))).text) != intent
    ]
    assert len(tries) > 90
    assert len(missed) <= 0.12 * len(tries), missed


def test_whole_requests_are_proposed(
    sphinx: SphinxProposer, phrases: Mapping[str, str], voices: list[Pyttsx3Voice]
) -> None:
    requests = [
        "tell me about radiation therapy",
        "i want to hear about the symptoms please",
        "what about pain management",
        "unexplained weight loss",
    ]
    for text in requests:  # it adapts to a voice and its room
        hear(sphinx, voices[0].speak(text, 150))
    heard = [hear(sphinx, voices[0].speak(text, 150)).text for text in requests]
    assert [phrases.get(text) for text in heard] == [phrases[text] for text in requests]


def test_the_words_have_their_places(sphinx: SphinxProposer, voices: list[Pyttsx3Voice]) -> None:
    frames = voices[0].speak("radiation therapy", 150)
    first, second = hear(sphinx, frames).words
    assert (first.text, second.text) == ("radiation", "therapy")
    assert 0.2 < first.start < first.end <= second.start < second.end
    assert second.end < 0.3 + len(frames) / 16_000 + 0.2


@pytest.mark.people
def test_talk_about_something_else_leads_nowhere(
    sphinx: SphinxProposer, phrases: Mapping[str, str]
) -> None:
    talk = clips("continuous/librispeech_train_clean_100spk", 30)
    orders = clips("continuous/picovoice_coffee_orders", 10)
    assert sum(hear(sphinx, clip).text in phrases for clip in [*talk, *orders]) <= 1


@pytest.mark.people
def test_talk_that_the_turn_cuts_into_utterances_leads_nowhere(
    sphinx: SphinxProposer,
) -> None:
    detector, proposed, utterances = SpeechDetector(), 0, 0
    for clip in clips("continuous/librispeech_train_clean_100spk", 20):
        turn = ListeningWindow([sphinx], lambda _: Completeness.NOTHING, detector=detector)
        for event in turn.accept(joined(silence(0.3), clip, silence(2.0))):
            if isinstance(event, Utterance):
                utterances += 1
                proposed += bool(event.hypotheses[0].words)
    assert utterances >= 15
    assert proposed <= 1


@pytest.mark.people
def test_single_other_words_seldom_lead_anywhere(sphinx: SphinxProposer) -> None:
    words = [
        clip
        for word in ("yes", "no", "stop", "house", "seven", "marvin", "bird", "left")
        for clip in clips(f"speech_commands/{word}", 4)
    ]
    assert sum(bool(hear(sphinx, clip).words) for clip in words) <= 10


def test_silence_and_nothing_give_nothing(sphinx: SphinxProposer) -> None:
    assert hear(sphinx, silence(2.0)) == Hypothesis("sphinx")
    assert sphinx.finish() == Hypothesis("sphinx")
    assert sphinx.accept(np.zeros(0, np.float32)) == ""
    assert sphinx.finish() == Hypothesis("sphinx")


def test_a_reset_forgets_the_utterance_so_far(
    sphinx: SphinxProposer, voices: list[Pyttsx3Voice]
) -> None:
    sphinx.accept(voices[0].speak("radiation therapy", 150))
    sphinx.reset()
    sphinx.reset()
    assert hear(sphinx, silence(1.0)) == Hypothesis("sphinx")


def test_only_whole_phrases_are_proposed(voices: list[Pyttsx3Voice]) -> None:
    sphinx = SphinxProposer(("radiation therapy", "radiation treatment today"))
    assert hear(sphinx, voices[0].speak("radiation treatment", 150)).text == ""
    assert hear(sphinx, voices[0].speak("radiation therapy", 150)).text == "radiation therapy"


def test_all_that_the_grammar_wants_proposed_can_be_pronounced(
    phrases: Mapping[str, str],
) -> None:
    assert len(phrases) > 1_000
    SphinxProposer(tuple(phrases))


def test_a_word_that_cannot_be_pronounced_is_named() -> None:
    with pytest.raises(VocabularyError, match="cannot pronounce 'brrgle', 'xqz'") as caught:
        SphinxProposer(("radiation therapy", "xqz therapy", "brrgle"))
    assert "\n" not in str(caught.value)


def test_nothing_is_written_to_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    hear(SphinxProposer(("radiation therapy",)), silence(0.5))
    assert capfd.readouterr() == ("", "")


def test_the_voice_of_the_kiosk_is_one_of_those_tried() -> None:
    with closing(Pyttsx3Voice()) as voice:
        assert voice.name in VOICES
