"""Fits MiniLM and a linear head on top of it to the sentences: only training needs this file."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax
from numpy.typing import NDArray
from tokenizers import Tokenizer

from grammar.meaning.training import minilm
from grammar.meaning.training.augmentation import varied
from grammar.meaning.training.sentences import PHRASES, Sentence

LENGTHS = (12, 20, 32)
"""Batches are cut to one of these numbers of tokens, so few programs are compiled."""
SMOOTHING = 0.1
"""Share of a label spread over all: many sentences could mean two things, and a network that is
never quite certain is calibrated better on people whom it has not met."""
WEIGHT_DECAY = 0.01
DROPOUT = 0.1
FIXED = ("word", "place")
"""Weights that are left as they are: half of all, and words that no sentence has stay in place
beside those that some have."""
PHRASES_COUNT = 0.5
"""Weight of a phrase of the grammar: they are matched without the network anyway."""
RARE = 0.4
"""An intent with a share 1/n of the sentences of the most frequent weighs n to this power."""
HEAD_FASTER = 10.0
"""How much faster the head learns than MiniLM, which only shifts a little."""
REPORT_EVERY = 50


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to train."""

    epochs: int = 3
    size: int = 64
    """Sentences a step."""
    rate: float = 1e-4
    """Highest learning rate of MiniLM, reached after a tenth of the steps, then falling."""
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Fitted:
    """What was learned: MiniLM's weights with the head's under "head" and "head_bias"."""

    weights: minilm.Weights
    intents: tuple[str, ...]


class _Batch(NamedTuple):
    """Sentences of one step: token ids (size, length), labels and importance (size,)."""

    ids: NDArray[np.int32]
    labels: NDArray[np.int64]
    importance: NDArray[np.float64]


class _State(NamedTuple):
    weights: minilm.Weights
    memory: optax.OptState


def scores(
    weights: minilm.Weights, ids: jax.Array, dropout: float = 0.0, key: jax.Array | None = None
) -> jax.Array:
    """Give the scores (n, intents) before the softmax of token ids (n, length)."""
    x = minilm.vectors(weights, ids, dropout, key)
    return jnp.asarray(x @ weights["head"] + weights["head_bias"])


def fit(
    sentences: Sequence[Sentence],
    start: minilm.Weights,
    tokenizer: Tokenizer,
    plan: Plan,
    report: Callable[[str], None],
) -> Fitted:
    """Train on sentences, each epoch varied anew."""
    intents = tuple(sorted({sentence.intent for sentence in sentences}))
    rng = np.random.default_rng(plan.seed)
    fixed = {name: jnp.asarray(start[name]) for name in FIXED}
    weights = {name: jnp.asarray(value) for name, value in start.items() if name not in FIXED}
    head = rng.normal(0, 0.5, (minilm.WIDTH, len(intents)))
    weights["head"] = jnp.asarray(head, jnp.float32)
    weights["head_bias"] = jnp.zeros(len(intents), jnp.float32)
    labels = np.array([intents.index(sentence.intent) for sentence in sentences])
    importance = _importance(sentences, labels)
    steps = plan.epochs * -(-len(sentences) // plan.size)
    optimizer = _optimizer(plan.rate, steps)

    def loss(
        weights: minilm.Weights, still: minilm.Weights, batch: _Batch, key: jax.Array
    ) -> jax.Array:
        given = scores({**still, **weights}, jnp.asarray(batch.ids), DROPOUT, key)
        wanted = optax.smooth_labels(jax.nn.one_hot(batch.labels, len(intents)), SMOOTHING)
        return jnp.mean(optax.softmax_cross_entropy(given, wanted) * batch.importance)

    @jax.jit
    def step(
        state: _State, still: minilm.Weights, batch: _Batch, key: jax.Array
    ) -> tuple[_State, jax.Array]:
        value, slope = jax.value_and_grad(loss)(state.weights, still, batch, key)
        change, memory = optimizer.update(slope, state.memory, state.weights)
        change = {n: c * (HEAD_FASTER if n.startswith("head") else 1.0) for n, c in change.items()}
        return _State(optax.apply_updates(state.weights, change), memory), value

    state = _State(weights, optimizer.init(weights))
    started, losses, done = time.monotonic(), [], 0
    for _ in range(plan.epochs):
        texts = [varied(sentence.text, rng) for sentence in sentences]
        ids = minilm.tokens(tokenizer, texts, LENGTHS[-1])
        for chosen in _batches(ids, plan.size, rng):
            batch = _Batch(_cut(ids[chosen]), labels[chosen], importance[chosen])
            key = jax.random.fold_in(jax.random.PRNGKey(plan.seed), done)
            state, value = step(state, fixed, batch, key)
            losses.append(float(value))
            done += 1
            if done % REPORT_EVERY == 0 or done == steps:
                spent = time.monotonic() - started
                report(f"step {done}/{steps}  loss {np.mean(losses):.4f}  {spent:.0f} s")
                losses.clear()
    return Fitted(
        {n: np.asarray(value) for n, value in {**fixed, **state.weights}.items()}, intents
    )


def _optimizer(rate: float, steps: int) -> optax.GradientTransformation:
    schedule = optax.warmup_cosine_decay_schedule(0.0, rate, max(steps // 10, 1), max(steps, 2))
    return optax.chain(
        optax.clip_by_global_norm(1.0),
        optax.scale_by_adam(),
        optax.add_decayed_weights(WEIGHT_DECAY, mask=_is_matrix),
        optax.scale_by_learning_rate(schedule),
    )


def _is_matrix(weights: minilm.Weights) -> dict[str, bool]:
    """Decay weights, not scales and shifts."""
    return {name: value.ndim > 1 for name, value in weights.items()}


def _importance(sentences: Sequence[Sentence], labels: NDArray[np.int64]) -> NDArray[np.float64]:
    """Give each sentence's weight in the loss; their mean is one."""
    counts = np.bincount(labels)
    weight = (counts.max() / counts[labels]) ** RARE
    weight *= np.where([sentence.voice == PHRASES for sentence in sentences], PHRASES_COUNT, 1.0)
    return np.asarray(weight / weight.mean(), np.float64)


def _batches(
    ids: NDArray[np.int32], size: int, rng: np.random.Generator
) -> list[NDArray[np.int64]]:
    """Shuffle rows into batches of like length, the last one filled up with rows drawn again."""
    length = (ids >= 0).sum(axis=1)
    order = np.argsort(length + rng.uniform(0, 4, len(ids)))
    order = np.concatenate([order, rng.integers(0, len(ids), -len(ids) % size)])
    batches = order.reshape(-1, size)
    return [batches[place] for place in rng.permutation(len(batches))]


def _cut(ids: NDArray[np.int32]) -> NDArray[np.int32]:
    longest = int((ids >= 0).sum(axis=1).max())
    return ids[:, : next(length for length in LENGTHS if length >= longest)]
