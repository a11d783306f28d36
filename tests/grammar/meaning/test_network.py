"""The intent network: its files are checked, and it weighs sentences of voices it has not seen."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from grammar.errors import GrammarError
from grammar.likeness import NEAR_CRY
from grammar.meaning import IntentNetwork
from grammar.meaning.network import FOLDER, NETWORK, SUMS, TOKENIZER
from grammar.meaning.training import sentences
from grammar.meaning.training.model_card import Weighed, group, weigh
from tests import CHECKOUT
from tests.grammar.meaning.test_sentences import BY_PHRASES_ALONE
from tests.shipped import GRAMMAR

pytestmark = pytest.mark.unit


@pytest.fixture(scope="module")
def network() -> IntentNetwork:
    return IntentNetwork.load()


@pytest.fixture(scope="module")
def unseen(network: IntentNetwork) -> list[Weighed]:
    """All cries and every fourth other sentence of the held-out voices, weighed."""
    _, held_out = sentences.split(sentences.read())
    cries = [sentence for sentence in held_out if sentence.intent == "distress"]
    others = [sentence for sentence in held_out if sentence.intent != "distress"]
    return weigh(network, [*cries, *others[::4]])


def likeliest(network: IntentNetwork, text: str) -> str:
    weights = network.weigh(text)
    return max(weights, key=lambda intent: weights[intent])


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("I'd like to know how the beams work, please.", "topic.treatments.radiation"),
        ("my husband can't keep anything down he never wants dinner", "topic.symptoms.appetite"),
        ("do they have to cut me open", "topic.treatments.surgery"),
        ("could you say that one more time for me", "repeat"),
        ("both of her legs have just stopped working", "distress"),
        ("will my grandmother live until christmas", "out_of_scope"),
        ("did you put the dog out this morning", "none"),
        ("please would you read me the complete section", "read_all"),
        ("i would sooner hear about a different subject", "something_else"),
        ("i answered no but i wanted to say yes", "said_yes"),
        ("may i correct the answer that i just gave you", "change_answer"),
        ("i have come along with my aunt and she is the one who is ill", "for_others"),
    ],
)
def test_plain_sentences_mean_what_a_listener_takes_them_for(
    network: IntentNetwork, text: str, intent: str
) -> None:
    assert likeliest(network, text) == intent


@pytest.mark.parametrize(
    "read_aloud",
    [
        "and the old knight fell upon the stones and could rise no more",
        "her limbs failed her and she was borne into the chamber by two of her maids",
        "in that same year a great sickness carried off the half of the garrison",
        "help me cried the little tailor but the giant only laughed",
        "an elderly walker was flown to hospital after a fall on the cliff path",
    ],
)
def test_what_is_read_aloud_is_no_cry_for_help(network: IntentNetwork, read_aloud: str) -> None:
    weights = network.weigh(read_aloud)
    assert likeliest(network, read_aloud) == sentences.NONE
    assert weights["distress"] < NEAR_CRY


def test_probabilities_add_up_to_one(network: IntentNetwork) -> None:
    for text in ("the bone one", "", "?!", "[unk]", "dzień dobry 你好", "word " * 500):
        total = sum(network.weigh(text).values())
        assert total == pytest.approx(1.0 if text.strip(" ?!") else 0.0, abs=1e-4)


def test_the_same_sentence_weighs_the_same_however_it_is_written(network: IntentNetwork) -> None:
    assert network.weigh("My legs, they feel odd!") == network.weigh("my legs they feel odd")


def test_it_knows_every_intent_that_can_be_proposed(network: IntentNetwork) -> None:
    assert {*network.intents} >= {*GRAMMAR.intents() - BY_PHRASES_ALONE, sentences.NONE}


def right(unseen: list[Weighed], kind: str, among: int = 1) -> float:
    mine = [each for each in unseen if group(each.sentence.intent) == kind]
    return sum(each.sentence.intent in each.intents[:among] for each in mine) / len(mine)


def test_unseen_voices_are_understood(unseen: list[Weighed]) -> None:
    assert right(unseen, "topics, sections, the questions") >= 0.8
    assert right(unseen, "topics, sections, the questions", among=2) >= 0.9
    assert right(unseen, "commands") >= 0.8


def test_cries_of_unseen_voices_are_near_and_other_sentences_are_not(
    unseen: list[Weighed],
) -> None:
    cries = [each.distress for each in unseen if each.sentence.intent == "distress"]
    others = [each.distress for each in unseen if each.sentence.intent != "distress"]
    assert sum(weight >= NEAR_CRY for weight in cries) / len(cries) >= 0.94
    assert sum(weight >= NEAR_CRY for weight in others) / len(others) <= 0.03


def test_both_files_are_small_enough_to_ship() -> None:
    assert sum((FOLDER / name).stat().st_size for name in (NETWORK, TOKENIZER)) <= 25e6


@pytest.mark.parametrize("name", [NETWORK, TOKENIZER, SUMS])
@pytest.mark.parametrize("harm", [Path.unlink, lambda file: file.write_bytes(b"harmed")])
def test_a_damaged_file_is_told_in_one_line(
    tmp_path: Path, name: str, harm: Callable[[Path], object]
) -> None:
    for each in (NETWORK, TOKENIZER, SUMS):
        shutil.copy(FOLDER / each, tmp_path)
    harm(tmp_path / name)
    with pytest.raises(GrammarError, match="install the program again") as caught:
        IntentNetwork.load(tmp_path)
    assert "\n" not in str(caught.value)


MEMORY = """
import re
from pathlib import Path
import numpy, onnxruntime
from grammar.meaning import IntentNetwork

def resident():
    return int(re.search(r"VmRSS:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024

before = resident()
IntentNetwork.load().weigh("what can be done about the pain at night")
print(resident() - before)
"""


def test_it_takes_at_most_120_mb_of_memory() -> None:
    told = subprocess.run(
        [sys.executable, "-c", MEMORY],
        cwd=CHECKOUT,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert float(told.stdout) <= 120
