"""The parent's side of one process that runs Vosk (`audio.vosk.worker`)."""

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Collection
from pathlib import Path
from typing import Any

import numpy as np

from audio import CHECKOUT
from audio.child_process import kill
from audio.errors import ModelError
from audio.frames import SAMPLE_RATE, Frames
from audio.vosk.messages import ANSWER, ERRORS, HEAR, LONGEST, MESSAGE

_BLOCK = SAMPLE_RATE // 2
"""Frames a message: few enough for an empty pipe, so writing never waits for a hung process."""


class ProcessLostError(Exception):
    """The process has died, or has given no answer in time."""


class PhrasesFile:
    """The phrases in a file of memory that workers read: nothing is left on a disk by a crash."""

    def __init__(self, phrases: Collection[str]) -> None:
        self.handle = os.memfd_create("phrases")
        with os.fdopen(os.dup(self.handle), "w", encoding="utf-8") as file:
            json.dump(list(phrases), file)

    def close(self) -> None:
        """Give the memory back."""
        os.close(self.handle)


class VoskProcess:
    """Starts the process; what it is asked is answered in time, or it counts as lost.

    One thread asks; that thread must live as long as the process, which ends with it.
    """

    def __init__(self, model_folder: Path, phrases: PhrasesFile) -> None:
        """Start it; `load` waits until it is ready, and knows what words the model lacks."""
        self.lacking: tuple[str, ...] = ()
        path = os.pathsep.join(filter(None, (str(CHECKOUT), os.environ.get("PYTHONPATH"))))
        phrases_file = f"/proc/self/fd/{phrases.handle}"
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-P",
                "-m",
                "audio.vosk.worker",
                str(model_folder.resolve()),
                phrases_file,
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pass_fds=(phrases.handle,),
            env={**os.environ, "PYTHONPATH": path},
        )

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def resident(self) -> int:
        """Bytes of memory it holds; 0 once it has died."""
        try:
            pages = int(Path(f"/proc/{self.pid}/statm").read_text(encoding="ascii").split()[1])
        except (OSError, IndexError):
            return 0
        return pages * os.sysconf("SC_PAGE_SIZE")

    @property
    def alive(self) -> bool:
        """It has not ended."""
        return self._process.poll() is None

    def load(self, within: float) -> None:
        """Wait `within` seconds for it to have loaded its model.

        Raises:
            ModelError, VocabularyError: as `audio.vosk.recognizer.VoskRecognizer`.
            ProcessLostError: it died, or is late.
        """
        answer = self._answer(within)
        if "error" in answer:
            raise ERRORS.get(answer["kind"], ModelError)(answer["error"])
        self.lacking = tuple(map(str, answer["lacking"]))

    def hear(self, frames: Frames, within: float) -> str:
        """Give the next frames of the utterance, and the words so far that it answers.

        Args:
            frames: of any length.
            within: seconds it may take beyond the frames' own time.

        Raises:
            ProcessLostError: it died, or is late.
        """
        text = ""
        for start in range(0, len(frames), _BLOCK):
            block = np.ascontiguousarray(frames[start : start + _BLOCK], dtype=np.float32)
            limit = within + len(block) / SAMPLE_RATE
            text = str(self.ask(HEAR, limit, block.tobytes())["text"])
        return text

    def ask(self, kind: bytes, within: float, content: bytes = b"") -> dict[str, Any]:
        """Send a message and give the answer; raises ProcessLostError when it has none in time."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(MESSAGE.pack(kind, len(content)) + content)
            self._process.stdin.flush()
        except OSError:
            raise ProcessLostError from None
        return self._answer(within)

    def stop(self) -> None:
        """End it at once; any thread may."""
        self._process.kill()

    def close(self) -> None:
        """End it and wait for its end."""
        kill(self._process)

    def _answer(self, within: float) -> dict[str, Any]:
        deadline = time.monotonic() + within
        (size,) = ANSWER.unpack(self._read(ANSWER.size, deadline))
        if size > LONGEST:
            raise ProcessLostError
        answer: dict[str, Any] = json.loads(self._read(size, deadline))
        return answer

    def _read(self, size: int, deadline: float) -> bytes:
        assert self._process.stdout is not None
        content = b""
        while len(content) < size:
            wait = max(deadline - time.monotonic(), 0.0)
            ready, _, _ = select.select([self._process.stdout], [], [], wait)
            part = os.read(self._process.stdout.fileno(), size - len(content)) if ready else b""
            if not part:
                raise ProcessLostError
            content += part
        return content
