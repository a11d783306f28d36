"""Moonshine on the project's own recordings, in a listening window."""

from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from math import inf
from threading import Event as Flag

import numpy as np
import pytest

from audio.errors import ModelError
from audio.frames import SAMPLE_RATE, Frames
from audio.moonshine import MoonshineRecognizer
from audio.moonshine.reader import LONGEST, Reader, Understood
from audio.moonshine.recognizer import LATE_IN_A_ROW
from audio.recognition.endpointing import Completeness
from audio.recognition.recognizer import Hypothesis, Role
from audio.recognition.speech_detector import SpeechDetector
from audio.recognition.turn import Agreed, Event, ListeningWindow, Utterance
from audio.signals.recording import read_recording
from audio.yes_no.activity import islands
from tests import OWN_RECORDINGS
from tests.audio.sounds import in_blocks, joined, silence
from tests.fakes.scripted_recognizer import Line, ScriptedRecognizer
from tests.people import RECORDINGS

pytestmark = pytest.mark.sound

PHRASES = ("yes", "no", "nope", "stop", "radiation", "radiation therapy", "tell me about radiation")


@cache
def moonshine() -> MoonshineRecognizer:
    return MoonshineRecognizer(PHRASES)


@pytest.fixture
def live() -> Iterator[MoonshineRecognizer]:
    with closing(MoonshineRecognizer(PHRASES, live=True, longest_wait=inf)) as recognizer:
        yield recognizer


def recording(name: str) -> Frames:
    return read_recording(OWN_RECORDINGS / f"{name}.flac")


def bare(name: str) -> Frames:
    """Without the silence around the words, but with their soft ends."""
    frames = recording(name)
    found = islands(frames)
    return frames[found[0].start : found[-1].end]


def heard(frames: Frames, recognizer: MoonshineRecognizer | None = None) -> Hypothesis:
    recognizer = recognizer or moonshine()
    recognizer.reset()
    recognizer.accept(frames)
    return recognizer.finish()


def answer(phrase: str) -> str:
    return {"yeah": "yes", "yep": "yes", "nope": "no"}.get(phrase, phrase)


def gauge(words: str) -> Completeness:
    bare = words.strip(".,!?")
    begins = any(phrase.startswith(f"{bare} ") for phrase in PHRASES)
    return Completeness.of(bare in PHRASES, bool(bare) and begins)


def events(frames: Frames, *recognizers: MoonshineRecognizer) -> list[Event]:
    turn = ListeningWindow(recognizers, gauge, detector=SpeechDetector())
    return [event for block in in_blocks(frames, [320]) for event in turn.accept(block)]


@pytest.mark.parametrize("name", ["yes", "no", "radiation_therapy"])
def test_a_phrase_is_heard_as_a_whole_and_read_freely(name: str) -> None:
    said = name.replace("_", " ")
    hypothesis = heard(recording(name))
    assert (hypothesis.recognizer, hypothesis.text) == ("moonshine", said)
    assert hypothesis.free.strip(".") == said
    assert hypothesis.fits[0].text == said
    assert hypothesis.fits[0].relative > -0.5


@pytest.mark.people
def test_badly_recorded_noes_are_not_heard_as_yeah_and_badly_recorded_yeses_are() -> None:
    answers = MoonshineRecognizer(("yes", "yeah", "yep", "no", "nope"), meaning=answer)

    def said(word: str, *speakers: str) -> list[str]:
        folder = RECORDINGS / "speech_commands" / word
        files = [next(folder.glob(f"{speaker}_*.flac")) for speaker in speakers]
        turns = [events(joined(read_recording(file), silence(2.0)), answers) for file in files]
        return ["".join(e.hypotheses[0].text for e in t if isinstance(e, Utterance)) for t in turns]

    noes = said("no", "35be2cc3", "efbb27a6", "de41f895", "b6573c88", "da27460c", "2c393fd2")
    assert {answer(text) for text in noes} <= {"", "no"}
    yeses = said("yes", "9c24bc76", "ee6163d5", "22cb56b3", "86b1500e", "44e9d8d2", "6640fdc0")
    assert [answer(text) for text in yeses] == ["yes"] * 6


def test_what_is_no_phrase_is_read_freely_and_never_taken_for_one() -> None:
    other = MoonshineRecognizer(("yes", "stop", "surgery"))
    hypothesis = heard(recording("radiation_therapy"), other)
    assert hypothesis.words == ()
    assert hypothesis.free.strip(".") == "radiation therapy"


def test_the_longest_phrase_wins_over_its_beginning() -> None:
    assert heard(recording("radiation_therapy")).text == "radiation therapy"
    only_the_beginning = MoonshineRecognizer(("radiation",))
    assert heard(recording("radiation_therapy"), only_the_beginning).words == ()


