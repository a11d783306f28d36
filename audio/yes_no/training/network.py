"""The listener's network in JAX: only training needs this file.

A small 2-D front end learns shapes that may shift along frequency (voices differ in pitch and
vocal tract), then depthwise-separable 1-D blocks look along time, then mean and maximum over time
are weighed into four scores: yes, no, another word, background. The layout follows the
convolutional keyword spotters of Zhang et al., "Hello Edge" (arXiv:1711.07128) and Choi et al.,
"Temporal Convolution for Real-time Keyword Spotting" (arXiv:1904.03814).
"""

from dataclasses import dataclass
from typing import Any, TypeAlias

import jax
import jax.numpy as jnp
import numpy as np

Params: TypeAlias = dict[str, jax.Array]
Statistics: TypeAlias = dict[str, jax.Array]


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the network: 302 KB as 16-bit floats by default."""

    mels: int = 40
    front: int = 16
    front_out: int = 32
    width: int = 128
    kernel: int = 5
    dilations: tuple[int, ...] = (1, 1, 2, 2, 2, 2)
    """In steps of 40 ms; with the kernel each output sees more than the whole window."""
    classes: int = 4

    @property
    def flat(self) -> int:
        """Channels after the front end: each of its two layers halves the mel axis."""
        return self.front_out * (self.mels // 4)


BN_MOMENTUM = 0.98
"""Running batch statistics settle within about 100 steps."""
BN_EPSILON = 1e-3
KEPT = 0.9
"""Share of pooled values that dropout keeps: little, for every example is already another."""


def initial(shape: Shape, seed: int) -> tuple[Params, Statistics]:
    """Give fresh weights (He normal) and batch statistics for a network."""
    rng = np.random.default_rng(seed)

    def he(*dims: int, fan_in: int) -> jax.Array:
        return jnp.asarray(rng.normal(0, np.sqrt(2 / fan_in), dims), jnp.float32)

    params: Params = {
        "front1": he(3, 3, 1, shape.front, fan_in=9),
        "front2": he(3, 3, shape.front, shape.front_out, fan_in=9 * shape.front),
        "mix": he(shape.flat, shape.width, fan_in=shape.flat),
        "out": he(2 * shape.width, shape.classes, fan_in=2 * shape.width),
        "out_bias": jnp.zeros(shape.classes),
    }
    norms = {"front1": shape.front, "front2": shape.front_out, "mix": shape.width}
    for i in range(len(shape.dilations)):
        params[f"depth{i}"] = he(shape.kernel, shape.width, fan_in=shape.kernel)
        params[f"point{i}"] = he(shape.width, shape.width, fan_in=shape.width)
        norms[f"point{i}"] = shape.width
    statistics: Statistics = {}
    for name, size in norms.items():
        # A residual branch that starts near zero lets a deep stack train from the first step.
        start = 0.2 if name.startswith("point") else 1.0
        params[f"{name}_scale"] = jnp.full(size, start)
        params[f"{name}_shift"] = jnp.zeros(size)
        statistics[f"{name}_mean"] = jnp.zeros(size)
        statistics[f"{name}_var"] = jnp.ones(size)
    return params, statistics


def forward(
    params: Params,
    statistics: Statistics,
    features: jax.Array,
    shape: Shape,
    dropout: jax.Array | None = None,
) -> tuple[jax.Array, Statistics]:
    """Run a batch of features, shape (batch, frames, mels), to scores before softmax.

    With a `dropout` key the batch's own statistics are used and folded into the returned running
    ones (training); without, the running ones are used (as in the exported model).
    """
    training = dropout is not None
    updated: Statistics = {}

    def norm(x: jax.Array, name: str) -> jax.Array:
        mean, var = statistics[f"{name}_mean"], statistics[f"{name}_var"]
        if training:
            axes = tuple(range(x.ndim - 1))
            batch_mean = x.mean(axes)
            # One pass over the batch instead of two: a fifth of a training step.
            batch_var = jnp.maximum((x * x).mean(axes) - batch_mean**2, 0)
            keep = BN_MOMENTUM
            updated[f"{name}_mean"] = keep * mean + (1 - keep) * jax.lax.stop_gradient(batch_mean)
            updated[f"{name}_var"] = keep * var + (1 - keep) * jax.lax.stop_gradient(batch_var)
            mean, var = batch_mean, batch_var
        factor = params[f"{name}_scale"] * jax.lax.rsqrt(var + BN_EPSILON)
        return x * factor + (params[f"{name}_shift"] - mean * factor)

    x = features[..., None]
    x = jax.nn.relu(norm(_conv(x, params["front1"]), "front1"))
    x = jax.nn.relu(norm(_conv(x, params["front2"]), "front2"))
    x = x.reshape(x.shape[0], x.shape[1], shape.flat)
    x = jax.nn.relu(norm(x @ params["mix"], "mix"))
    for i, dilation in enumerate(shape.dilations):
        y = _depthwise(x, params[f"depth{i}"], dilation)
        x = jax.nn.relu(x + norm(y @ params[f"point{i}"], f"point{i}"))
    pooled = jnp.concatenate([x.mean(1), x.max(1)], axis=1)
    if dropout is not None:
        pooled = pooled * jax.random.bernoulli(dropout, KEPT, pooled.shape) / KEPT
    return pooled @ params["out"] + params["out_bias"], updated


def _conv(x: jax.Array, kernel: jax.Array) -> jax.Array:
    """3x3 convolution with stride 2 both ways, as one product of gathered patches.

    On a CPU this trains in half the time of XLA's convolution.
    """
    height, width, channels, out = kernel.shape
    frames, mels = x.shape[1], x.shape[2]
    padded = jnp.pad(x, ((0, 0), (1, 1), (1, 1), (0, 0)))
    patches = [
        padded[:, i : i + frames - 1 : 2, j : j + mels - 1 : 2]
        for i in range(height)
        for j in range(width)
    ]
    return jnp.concatenate(patches, -1) @ kernel.reshape(height * width * channels, out)


def _depthwise(x: jax.Array, kernel: jax.Array, dilation: int) -> jax.Array:
    """Shifted multiply-adds: on a CPU far faster than XLA's grouped convolution."""
    half = (kernel.shape[0] // 2) * dilation
    padded = jnp.pad(x, ((0, 0), (half, half), (0, 0)))
    frames = x.shape[1]
    total = jnp.zeros_like(x)
    for k in range(kernel.shape[0]):
        total = total + padded[:, k * dilation : k * dilation + frames] * kernel[k]
    return total


def count(params: Params) -> int:
    """Number of trained weights."""
    return sum(int(np.prod(value.shape)) for value in params.values())


def as_arrays(tree: dict[str, Any]) -> dict[str, np.ndarray[Any, Any]]:
    """Copy a tree of JAX arrays to numpy."""
    return {name: np.asarray(value) for name, value in tree.items()}
