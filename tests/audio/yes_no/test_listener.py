"""How the listener behaves as a recognizer, on the shipped model."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from audio.errors import ModelError
from audio.frames import SAMPLE_RATE, Frames
from audio.recognition.speech_detector import STEP
from audio.yes_no import YesNoListener
from audio.yes_no.activity import islands
from audio.yes_no.decision import Decision
from audio.yes_no.listener import SHIPPED, TRAILING
from audio.yes_no.training.corpus import Recording

pytestmark = pytest.mark.sound

BLOCK = SAMPLE_RATE // 20


def quiet(seconds: float, seed: int = 0) -> Frames:
    """A quiet room, -66 dBFS."""
    noise = np.random.default_rng(seed).normal(0, 5e-4, int(seconds * SAMPLE_RATE))
    return noise.astype(np.float32)


@pytest.fixture(scope="module")
def said(listener: YesNoListener, recordings: list[Recording]) -> dict[str, list[Frames]]:
    """Forty people's "yes" and "no" each, all equally loud, that are heard as such."""
    chosen: dict[str, list[Frames]] = {}
    for word in ("yes", "no"):
        clips = [core(item.clip) for item in recordings if item.kind == word][:70]
        clips = [0.1 * clip / np.sqrt(np.mean(clip**2)) for clip in clips]
        chosen[word] = [clip for clip in clips if listener.decide(in_room(clip)).word == word][:40]
        assert len(chosen[word]) == 40
    return chosen


def in_room(*sounds: Frames, before: float = 0.3, between: float = 0.2) -> Frames:
    """Sounds one after another in a quiet room, as a turn of the dialogue hands them over."""
    parts = [quiet(before)]
    for sound in sounds:
        parts += [sound, quiet(between)]
    return np.concatenate([*parts, quiet(0.5)])


def core(clip: Frames) -> Frames:
    """The loud part of a clip, by its running level."""
    level = np.convolve(np.abs(clip), np.ones(480) / 480, mode="same")
    loud = np.flatnonzero(level > 0.05 * level.max())
    return clip[loud[0] : loud[-1]]


def is_doubtful(decision: Decision, word: str) -> bool:
    return decision.word == word and max(decision.yes, decision.no) < 0.65


def stream(listener: YesNoListener, clip: Frames) -> list[str]:
    return [listener.accept(clip[at : at + BLOCK]) for at in range(0, len(clip), BLOCK)]


def test_it_is_named_as_the_settings_name_it(listener: YesNoListener) -> None:
    assert listener.name == "yes-no"


@pytest.mark.parametrize("seconds", [0.0, 0.001, 0.02, 0.5, 1.6, 5.0, 40.0])
def test_silence_of_any_length_is_no_answer(listener: YesNoListener, seconds: float) -> None:
    assert listener.decide(np.zeros(int(seconds * SAMPLE_RATE), np.float32)).word is None
    assert listener.decide(quiet(seconds)).word is None


@pytest.mark.parametrize("level", [0.01, 0.1, 1.0])
def test_hiss_hum_and_clicks_are_no_answer(listener: YesNoListener, level: float) -> None:
    time = np.arange(SAMPLE_RATE) / SAMPLE_RATE
    hiss = np.random.default_rng(3).uniform(-level, level, SAMPLE_RATE)
    hum = level * np.sign(np.sin(2 * np.pi * 50 * time))
    click = np.zeros(SAMPLE_RATE)
    click[8000:8040] = level
    for sound in (hiss, hum, click):
        assert listener.decide(sound.astype(np.float32)).word is None


@pytest.mark.people
def test_words_backwards_are_no_answer(
    listener: YesNoListener, said: dict[str, list[Frames]]
) -> None:
    backwards = [clip[::-1] for clip in said["yes"]]
    taken = sum(listener.decide(clip).word is not None for clip in backwards)
    assert taken <= 1


