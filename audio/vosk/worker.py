"""Runs Vosk in a process of its own, since it can crash its process and its memory grows.

`python -P -m audio.vosk.worker MODEL PHRASES` loads the model with the phrases of a file (a JSON
list) and answers once. Then each message is answered by one:

| message        | holds                  | answer                             |
|----------------|------------------------|------------------------------------|
| (its start)    |                        | {"lacking": WORDS} or an error    |
| HEAR           | frames as float32      | {"text": the words so far}         |
| FINISH         |                        | the hypothesis                     |
| RESET, FORGET  |                        | {}                                 |

An error is {"error": LINE, "kind": NAME}. How they are written is in `audio.vosk.messages`. It ends
with its parent.
"""

import ctypes
import json
import signal
import sys
from contextlib import suppress
from pathlib import Path

import numpy as np

from audio.child_process import answer, asked
from audio.errors import ModelError, VocabularyError
from audio.vosk.messages import ERRORS, FINISH, HEAR, RESET, written
from audio.vosk.recognizer import VoskRecognizer

_PR_SET_PDEATHSIG = 1


def main(model_folder: str, phrases_file: str) -> None:
    """Serve until there is no parent."""
    # The terminal's Ctrl-C and a service manager's signals reach every process of the kiosk, and
    # it is the kiosk that ends this one.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    try:
        phrases = json.loads(Path(phrases_file).read_text(encoding="utf-8"))
        recognizer = VoskRecognizer(Path(model_folder), phrases)
    except (ModelError, VocabularyError) as error:
        kind = next(name for name, known in ERRORS.items() if isinstance(error, known))
        answer(json.dumps({"error": str(error), "kind": kind}).encode())
        return
    answer(json.dumps({"lacking": recognizer.lacking}).encode())
    for message in asked():
        answer(json.dumps(_served(recognizer, message[:1], message[1:])).encode())


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


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
