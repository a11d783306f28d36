"""What the listener takes recordings of people, talk and noise for, one decision a clip.

The bars are those of the issue "The kiosk talks and listens". The listener was trained on part of
the other words, talk and noise (see its model card), on none of the "yes" and "no".
"""

from collections import Counter

import pytest

from audio.yes_no import YesNoListener
from audio.yes_no.training import evaluation
from audio.yes_no.training.corpus import ANSWERS, Recording, split
from audio.yes_no.training.evaluation import Outcome

pytestmark = [pytest.mark.sound, pytest.mark.people]

NOISE_SEED = 5


@pytest.fixture(scope="module")
def answers(recordings: list[Recording]) -> list[Recording]:
    return [item for item in recordings if item.kind in ANSWERS]


@pytest.fixture(scope="module")
def quiet(listener: YesNoListener, answers: list[Recording]) -> dict[str, Outcome]:
    return evaluation.confusion(listener.decide, answers)


def _taken(outcome: Counter[str]) -> int:
    return outcome["yes"] + outcome["no"]


def test_people_are_heard_to_say_yes(quiet: dict[str, Outcome]) -> None:
    assert quiet["yes"]["yes"] >= 0.98 * 400


def test_people_are_heard_to_say_no(quiet: dict[str, Outcome]) -> None:
    assert quiet["no"]["no"] >= 0.975 * 400


def test_yes_and_no_are_not_mixed_up(quiet: dict[str, Outcome]) -> None:
    assert quiet["yes"]["no"] <= 2
    assert quiet["no"]["yes"] <= 2


def test_noise_costs_few_answers_and_turns_none_round(
    listener: YesNoListener, recordings: list[Recording], answers: list[Recording]
) -> None:
    noises = [item.clip for item in split(recordings)[1] if item.kind == "noise"]
    noisy = evaluation.with_noise(answers, noises, snr=5, seed=NOISE_SEED)
    heard = evaluation.confusion(listener.decide, noisy)
    assert heard["yes"]["yes"] >= 0.95 * 400
    assert heard["no"]["no"] >= 0.90 * 400
    assert heard["yes"]["no"] <= 4


@pytest.mark.slow
def test_answers_are_heard_in_a_room_that_is_noisy_before_and_after_them(
    listener: YesNoListener, recordings: list[Recording], answers: list[Recording]
) -> None:
    noises = [item.clip for item in split(recordings)[1] if item.kind == "noise"]
    noisy = evaluation.surrounded(answers[::2], noises, snr=10, seed=NOISE_SEED)
    heard = evaluation.confusion(listener.decide, noisy)
    assert heard["yes"]["yes"] >= 0.70 * 200
    assert heard["no"]["no"] >= 0.65 * 200
    assert heard["yes"]["no"] <= 1  # two models are needed for a no
    assert heard["no"]["yes"] <= 2


@pytest.mark.slow
def test_other_words_and_talk_in_a_noisy_room_are_no_answers(
    listener: YesNoListener, recordings: list[Recording]
) -> None:
    others = [item for item in recordings if item.kind not in (*ANSWERS, "noise", "rir")]
    noises = [item.clip for item in split(recordings)[1] if item.kind == "noise"]
    noisy = evaluation.surrounded(others, noises, snr=10, seed=NOISE_SEED)
    heard = evaluation.total(evaluation.confusion(listener.decide, noisy))
    assert _taken(heard) <= 0.03 * len(others)


def test_other_words_are_no_answers(listener: YesNoListener, recordings: list[Recording]) -> None:
    words = [
        item for item in recordings if item.group == "speech_commands" and item.kind not in ANSWERS
    ]
    heard = evaluation.total(evaluation.confusion(listener.decide, words))
    assert _taken(heard) <= 0.03 * len(words)


def test_talk_is_no_answer(listener: YesNoListener, recordings: list[Recording]) -> None:
    talk = [item for item in recordings if item.group.startswith("continuous")]
    heard = evaluation.total(evaluation.confusion(listener.decide, talk))
    assert _taken(heard) <= 0.02 * len(talk)


def test_noise_is_no_answer(listener: YesNoListener, recordings: list[Recording]) -> None:
    noise = [item for item in recordings if item.kind == "noise"]
    heard = evaluation.total(evaluation.confusion(listener.decide, noise))
    assert heard.total() > 0
    assert _taken(heard) == 0


@pytest.mark.parametrize("seconds", [1.0, 2.0])
def test_noise_cut_as_short_as_a_word_is_seldom_an_answer(
    listener: YesNoListener, recordings: list[Recording], seconds: float
) -> None:
    noise = [item for item in recordings if item.kind == "noise"]
    heard = evaluation.total(
        evaluation.confusion(listener.decide, list(evaluation.pieces(noise, seconds)))
    )
    assert _taken(heard) <= 0.03 * heard.total()
