"""Fits networks to batches that worker processes make: only training needs this file."""

import multiprocessing
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.pool import Pool
from typing import Any, TypeAlias

import jax
import jax.numpy as jnp
import numpy as np
import optax
from numpy.typing import NDArray

from audio.yes_no.training.augmentation import batch
from audio.yes_no.training.corpus import Sounds
from audio.yes_no.training.network import Params, Shape, Statistics, as_arrays, forward, initial

SMOOTHING = 0.05
"""Share of a label spread over all classes: some labels of the crowd are wrong."""
WEIGHT_DECAY = 0.02
REPORT_EVERY = 100


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to train."""

    steps: int = 4000
    size: int = 128
    """Examples a step."""
    rate: float = 3e-3
    """Highest learning rate, reached after a tenth of the steps, then falling along a cosine."""
    networks: int = 2
    seed: int = 1
    workers: int = 1
    """Processes that make batches; the result does not depend on it."""


Trained: TypeAlias = list[tuple[dict[str, NDArray[Any]], dict[str, NDArray[Any]]]]
"""Weights and batch statistics of each network."""
State: TypeAlias = tuple[Params, Statistics, optax.OptState]
Batches: TypeAlias = Iterator[tuple[NDArray[np.float32], NDArray[np.int64]]]
_worker_sounds: Sounds


def _remember(sounds: Sounds) -> None:
    global _worker_sounds  # noqa: PLW0603 - each process gets the sounds once, not with each task
    _worker_sounds = sounds


def _make(task: tuple[int, int, int]) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    return batch(*task, _worker_sounds)


def fit(sounds: Sounds, plan: Plan, shape: Shape, report: Callable[[str], None]) -> Trained:
    """Train the networks of a plan; give each one's weights and batch statistics."""
    tasks = ((plan.seed, index, plan.size) for index in range(plan.steps))
    if plan.workers == 0:
        _remember(sounds)
        return _fit(map(_make, tasks), plan, shape, report)
    context = multiprocessing.get_context("spawn")  # forking a process with XLA's threads hangs
    with context.Pool(plan.workers, _remember, (sounds,)) as pool:
        return _fit(_bounded(pool, tasks, plan.workers + 3), plan, shape, report)


def _bounded(pool: Pool, tasks: Iterator[tuple[int, int, int]], ahead: int) -> Batches:
    """Give batches in order, only so many made ahead."""
    waiting = []
    for task in tasks:
        waiting.append(pool.apply_async(_make, (task,)))
        if len(waiting) > ahead:
            yield waiting.pop(0).get()
    for result in waiting:
        yield result.get()


def _fit(batches: Batches, plan: Plan, shape: Shape, report: Callable[[str], None]) -> Trained:
    schedule = optax.warmup_cosine_decay_schedule(
        0.0, plan.rate, max(plan.steps // 10, 1), max(plan.steps, 2)
    )
    optimizer = optax.adamw(schedule, weight_decay=WEIGHT_DECAY, mask=_is_matrix)

    def loss(
        params: Params, statistics: Statistics, x: jax.Array, y: jax.Array, key: jax.Array
    ) -> tuple[jax.Array, Statistics]:
        scores, updated = forward(params, statistics, x, shape, key)
        wanted = optax.smooth_labels(jax.nn.one_hot(y, shape.classes), SMOOTHING)
        return optax.softmax_cross_entropy(scores, wanted).mean(), updated

    @jax.jit
    def step(state: State, x: jax.Array, y: jax.Array, key: jax.Array) -> tuple[State, jax.Array]:
        params, statistics, memory = state
        (value, statistics), slope = jax.value_and_grad(loss, has_aux=True)(
            params, statistics, x, y, key
        )
        change, memory = optimizer.update(slope, memory, params)
        return (optax.apply_updates(params, change), statistics, memory), value

    states: list[State] = []
    for number in range(plan.networks):
        params, statistics = initial(shape, plan.seed * 1000 + number)
        states.append((params, statistics, optimizer.init(params)))
    started, losses = time.monotonic(), []
    for index, (x, y) in enumerate(batches):
        for number in range(plan.networks):
            key = jax.random.fold_in(jax.random.PRNGKey(plan.seed + number), index)
            states[number], value = step(states[number], jnp.asarray(x), jnp.asarray(y), key)
            losses.append(float(value))
        if (index + 1) % REPORT_EVERY == 0 or index + 1 == plan.steps:
            spent = time.monotonic() - started
            report(f"step {index + 1}/{plan.steps}  loss {np.mean(losses):.4f}  {spent:.0f} s")
            losses.clear()
    return [(as_arrays(params), as_arrays(statistics)) for params, statistics, _ in states]


def _is_matrix(params: Params) -> dict[str, bool]:
    """Decay weights, not scales and shifts."""
    return {name: value.ndim > 1 for name, value in params.items()}
