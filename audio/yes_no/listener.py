"""The yes/no listener: a recognizer that hears "yes", "no" or something else."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from audio.errors import ModelError
from audio.frames import SAMPLE_RATE, Frames
from audio.recognition.recognizer import Hypothesis, Role, Word
from audio.yes_no.activity import islands
from audio.yes_no.decision import Decision, Placed, decide
from audio.yes_no.features import FRAMES, MELS

NAME = "yes-no"
SHIPPED = Path(__file__).with_name("yes_no.onnx")
TRAILING = 0.3
"""Seconds of silence after a word before the stream is judged: the gap inside "no ... I can't" is
often shorter, the gap that ends a turn is longer."""
_EVERY = round(0.1 * SAMPLE_RATE)
"""Frames at most between looks at the stream, which cost milliseconds each; the next look is sooner
where the silence may be long enough by then: people notice a tenth of a second."""
CERTAIN = 0.8
"""Least score to answer before the utterance has ended; a doubtful no waits for its end."""
DOUBTFUL = 0.6
"""Seconds of silence after which a doubtful yes is answered too, as after a phrase that could go
on. Taking a yes that was none brings more questions or staff, never fewer."""
LONGEST = 20.0
"""Seconds kept of one utterance; an answer is far shorter and longer talk is refused."""


class YesNoListener:
    """Hears one utterance at a time; see `audio.recognition.recognizer.Recognizer`."""

    name = NAME
    role = Role.ANSWERS

    def __init__(self, model: Path | None = None) -> None:
        """Load a model, by default the one shipped with the program.

        Raises:
            ModelError: the file is missing, damaged or of another kind.
        """
        # It takes long to load, and runs that only measure or play words do not need it.
        import onnxruntime  # noqa: PLC0415

        path = SHIPPED if model is None else model
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 4  # the error reports it once
        try:
            self._session = onnxruntime.InferenceSession(
                path.read_bytes(), options, providers=["CPUExecutionProvider"]
            )
            shapes = [item.shape[1:] for item in self._session.get_inputs()]
            shapes += [item.shape[1:] for item in self._session.get_outputs()]
        except OSError as error:
            raise ModelError(
                f"The yes/no model {path} cannot be read ({error.strerror}): "
                "install the program again or train it with python -m audio.yes_no.training.train"
            ) from error
        except Exception as error:  # onnxruntime's exceptions share no base class
            raise ModelError(
                f"The yes/no model {path} is damaged or no ONNX file: "
                "install the program again or train it with python -m audio.yes_no.training.train"
            ) from error
        if shapes != [[FRAMES, MELS], [4]]:
            raise ModelError(
                f"The model {path} is not a yes/no listener's: name one that "
                "python -m audio.yes_no.training.train wrote"
            )
        self._utterance = np.zeros(0, np.float32)
        self._dropped = 0
        self._until_look = _EVERY

    def decide(self, clip: Frames) -> Decision:
        """Decide on one whole clip of any length; it need not be cut to the speech."""
        return self._placed(clip).decision

    def accept(self, frames: Frames) -> str:
        """Take the next frames; give "yes" or "no" once it is clear and followed by silence."""
        self._utterance = np.concatenate([self._utterance, frames.astype(np.float32, copy=False)])
        excess = len(self._utterance) - int(LONGEST * SAMPLE_RATE)
        if excess > 0:
            self._utterance = self._utterance[excess:]
            self._dropped += excess
        self._until_look -= len(frames)
        if self._until_look > 0:
            return ""
        found = islands(self._utterance)
        silence = len(self._utterance) - found[-1].end if found else 0
        missing = round(TRAILING * SAMPLE_RATE) - silence
        if missing > 0:
            self._until_look = min(missing, _EVERY)
            return ""
        self._until_look = _EVERY
        decision = self.decide(self._utterance)
        clear = max(decision.yes, decision.no) >= CERTAIN
        settled = decision.word == "yes" and silence >= DOUBTFUL * SAMPLE_RATE
        return decision.word or "" if clear or settled else ""

    def finish(self) -> Hypothesis:
        """Decide on the whole utterance: one word with its times, or none."""
        placed, dropped = self._placed(self._utterance), self._dropped
        self.reset()
        if placed.decision.word is None or placed.island is None:
            return Hypothesis(NAME)
        start, end = (
            (dropped + at) / SAMPLE_RATE for at in (placed.island.start, placed.island.end)
        )
        return Hypothesis(NAME, (Word(placed.decision.word, start, end),))

    def reset(self) -> None:
        """Forget the utterance so far."""
        self._utterance = np.zeros(0, np.float32)
        self._dropped = 0
        self._until_look = _EVERY

    def forget(self) -> None:
        """Forget the utterance; it adapts to nobody."""
        self.reset()

    def _placed(self, clip: Frames) -> Placed:
        return decide(np.asarray(clip, np.float32).reshape(-1), self._score)

    def _score(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        (probabilities,) = self._session.run(None, {"features": features})
        return np.asarray(probabilities, np.float32)
