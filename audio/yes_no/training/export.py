"""Writes trained networks as one ONNX file that gives the mean of their probabilities.

Weights are stored as 16-bit floats, half the size, and computed with as 32-bit ones. Batch
normalization is folded into the weights before it.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from audio.yes_no.features import FRAMES, MELS
from audio.yes_no.training.network import BN_EPSILON, Shape

Weights = dict[str, NDArray[Any]]

OPSET = 17
"""Old enough for every onnxruntime of the last years."""


def write(
    path: Path, networks: Sequence[tuple[Weights, Weights]], shape: Shape, about: dict[str, str]
) -> None:
    """Write networks (weights, batch statistics) to `path`; `about` goes into its metadata."""
    graph = _Graph()
    outputs = [graph.network(*network, shape) for network in networks]
    total = outputs[0]
    if len(outputs) > 1:
        total = graph.node("Mean", outputs)
    graph.nodes.append(helper.make_node("Identity", [total], ["probabilities"]))
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "yes_no",
            [helper.make_tensor_value_info("features", TensorProto.FLOAT, ["n", FRAMES, MELS])],
            [
                helper.make_tensor_value_info(
                    "probabilities", TensorProto.FLOAT, ["n", shape.classes]
                )
            ],
            graph.initializers,
        ),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=8,
        producer_name="audio.yes_no.training.train",
    )
    helper.set_model_props(model, about)
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString())


class _Graph:
    """Collects nodes and weights of the growing graph."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.initializers: list[Any] = []
        self._count = 0

    def node(self, kind: str, inputs: Sequence[str], **attributes: int | Sequence[int]) -> str:
        """Add an operation; give the name of its output."""
        self._count += 1
        output = f"t{self._count}"
        node = helper.make_node(kind, list(inputs), [output])
        node.attribute.extend(helper.make_attribute(*item) for item in attributes.items())
        self.nodes.append(node)
        return output

    def weight(self, value: NDArray[Any]) -> str:
        """Store a weight in 16 bits; give the name of its 32-bit form."""
        self._count += 1
        name = f"w{self._count}"
        self.initializers.append(numpy_helper.from_array(value.astype(np.float16), name))
        return self.node("Cast", [name], to=TensorProto.FLOAT)

    def shape(self, *dims: int) -> str:
        """Store a shape for Reshape."""
        self._count += 1
        name = f"s{self._count}"
        self.initializers.append(numpy_helper.from_array(np.array(dims, np.int64), name))
        return name

    def network(self, weights: Weights, statistics: Weights, shape: Shape) -> str:
        """Add one whole network; give the name of its probabilities."""

        def folded(name: str) -> tuple[NDArray[Any], NDArray[Any]]:
            factor = weights[f"{name}_scale"] / np.sqrt(statistics[f"{name}_var"] + BN_EPSILON)
            shift = weights[f"{name}_shift"] - statistics[f"{name}_mean"] * factor
            return weights[name] * factor, shift

        def convolution(
            x: str, kernel: NDArray[Any], bias: NDArray[Any], **how: int | Sequence[int]
        ) -> str:
            return self.node("Conv", [x, self.weight(kernel), self.weight(bias)], **how)

        x = self.node("Reshape", ["features", self.shape(-1, 1, FRAMES, MELS)])
        for name in ("front1", "front2"):
            kernel, shift = folded(name)
            x = convolution(
                x, kernel.transpose(3, 2, 0, 1), shift, strides=[2, 2], pads=[1, 1, 1, 1]
            )
            x = self.node("Relu", [x])
        # to (n, frames, mels * channels) as the flattening of training has it, then channels first
        steps = FRAMES // 4
        x = self.node("Transpose", [x], perm=[0, 2, 3, 1])
        x = self.node("Reshape", [x, self.shape(-1, steps, shape.flat)])
        x = self.node("Transpose", [x], perm=[0, 2, 1])
        kernel, shift = folded("mix")
        x = self.node("Relu", [convolution(x, kernel.T[:, :, None], shift)])
        for i, dilation in enumerate(shape.dilations):
            pad = shape.kernel // 2 * dilation
            y = self.node(
                "Conv",
                [x, self.weight(weights[f"depth{i}"].T[:, None, :])],
                group=shape.width,
                dilations=[dilation],
                pads=[pad, pad],
            )
            kernel, shift = folded(f"point{i}")
            y = convolution(y, kernel.T[:, :, None], shift)
            x = self.node("Relu", [self.node("Add", [x, y])])
        mean = self.node("ReduceMean", [x], axes=[2], keepdims=0)
        most = self.node("ReduceMax", [x], axes=[2], keepdims=0)
        pooled = self.node("Concat", [mean, most], axis=1)
        scores = self.node(
            "Gemm", [pooled, self.weight(weights["out"]), self.weight(weights["out_bias"])]
        )
        return self.node("Softmax", [scores], axis=1)