@pytest.mark.people
@pytest.mark.parametrize("gain", [0.01, 0.1, 4.0])
def test_loudness_does_not_change_the_answer(
    listener: YesNoListener, said: dict[str, list[Frames]], gain: float
) -> None:
    for word in ("yes", "no"):
        for clip in said[word][:20]:
            louder = np.clip(clip * (gain / np.abs(clip).max() * 0.5), -1, 1)
            decision = listener.decide(louder.astype(np.float32))
            assert decision.word in (word, None)


@pytest.mark.people
def test_an_answer_of_the_opposite_makes_it_unclear(
    listener: YesNoListener, said: dict[str, list[Frames]]
) -> None:
    yes, no = said["yes"], said["no"]
    taken = 0
    for first, second in [*zip(yes, no, strict=False), *zip(no, yes, strict=False)]:
        for gap in (0.1, 0.4, 0.9):
            clip = in_room(first, second, between=gap)
            taken += listener.decide(clip).word is not None
    assert taken <= 0.03 * 3 * (len(yes) + len(no))


@pytest.mark.people
def test_talk_that_goes_on_after_no_is_no_answer(
    listener: YesNoListener,
    recordings: list[Recording],
    said: dict[str, list[Frames]],
) -> None:
    talk = [item.clip for item in recordings if "librispeech" in item.group]
    answers = said["no"]
    taken = 0
    for answer, words in zip(answers, talk, strict=False):
        for seconds in (0.8, 2.0):
            rest = core(words[: int(seconds * SAMPLE_RATE)])
            taken += listener.decide(in_room(answer, rest)).word is not None
    assert taken <= 0.08 * 2 * len(answers)


@pytest.mark.people
def test_the_same_word_is_an_answer_in_noise_only_where_it_stands_out(
    listener: YesNoListener, said: dict[str, list[Frames]]
) -> None:
    for word in ("yes", "no"):
        loud, soft = [], []
        for clip in said[word]:
            noise = np.random.default_rng(len(clip)).normal(0, 1, len(clip) + 2 * SAMPLE_RATE)
            noise = np.cumsum(noise) - np.cumsum(np.roll(noise, 400))  # falls towards high pitch
            noise /= np.std(noise)
            placed = np.pad(clip, SAMPLE_RATE)
            loud.append(listener.decide((placed + 0.02 * noise).astype(np.float32)).word)
            soft.append(listener.decide((placed + 0.3 * noise).astype(np.float32)).word)
        assert loud.count(word) >= 0.8 * len(loud)
        assert soft.count(word) <= 0.1 * len(soft)
        assert {*loud, *soft} <= {word, None}


@pytest.mark.people
def test_a_yes_begun_and_broken_off_before_is_still_yes(
    listener: YesNoListener, said: dict[str, list[Frames]]
) -> None:
    answers = said["yes"]
    heard = [listener.decide(in_room(clip[:1600], clip, between=1.2)).word for clip in answers]
    assert heard.count("yes") >= 0.7 * len(heard)
    assert "no" not in heard


@pytest.mark.people
def test_an_answer_is_found_in_a_long_quiet_clip(
    listener: YesNoListener, said: dict[str, list[Frames]]
) -> None:
    for word in ("yes", "no"):
        answers = said[word]
        heard = [
            listener.decide(np.concatenate([quiet(2.0), clip, quiet(3.0)])).word for clip in answers
        ]
        assert heard.count(word) >= 0.9 * len(heard)


@pytest.mark.people
def test_streaming_ends_in_the_decision_on_the_whole(
    listener: YesNoListener, recordings: list[Recording]
) -> None:
    chosen = [item for item in recordings if item.group == "speech_commands"][::40]
    for item in chosen:
        clip = in_room(item.clip)
        stream(listener, clip)
        assert listener.finish().text == (listener.decide(clip).word or "")


@pytest.mark.people
def test_a_clear_answer_is_told_before_the_end(
    listener: YesNoListener, said: dict[str, list[Frames]]
) -> None:
    for word, opposite in (("yes", "no"), ("no", "yes")):
        early = 0
        answers = said[word]
        for clip in answers:
            listener.reset()
            told = stream(listener, in_room(clip))
            early += word in told
            assert opposite not in told
        assert early >= 0.8 * len(answers)


