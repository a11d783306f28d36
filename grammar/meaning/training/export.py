"""Makes one ONNX file of the trained network.

Weights of matrices are stored in 8 bits with one scale for each column (each row of the word
pieces), a quarter of the size, and computed with as 32-bit floats, so every processor gives
practically the same probabilities. One sentence at a time: there is no padding.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from grammar.meaning.network import INTENTS, LONGEST
from grammar.meaning.training.fitting import Fitted
from grammar.meaning.training.minilm import EPSILON, HEADS, LAYERS, WIDTH

OPSET = 17
"""Old enough for every onnxruntime of the last years."""


def as_onnx(fitted: Fitted, temperature: float, about: dict[str, str]) -> bytes:
    """Give the content of the network's file.

    Args:
        fitted: weights and intents.
        temperature: what the scores are divided by before they become probabilities.
        about: goes into the file's metadata, besides the intents.
    """
    graph = _Graph()
    scores = graph.network(fitted, temperature)
    graph.nodes.append(helper.make_node("Softmax", [scores], ["probabilities"], axis=1))
    count = len(fitted.intents)
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "intents",
            [helper.make_tensor_value_info("tokens", TensorProto.INT64, [1, "length"])],
            [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, [1, count])],
            graph.initializers,
        ),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=8,
        producer_name="grammar.meaning.train",
    )
    helper.set_model_props(model, {**about, INTENTS: "\n".join(fitted.intents)})
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


class _Graph:
    """Collects nodes and weights of the growing graph."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.initializers: list[Any] = []
        self._count = 0

    def node(self, kind: str, inputs: Sequence[str], **attributes: int | Sequence[int]) -> str:
        """Add an operation with one output; give its name."""
        return self.nodes_of(kind, inputs, 1, **attributes)[0]

    def nodes_of(
        self, kind: str, inputs: Sequence[str], outputs: int, **attributes: int | Sequence[int]
    ) -> list[str]:
        """Add an operation; give the names of its outputs."""
        self._count += 1
        names = [f"t{self._count}_{number}" for number in range(outputs)]
        node = helper.make_node(kind, list(inputs), names)
        node.attribute.extend(helper.make_attribute(*item) for item in attributes.items())
        self.nodes.append(node)
        return names

    def constant(self, value: NDArray[Any]) -> str:
        """Store an array as it is; give its name."""
        self._count += 1
        name = f"w{self._count}"
        self.initializers.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def number(self, value: float) -> str:
        """Store one 32-bit number."""
        return self.constant(np.array(value, np.float32))

    def linear(self, x: str, weight: NDArray[Any], bias: NDArray[Any]) -> str:
        """Add `x @ weight + bias`.

        The scales of the columns are applied to the product: onnxruntime widens the weights once,
        when it loads, and a second copy of them would cost memory.
        """
        small, scale = in_8_bits(weight, axis=0)
        wide = self.node("Cast", [self.constant(small)], to=TensorProto.FLOAT)
        product = self.node("Mul", [self.node("MatMul", [x, wide]), self.constant(scale[0])])
        return self.node("Add", [product, self.constant(bias)])

    def norm(self, x: str, scale: NDArray[Any], shift: NDArray[Any]) -> str:
        """Add a layer normalization over the last axis."""
        self._count += 1
        output = f"n{self._count}"
        self.nodes.append(
            helper.make_node(
                "LayerNormalization",
                [x, self.constant(scale), self.constant(shift)],
                [output],
                axis=-1,
                epsilon=EPSILON,
            )
        )
        return output

    def network(self, fitted: Fitted, temperature: float) -> str:
        """Add the whole network; give the name of its scores."""
        weights = fitted.weights
        x = self._embedded(weights)
        for number in range(LAYERS):
            y = self._attention(weights, number, x)
            x = self.norm(
                self.node("Add", [x, y]),
                weights[f"norm1_scale{number}"],
                weights[f"norm1_shift{number}"],
            )
            y = self.linear(x, weights[f"inner{number}"], weights[f"inner{number}_bias"])
            y = self.linear(
                self._gelu(y), weights[f"outer{number}"], weights[f"outer{number}_bias"]
            )
            x = self.norm(
                self.node("Add", [x, y]),
                weights[f"norm2_scale{number}"],
                weights[f"norm2_shift{number}"],
            )
        mean = self.node("ReduceMean", [x], axes=[1], keepdims=0)
        length = self.node("ReduceL2", [mean], axes=[1], keepdims=1)
        vector = self.node("Div", [mean, length])
        return self.linear(
            vector, weights["head"] / temperature, weights["head_bias"] / np.float32(temperature)
        )

    def _embedded(self, weights: dict[str, Any]) -> str:
        small, scale = in_8_bits(weights["word"], axis=1)
        rows = self.node("Gather", [self.constant(small), "tokens"])
        scales = self.node("Gather", [self.constant(scale), "tokens"])
        x = self.node("Mul", [self.node("Cast", [rows], to=TensorProto.FLOAT), scales])
        count = self.node("Shape", ["tokens"])
        length = self.node("Gather", [count, self.constant(np.array([1], np.int64))])
        start = self.constant(np.array([0], np.int64))
        places = self.node("Slice", [self.constant(weights["place"][:LONGEST]), start, length])
        x = self.node("Add", [x, places])
        return self.norm(x, weights["norm_scale"], weights["norm_shift"])

    def _attention(self, weights: dict[str, Any], number: int, x: str) -> str:
        qkv = self.linear(x, weights[f"qkv{number}"], weights[f"qkv{number}_bias"])
        heads = self.constant(np.array([1, -1, HEADS, WIDTH // HEADS], np.int64))
        parts = self.nodes_of("Split", [qkv], 3, axis=2)
        q, k, v = (
            self.node("Transpose", [self.node("Reshape", [part, heads])], perm=perm)
            for part, perm in zip(parts, ([0, 2, 1, 3], [0, 2, 3, 1], [0, 2, 1, 3]), strict=True)
        )
        scores = self.node(
            "Div", [self.node("MatMul", [q, k]), self.number(np.sqrt(WIDTH // HEADS))]
        )
        mixed = self.node("MatMul", [self.node("Softmax", [scores], axis=-1), v])
        mixed = self.node("Transpose", [mixed], perm=[0, 2, 1, 3])
        whole = self.constant(np.array([1, -1, WIDTH], np.int64))
        mixed = self.node("Reshape", [mixed, whole])
        return self.linear(mixed, weights[f"mix{number}"], weights[f"mix{number}_bias"])

    def _gelu(self, x: str) -> str:
        error = self.node("Erf", [self.node("Div", [x, self.number(np.sqrt(2.0))])])
        factor = self.node("Add", [error, self.number(1.0)])
        return self.node("Mul", [self.node("Mul", [x, factor]), self.number(0.5)])


def in_8_bits(value: NDArray[Any], axis: int) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Give a matrix in whole numbers from -127 to 127, and the scales that bring it back."""
    scale = np.maximum(np.abs(value).max(axis=axis, keepdims=True), 1e-12) / 127
    return np.round(value / scale).astype(np.int8), scale.astype(np.float32)
