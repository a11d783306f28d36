"""One window of listening, with the shipped listener and the real detector on real recordings."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audio.frames import SAMPLE_RATE, Frames
from audio.recognition.endpointing import Completeness, Gauge
from audio.recognition.recognizer import Recognizer
from audio.recognition.speech_detector import SpeechDetector
from audio.recognition.turn import ListeningWindow, SpeechBegan, Utterance
from audio.yes_no import YesNoListener
from audio.yes_no.activity import islands
from tests.audio.sounds import clips, in_blocks, joined, one_who_says, silence
from tests.fakes.scripted_recognizer import Line, ScriptedRecognizer

pytestmark = pytest.mark.sound

BLOCK = 320


def plain(words: str) -> Completeness:
    """A yes is complete, a no could go on, anything else is nothing."""
    return {"yes": Completeness.COMPLETE, "no": Completeness.EXTENDABLE}.get(
        words, Completeness.NOTHING
    )


def careful(words: str) -> Completeness:
    """As at an emergency question: after a no much may follow."""
    return Completeness.CAREFUL if words == "no" else plain(words)


@cache
def listener() -> YesNoListener:
    return YesNoListener()


@cache
def detector() -> SpeechDetector:
    return SpeechDetector()


@dataclass(frozen=True)
class Outcome:
    """What a window gave: the utterance, and when it came, in seconds of the sound fed to it."""

    utterance: Utterance | None
    at: float
    begins: int

    @property
    def words(self) -> str:
        return self.utterance.hypotheses[0].text if self.utterance else ""

    @property
    def waited(self) -> float:
        assert self.utterance is not None
        return self.at - self.utterance.end


def window(
    frames: Frames,
    *recognizers: Recognizer,
    gauge: Gauge = plain,
    sizes: list[int] | None = None,
) -> Outcome:
    turn = ListeningWindow(recognizers or (listener(),), gauge, detector=detector())
    fed = begins = 0
    for block in in_blocks(frames, sizes or [BLOCK]):
        fed += len(block)
        for event in turn.accept(block):
            if isinstance(event, Utterance):
                return Outcome(event, fed / SAMPLE_RATE, begins)
            begins += isinstance(event, SpeechBegan)
    return Outcome(turn.close(), fed / SAMPLE_RATE, begins)


def spoken(word: str, count: int) -> list[Frames]:
    """People saying `word` into a quiet room, with time to answer."""
    heard = clips(f"speech_commands/{word}", count)
    return [joined(silence(0.8), clip, silence(3.0)) for clip in heard]


@pytest.mark.people
def test_a_yes_is_heard_and_answered_soon_after_the_word() -> None:
    outcomes = [window(frames) for frames in spoken("yes", 40)]
    right = [outcome for outcome in outcomes if outcome.words == "yes"]
    assert len(right) >= 37
    assert not any(outcome.words == "no" for outcome in outcomes)
    assert float(np.median([outcome.waited for outcome in right])) < 0.5
    assert all(outcome.begins == 1 for outcome in right)


@pytest.mark.people
def test_a_no_at_an_emergency_question_waits_for_what_may_follow() -> None:
    def careful_and_scripted(frames: Frames) -> Outcome:
        hears_words = ScriptedRecognizer([Line.said("no", start=0.0, seconds_a_word=0.1)])
        return window(frames, listener(), hears_words, gauge=careful)

    outcomes = [careful_and_scripted(frames) for frames in spoken("no", 25)]
    right = [outcome for outcome in outcomes if outcome.words == "no"]
    assert len(right) >= 21
    assert min(outcome.waited for outcome in right) >= 0.8 - 0.033
    assert not any(outcome.words == "yes" for outcome in outcomes)


@pytest.mark.people
def test_a_person_who_stutters_is_not_cut_off() -> None:
    right = 0
    for word in clips("speech_commands/yes", 14):
        (loud,) = np.nonzero(np.abs(word) > 0.25 * np.abs(word).max())
        beginning = word[max(loud[0] - 1600, 0) : loud[0] + 1600]
        before = joined(silence(0.8), beginning, silence(0.9))
        outcome = window(joined(before, word, silence(3.0)))
        assert outcome.words in ("yes", "")
        assert outcome.words == "yes" or outcome.at > (len(before) + loud[0]) / SAMPLE_RATE
        right += outcome.words == "yes"
    assert right >= 10


@pytest.mark.people
def test_words_that_come_after_a_pause_belong_to_the_same_utterance() -> None:
    first, second = clips("speech_commands/no", 2)
    hears_words = ScriptedRecognizer(["no no"])
    frames = joined(silence(0.5), first, silence(0.1), second, silence(3.0))
    outcome = window(frames, hears_words, gauge=careful)
    assert outcome.utterance is not None
    assert outcome.words == "no no"
    assert outcome.utterance.end - outcome.utterance.start > 0.8


def bare(clip: Frames) -> Frames:
    """A word without the silence around it, but with its soft ends."""
    found = islands(clip)
    return clip[found[0].start : found[-1].end]


@pytest.mark.people
@pytest.mark.parametrize("gap", [0.1, 0.3, 0.5, 0.7])
def test_a_no_that_is_taken_back_within_the_silence_it_is_given_is_never_a_no(gap: float) -> None:
    noes = [bare(clip) for clip in clips("speech_commands/no", 8)]
    yeses = [bare(clip) for clip in clips("speech_commands/yes", 8)]
    for no, yes in zip(noes, yeses, strict=True):
        frames = joined(silence(0.8), no, silence(gap), yes, silence(3.0))
        outcome = window(frames, gauge=careful)
        assert outcome.words != "no"


@pytest.mark.people
@pytest.mark.parametrize("gap", [0.0, 0.1, 0.3])
def test_no_said_three_times_is_never_a_yes_and_often_one_no(gap: float) -> None:
    whole = 0
    for clip in clips("speech_commands/no", 8):
        no = bare(clip)
        said = joined(silence(0.8), no, silence(gap), no, silence(gap), no)
        outcome = window(joined(said, silence(3.0)), gauge=careful)
        assert outcome.words in ("no", "")
        whole += outcome.at > len(said) / SAMPLE_RATE
    assert whole >= 6


@pytest.mark.people
@pytest.mark.parametrize("noise", ["click", "cough"])
def test_what_comes_before_the_word_does_not_end_the_turn(noise: str) -> None:
    right = 0
    for yes in map(bare, clips("speech_commands/yes", 12)):
        burst = np.random.default_rng(1).standard_normal(SAMPLE_RATE).astype(np.float32) * 0.1
        before = burst[: SAMPLE_RATE // 50] if noise == "click" else burst[: SAMPLE_RATE // 4]
        frames = joined(silence(0.8), before, silence(0.6), yes, silence(3.0))
        outcome = window(frames)
        assert outcome.words in ("yes", "")
        right += outcome.words == "yes"
    assert right >= 10


@pytest.mark.people
def test_talk_soon_after_an_answer_belongs_to_it_where_nobody_hears_more_than_answers() -> None:
    (talk,) = clips("continuous/librispeech_train_clean_100spk", 1)
    goes_on = talk[np.flatnonzero(np.abs(talk) > 0.1)[0] :][: 2 * SAMPLE_RATE]
    cut = 0
    for no in map(bare, clips("speech_commands/no", 8)):
        cut += window(joined(silence(0.8), no, silence(0.3), goes_on, silence(3.0))).words == "no"
    assert cut <= 2


def test_silence_and_room_noise_give_nothing() -> None:
    for quiet in (silence(6.0), silence(6.0) * 30):
        outcome = window(quiet)
        assert outcome.utterance is None
        assert outcome.begins == 0


def test_a_click_is_no_utterance_and_what_is_said_after_it_is_heard() -> None:
    click = np.zeros(320, np.float32)
    click[:64] = 0.9
    yes = one_who_says("yes")
    outcome = window(joined(silence(1.0), click, silence(2.0), yes, silence(2.0)))
    assert outcome.words == "yes"
    assert outcome.utterance is not None
    assert outcome.utterance.start > 2.5


@pytest.mark.people
def test_talk_without_end_is_cut_and_leads_nowhere() -> None:
    talk = clips("continuous/librispeech_train_clean_100spk", 6)
    outcome = window(joined(*talk), gauge=lambda _: Completeness.INCOMPLETE)
    assert outcome.utterance is not None
    assert outcome.words == ""
    assert outcome.at - outcome.utterance.start <= 12.1


@pytest.mark.people
def test_what_is_under_way_when_the_window_closes_is_still_heard() -> None:
    for clip in clips("speech_commands/yes", 5):
        loud = np.flatnonzero(np.abs(clip) > 0.1 * np.abs(clip).max())
        broken_off = joined(silence(0.5), clip[: loud[-1]], silence(0.1))
        outcome = window(broken_off)
        assert outcome.utterance is not None
        assert outcome.words in ("yes", "")


def test_nothing_is_heard_in_a_window_after_its_utterance() -> None:
    turn = ListeningWindow([listener()], plain, detector=detector())
    yes = one_who_says("yes")
    frames = joined(silence(0.8), yes, silence(2.0))
    assert any(isinstance(event, Utterance) for event in turn.accept(frames))
    assert turn.finished
    assert turn.accept(frames) == []
    assert turn.close() is None


@pytest.mark.people
@pytest.mark.parametrize("folder", ["yes", "no", "stop"])
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sizes=st.lists(st.integers(1, 4000), min_size=1, max_size=5))
def test_how_sound_is_cut_into_blocks_does_not_change_the_utterance(
    folder: str, sizes: list[int]
) -> None:
    if max(sizes) < 64:
        sizes = [*sizes, 640]
    (clip,) = clips(f"speech_commands/{folder}", 1)
    frames = joined(silence(0.5), clip, silence(2.0))
    assert window(frames, sizes=sizes).utterance == window(frames).utterance
