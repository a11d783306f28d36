"""Moonshine's two networks on onnxruntime: sound to hidden states, and those to pieces of words."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from audio.errors import ModelError
from audio.frames import Frames
from audio.moonshine.files import ModelFiles
from audio.moonshine.pieces import START

_FRAME = 384
"""Samples of sound for one hidden state. The decoder's mask has the length of the sound in samples,
rounded to whole states: with the number of states it fails from 9 s on."""

_LAYERS = 6
_HEADS = 8
_HEAD_WIDTH = 36

Values = NDArray[np.float32]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """What the encoder, and the decoder's first step, made of some sound.

    Attributes:
        hidden: hidden states, shape (1, states, 288).
        mask: the decoder's mask, shape (1, 384 * states).
        keys: keys and values of the sound, one (1, 8, states, 36) each by the input's name.
        first: where every reading begins.
    """

    hidden: Values
    mask: Numbers
    keys: dict[str, Values]
    first: "Step"


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One step of the decoder for `n` readings side by side.

    Attributes:
        log_probabilities: of each next piece, shape (n, 32768).
        past: keys and values of what each reading holds so far, (n, 8, length, 36) by input.
    """

    log_probabilities: Values
    past: dict[str, Values]

    def chosen(self, rows: NDArray[np.intp]) -> dict[str, Values]:
        """Give the past of some readings, in the order of `rows`."""
        return {name: values[rows] for name, values in self.past.items()}


class Network:
    """Encoder and decoder; each runs on the calling thread alone."""

    def __init__(self, files: ModelFiles) -> None:
        """Load both networks; takes 0.3 s and 130 MB.

        Raises:
            ModelError: onnxruntime cannot run them.
        """
        # It takes long to load, and runs that only measure or play words do not need it.
        import onnxruntime  # noqa: PLC0415

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 4  # the error reports it once
        try:
            self._encoder, self._decoder = (
                onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
                for content in (files.encoder, files.decoder)
            )
        except Exception as error:  # onnxruntime's exceptions share no base class
            raise ModelError(
                "Moonshine cannot be loaded by the installed onnxruntime: install both again with "
                "the versions of requirements.lock"
            ) from error
        self._outputs = [output.name for output in self._decoder.get_outputs()]

    def hear(self, sound: Frames) -> Sound:
        """Encode sound of at least `_FRAME` samples, and take the decoder's first step."""
        samples = sound.astype(np.float32, copy=False)[None]
        (hidden,) = self._encoder.run(
            None, {"input_values": samples, "attention_mask": np.ones(samples.shape, np.int64)}
        )
        mask = np.ones((1, _FRAME * hidden.shape[1]), np.int64)
        empty = np.zeros((1, _HEADS, 0, _HEAD_WIDTH), np.float32)
        nothing = {
            f"past_key_values.{layer}.{of}.{kind}": empty
            for layer in range(_LAYERS)
            for of in ("decoder", "encoder")
            for kind in ("key", "value")
        }
        outputs = self._run(np.array([[START]]), hidden, mask, nothing, cached=False)
        keys = {name: value for name, value in outputs.items() if ".encoder." in name}
        return Sound(hidden, mask, keys, _step(outputs))

    def spread(self, sound: Sound, count: int) -> Sound:
        """Give the same sound for `count` readings side by side."""
        return Sound(
            np.repeat(sound.hidden, count, axis=0),
            np.repeat(sound.mask, count, axis=0),
            {name: np.repeat(value, count, axis=0) for name, value in sound.keys.items()},
            sound.first,
        )

    def go_on(self, sound: Sound, past: dict[str, Values], pieces: Numbers) -> Step:
        """Let each reading go on by one piece; `pieces` has the shape (n,)."""
        return _step(self._run(pieces[:, None], sound.hidden, sound.mask, past | sound.keys))

    def _run(
        self,
        pieces: Numbers,
        hidden: Values,
        mask: Numbers,
        past: dict[str, Values],
        *,
        cached: bool = True,
    ) -> dict[str, Values]:
        given = {
            "input_ids": pieces,
            "encoder_hidden_states": hidden,
            "encoder_attention_mask": mask,
            "use_cache_branch": np.array([cached]),
            **past,
        }
        values = self._decoder.run(None, given)
        return {
            name.replace("present.", "past_key_values."): value
            for name, value in zip(self._outputs, values, strict=True)
        }


def _step(outputs: dict[str, Values]) -> Step:
    logits = outputs["logits"][:, -1]
    top = logits.max(axis=1, keepdims=True)
    total = np.log(np.exp(logits - top).sum(axis=1, keepdims=True)) + top
    past = {name: value for name, value in outputs.items() if ".decoder." in name}
    return Step(logits - total, past)
