"""The sentences that the intent network learns from: enough of each, and none that measures."""

from pathlib import Path

import numpy as np
import pytest

from grammar.errors import GrammarError
from grammar.meaning.training import augmentation, sentences
from grammar.normalization import normalize
from tests import CHECKOUT
from tests.shipped import GRAMMAR

pytestmark = pytest.mark.unit

MEASURED = CHECKOUT.parent / "shared" / "language" / "utterances.tsv"
WRITTEN = sentences.read()
BY_PHRASES_ALONE = {
    *("choose.1", "choose.2", "choose.3", "hedged_no", "next"),
    *("preferences", "larger", "smaller", "dark", "light"),
}
"""Intents that the network does not know: only their own phrases mean them."""


def test_there_are_enough_of_every_intent_of_the_grammar() -> None:
    counts: dict[str, int] = {}
    for sentence in WRITTEN:
        counts[sentence.intent] = counts.get(sentence.intent, 0) + 1
    assert counts.keys() >= {*GRAMMAR.intents() - BY_PHRASES_ALONE, sentences.NONE}
    assert sum(counts.values()) >= 5000
    assert min(counts.values()) >= 50


def test_each_sentence_is_there_once() -> None:
    texts = [sentence.text for sentence in WRITTEN]
    assert len(texts) == len(set(texts))


def test_about_a_tenth_is_held_out_by_voice() -> None:
    training, held_out = sentences.split(WRITTEN)
    voices = {sentence.voice for sentence in WRITTEN}
    assert set(sentences.HELD_OUT) < voices
    assert not {s.voice for s in training} & {s.voice for s in held_out}
    assert not {s.text for s in training} & {s.text for s in held_out}
    assert 0.08 <= len(held_out) / len(WRITTEN) <= 0.15


@pytest.mark.people
def test_no_sentence_that_measures_is_among_them() -> None:
    lines = MEASURED.read_text(encoding="utf-8").splitlines()[1:]
    measured = {normalize(line.partition("\t")[0]) for line in lines}
    assert len(measured) > 300
    assert measured & {sentence.text for sentence in WRITTEN} == set()


def test_phrases_of_an_intent_come_from_all_its_templates() -> None:
    chosen = sentences.phrases(GRAMMAR, ["distress"])
    assert 20 <= len(chosen) <= sentences.MOST_PHRASES
    assert {sentence.voice for sentence in chosen} == {sentences.PHRASES}
    places = [phrase.text for phrase in GRAMMAR.phrases() if phrase.intent == "distress"]
    assert places.index(chosen[-1].text) > 0.9 * len(places)


def test_a_line_of_another_shape_is_told_with_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "stop.tsv").write_text("voice\tsentence\nfarmer\tStop, please!\n", encoding="utf-8")
    with pytest.raises(GrammarError, match=r"stop\.tsv:2: expected") as caught:
        sentences.read(tmp_path)
    assert "\n" not in str(caught.value)


def test_a_folder_without_sentences_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(GrammarError, match="no sentences"):
        sentences.read(tmp_path)


def test_variations_depend_on_the_seed_alone_and_lose_no_no() -> None:
    rng, again = np.random.default_rng(1), np.random.default_rng(1)
    made = [augmentation.varied("no i can't feel it", rng) for _ in range(200)]
    assert made == [augmentation.varied("no i can't feel it", again) for _ in range(200)]
    assert len(set(made)) > 20
    assert all({"no", "can't"} <= set(text.split()) for text in made)


def test_what_was_heard_keeps_its_writers_voice_and_no_held_out_one_is_among_them() -> None:
    heard = sentences.read_heard()
    assert len(heard) >= 400
    voices = {sentence.voice for sentence in heard}
    assert voices < {sentence.voice for sentence in WRITTEN}
    assert not voices & set(sentences.HELD_OUT)
