"""From sentences to the two files that are shipped."""

from collections.abc import Callable, Sequence

import jax
import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from grammar.meaning.training import export, fitting, minilm
from grammar.meaning.training.sentences import Sentence

TEMPERATURES = np.arange(0.4, 1.61, 0.05)
"""What the scores may be divided by."""


def learn(
    training: Sequence[Sentence],
    held_out: Sequence[Sentence],
    *,
    epochs: int,
    seed: int,
    report: Callable[[str], None],
) -> tuple[bytes, bytes]:
    """Train a network; give its ONNX file and its tokenizer's JSON.

    Args:
        training: sentences to learn from.
        held_out: sentences on which the probabilities are calibrated, and nothing else.
        epochs: how often each sentence is seen.
        seed: of everything random.
        report: is told the progress, a line at a time.

    Raises:
        GrammarError: MiniLM's files are missing or others.
    """
    start, as_json = minilm.read()
    tokenizer = Tokenizer.from_str(as_json)
    plan = fitting.Plan(epochs=epochs, seed=seed)
    fitted = fitting.fit(training, start, tokenizer, plan, report)
    divisor = temperature(_scores(fitted, tokenizer, held_out), _labels(fitted, held_out))
    report(f"temperature {divisor:.2f}")
    return export.as_onnx(fitted, divisor, {"seed": str(seed)}), as_json.encode()


def temperature(scores: NDArray[np.float32], labels: NDArray[np.int64]) -> float:
    """Give the temperature at which the probabilities are most honest (least log loss)."""

    def loss(divisor: float) -> float:
        scaled = scores / divisor
        scaled = scaled - scaled.max(axis=1, keepdims=True)
        own = scaled[np.arange(len(labels)), labels]
        return float(np.mean(np.log(np.exp(scaled).sum(axis=1)) - own))

    return float(min(TEMPERATURES, key=loss))


def _labels(fitted: fitting.Fitted, sentences: Sequence[Sentence]) -> NDArray[np.int64]:
    return np.array([fitted.intents.index(sentence.intent) for sentence in sentences])


def _scores(
    fitted: fitting.Fitted, tokenizer: Tokenizer, sentences: Sequence[Sentence]
) -> NDArray[np.float32]:
    ids = minilm.tokens(tokenizer, [s.text for s in sentences], fitting.LENGTHS[-1])
    forward = jax.jit(lambda part: fitting.scores(fitted.weights, part))
    parts = [forward(ids[start : start + 64]) for start in range(0, len(ids), 64)]
    return np.concatenate([np.asarray(part) for part in parts])