def test_silence_a_click_and_endless_sound_hold_no_words() -> None:
    rate = round(LONGEST * SAMPLE_RATE)
    noise = np.random.default_rng(1).normal(0.0, 0.1, rate + 400).astype(np.float32)
    for frames in (np.zeros(0, np.float32), silence(2.0) * 0, silence(2.0), noise[:200], noise):
        hypothesis = heard(frames)
        assert (hypothesis.words, hypothesis.free) == ((), "")


def test_the_same_frames_give_the_same_words_however_they_come() -> None:
    frames = joined(silence(0.8), recording("radiation_therapy"), silence(1.5))
    outcomes = []
    for size in (160, 512, 4000):
        turn = ListeningWindow((moonshine(),), gauge, detector=SpeechDetector())
        outcomes.append([e for block in in_blocks(frames, [size]) for e in turn.accept(block)])
    assert outcomes[0] == outcomes[1] == outcomes[2]


def test_a_complete_phrase_ends_the_turn_as_soon_as_the_rules_allow() -> None:
    (utterance,) = [
        event
        for event in events(joined(silence(0.8), recording("yes"), silence(2.0)), moonshine())
        if isinstance(event, Utterance)
    ]
    assert utterance.hypotheses[0].text == "yes"


def test_two_recognizers_agree_before_the_turn_ends() -> None:
    def careful(words: str) -> Completeness:
        return Completeness.CAREFUL if words == "no" else Completeness.NOTHING

    other = ScriptedRecognizer([Line.said("no", start=0.0, seconds_a_word=0.1)])
    turn = ListeningWindow((other, moonshine()), careful, detector=SpeechDetector())
    frames = joined(silence(0.8), recording("no"), silence(2.0))
    at: dict[type[Event], float] = {}
    fed = 0
    for block in in_blocks(frames, [320]):
        fed += len(block)
        for event in turn.accept(block):
            assert type(event) not in at
            at[type(event)] = fed / SAMPLE_RATE
    assert at[Utterance] - at[Agreed] > 0.3


def test_a_pause_inside_a_phrase_is_read_again_when_it_goes_on() -> None:
    yes, therapy = bare("yes"), bare("radiation_therapy")
    frames = joined(silence(0.8), yes, silence(0.25), therapy, silence(2.5))
    utterances = [e for e in events(frames, moonshine()) if isinstance(e, Utterance)]
    assert len(utterances) == 1
    assert utterances[0].hypotheses[0].text != "yes"
    assert "therapy" in utterances[0].hypotheses[0].free


def test_live_it_reads_on_its_own_thread_and_finds_the_same(live: MoonshineRecognizer) -> None:
    live.accept(recording("radiation_therapy"))
    live.pause()
    assert live.finish() == heard(recording("radiation_therapy"))
    assert live.finish().words == ()


def test_a_reading_that_is_given_up_is_not_given_later(live: MoonshineRecognizer) -> None:
    live.accept(recording("yes"))
    live.pause()
    live.go_on()
    assert live.reading() is None
    live.reset()
    live.accept(recording("no"))
    assert live.finish().text == "no"


def test_a_model_that_fails_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> None:
        raise RuntimeError("out of memory")

    recognizer = MoonshineRecognizer(PHRASES)
    monkeypatch.setattr(Reader, "read", failing)
    recognizer.accept(recording("yes"))
    with pytest.raises(ModelError, match="Moonshine has failed"):
        recognizer.finish()
    with pytest.raises(ModelError):
        recognizer.reset()


def test_its_role_is_the_one_it_is_given() -> None:
    assert moonshine().role is Role.PHRASES


def test_one_that_is_late_again_and_again_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    read, goes_on = Reader.read, Flag()

    def slow(reader: Reader, frames: Frames, stopped: Callable[[], bool]) -> Understood:
        goes_on.wait(60)
        return read(reader, frames, stopped)

    monkeypatch.setattr(Reader, "read", slow)
    with closing(MoonshineRecognizer(PHRASES, live=True, longest_wait=0.0)) as recognizer:
        for _ in range(LATE_IN_A_ROW):
            recognizer.reset()
            recognizer.accept(recording("yes"))
            assert recognizer.finish() == Hypothesis("moonshine")
        with pytest.raises(ModelError, match="too late 3 times in a row"):
            recognizer.reset()
        goes_on.set()


def test_in_another_role_it_hears_the_same(live: MoonshineRecognizer) -> None:
    other = live.with_role(Role.OPEN)
    assert other.role is Role.OPEN
    assert heard(recording("yes"), other) == heard(recording("yes"))
