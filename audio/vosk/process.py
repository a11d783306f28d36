"""The parent's side of one process that runs Vosk (`audio.vosk.worker`)."""

import json
import os
from collections.abc import Collection
from pathlib import Path
from typing import Any

import numpy as np

from audio.child_process import ChildProcess
from audio.errors import ModelError
from audio.frames import SAMPLE_RATE, Frames
from audio.vosk.messages import ERRORS, HEAR

_BLOCK = SAMPLE_RATE // 2
"""Frames a message: few enough that a process which hangs is soon found to be late."""


class PhrasesFile:
    """The phrases in a file of memory that workers read: nothing is left on a disk by a crash."""

    def __init__(self, phrases: Collection[str]) -> None:
        self.handle = os.memfd_create("phrases")
        with os.fdopen(os.dup(self.handle), "w", encoding="utf-8") as file:
            json.dump(list(phrases), file)

    def close(self) -> None:
        """Give the memory back."""
        os.close(self.handle)


class VoskProcess(ChildProcess):
    """Runs Vosk; the thread that starts it must live as long as it, since it ends with that."""

    def __init__(self, model_folder: Path, phrases: PhrasesFile) -> None:
        """Start it; `load` waits until it is ready, and learns which words the model lacks.

        Raises OSError.
        """
        self.lacking: tuple[str, ...] = ()
        phrases_file = f"/proc/self/fd/{phrases.handle}"
        super().__init__(
            ["-m", "audio.vosk.worker", str(model_folder.resolve()), phrases_file],
            files=(phrases.handle,),
        )

    @property
    def resident(self) -> int:
        """Bytes of memory it holds; 0 once it has died."""
        try:
            pages = int(Path(f"/proc/{self.pid}/statm").read_text(encoding="ascii").split()[1])
        except (OSError, IndexError):
            return 0
        return pages * os.sysconf("SC_PAGE_SIZE")

    def load(self, within: float) -> None:
        """Wait `within` seconds for it to have loaded its model.

        Raises:
            ModelError, VocabularyError: as `audio.vosk.recognizer.VoskRecognizer`.
            ChildLostError: it died, or is late.
        """
        answer = json.loads(self.receive(within))
        if "error" in answer:
            raise ERRORS.get(answer["kind"], ModelError)(answer["error"])
        self.lacking = tuple(map(str, answer["lacking"]))

    def hear(self, frames: Frames, within: float) -> str:
        """Give the next frames of the utterance, and the words so far that it answers.

        Args:
            frames: of any length.
            within: seconds it may take beyond the frames' own time.

        Raises:
            ChildLostError: it died, or is late.
        """
        text = ""
        for start in range(0, len(frames), _BLOCK):
            block = np.ascontiguousarray(frames[start : start + _BLOCK], dtype=np.float32)
            limit = within + len(block) / SAMPLE_RATE
            text = str(self.tell(HEAR, limit, block.tobytes())["text"])
        return text

    def tell(self, kind: bytes, within: float, content: bytes = b"") -> dict[str, Any]:
        """Send a message and give the answer; raises ChildLostError when it has none in time."""
        answer: dict[str, Any] = json.loads(self.ask(kind + content, within))
        return answer
