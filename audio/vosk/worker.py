"""Runs Vosk in a process of its own, since it can crash its process and its memory grows.

`python -P -m audio.vosk.worker MODEL PHRASES` loads the model with the phrases of a file (a JSON
list) and answers once. Then each message on standard input is answered by one on standard output:

| message        | holds                  | answer                             |
|----------------|------------------------|------------------------------------|
| (its start)    |                        | {"lacking": WORDS} or an error    |
| HEAR           | frames as float32      | {"text": the words so far}         |
| FINISH         |                        | the hypothesis                     |
| RESET, FORGET  |                        | {}                                 |

An error is {"error": LINE, "kind": NAME}. How they are written is in `audio.vosk.messages`. It ends
with its standard input, or its parent.
"""

import ctypes
import json
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import numpy as np

from audio.errors import ModelError, VocabularyError
from audio.vosk.messages import ANSWER, ERRORS, FINISH, HEAR, MESSAGE, RESET, written
from audio.vosk.recognizer import VoskRecognizer

_PR_SET_PDEATHSIG = 1


def main(model_folder: str, phrases_file: str) -> None:
    """Serve until standard input ends."""
    # The terminal's Ctrl-C and a service manager's signals reach every process of the kiosk, and
    # it is the kiosk that ends this one.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    messages = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # the output of libraries must not be read as an answer
    try:
        phrases = json.loads(Path(phrases_file).read_text(encoding="utf-8"))
        recognizer = VoskRecognizer(Path(model_folder), phrases)
    except (ModelError, VocabularyError) as error:
        kind = next(name for name, known in ERRORS.items() if isinstance(error, known))
        _answer(answers, {"error": str(error), "kind": kind})
        return
    _answer(answers, {"lacking": recognizer.lacking})
    while len(header := messages.read(MESSAGE.size)) == MESSAGE.size:
        kind, size = MESSAGE.unpack(header)
        content = messages.read(size)
        _answer(answers, _served(recognizer, kind, content))


def _served(recognizer: VoskRecognizer, kind: bytes, content: bytes) -> dict[str, object]:
    if kind == HEAR:
        return {"text": recognizer.accept(np.frombuffer(content, dtype=np.float32))}
    if kind == FINISH:
        return written(recognizer.finish())
    if kind == RESET:
        recognizer.reset()
    else:
        recognizer.forget()
    return {}


def _answer(answers: BinaryIO, answer: dict[str, object]) -> None:
    content = json.dumps(answer).encode()
    answers.write(ANSWER.pack(len(content)) + content)
    answers.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