@pytest.mark.people
@pytest.mark.parametrize("block", [STEP, BLOCK])
def test_a_clear_answer_is_told_with_the_block_that_makes_the_silence_long_enough(
    listener: YesNoListener, said: dict[str, list[Frames]], block: int
) -> None:
    waited = []
    for clip in said["yes"] + said["no"]:
        listener.reset()
        whole = in_room(clip)
        for end in range(block, len(whole) + 1, block):
            if listener.accept(whole[end - block : end]):
                waited.append((end - islands(whole[:end])[-1].end) / SAMPLE_RATE)
                break
    at_once = sum(TRAILING <= seconds < TRAILING + block / SAMPLE_RATE for seconds in waited)
    assert at_once >= 0.8 * len(waited)


@pytest.mark.people
def test_a_doubtful_yes_is_told_after_a_longer_silence_and_a_doubtful_no_never(
    listener: YesNoListener, recordings: list[Recording]
) -> None:
    for word in ("yes", "no"):
        said = [
            np.concatenate([quiet(0.3), core(item.clip), quiet(0.4)])
            for item in recordings
            if item.kind == word
        ]
        doubtful = [clip for clip in said if is_doubtful(listener.decide(clip), word)][:12]
        assert len(doubtful) >= 5
        soon, late = [], []
        for clip in doubtful:
            listener.reset()
            soon += stream(listener, clip)
            late.append(word in stream(listener, quiet(0.8)))
        assert set(soon) == {""}
        if word == "yes":
            assert sum(late) >= 0.8 * len(late)
        else:
            assert not any(late)


@pytest.mark.people
def test_nothing_is_told_while_the_word_still_sounds(
    listener: YesNoListener, said: dict[str, list[Frames]]
) -> None:
    for clip in said["no"]:
        listener.reset()
        assert set(stream(listener, np.concatenate([quiet(0.3), clip]))) == {""}


@pytest.mark.people
def test_the_word_has_its_place_in_the_utterance(
    listener: YesNoListener, said: dict[str, list[Frames]]
) -> None:
    clip = said["yes"][0]
    listener.accept(np.concatenate([quiet(1.0), clip, quiet(1.0)]))
    (word,) = listener.finish().words
    assert word.start == pytest.approx(1.0, abs=0.15)
    assert word.end == pytest.approx(1.0 + len(clip) / SAMPLE_RATE, abs=0.25)


@pytest.mark.people
def test_reset_forgets_the_utterance(
    listener: YesNoListener, said: dict[str, list[Frames]]
) -> None:
    stream(listener, in_room(said["yes"][0]))
    listener.reset()
    assert listener.finish().words == ()


@pytest.mark.people
def test_finish_makes_ready_for_the_next_utterance(
    listener: YesNoListener, said: dict[str, list[Frames]]
) -> None:
    stream(listener, in_room(said["yes"][0]))
    assert listener.finish().text == "yes"
    stream(listener, in_room(said["no"][0]))
    assert listener.finish().text == "no"
    assert listener.finish().words == ()


def test_the_model_is_small() -> None:
    assert SHIPPED.stat().st_size < 500_000


def test_a_missing_model_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"gone\.onnx cannot be read") as caught:
        YesNoListener(tmp_path / "gone.onnx")
    assert "\n" not in str(caught.value)


def test_a_damaged_model_is_one_line(tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.onnx"
    damaged.write_bytes(SHIPPED.read_bytes()[:5000])
    with pytest.raises(ModelError, match="damaged") as caught:
        YesNoListener(damaged)
    assert "\n" not in str(caught.value)


def test_the_runtime_of_the_model_keeps_nothing_to_send_to_its_maker(tmp_path: Path) -> None:
    quiets_it = {"CI", "ORT_DISABLE_TELEMETRY", "XDG_CACHE_HOME"}  # elsewhere than in a clinic
    environment = {name: value for name, value in os.environ.items() if name not in quiets_it}
    subprocess.run(
        [sys.executable, "-c", "from audio.yes_no import YesNoListener; YesNoListener()"],
        env=environment | {"HOME": str(tmp_path)},
        check=True,
    )
    assert list(tmp_path.rglob("*")) == []
