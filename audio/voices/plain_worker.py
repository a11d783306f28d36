"""Runs the speech engine in a process of its own: one engine, one rate, one text at a time.

`python -P audio/voices/plain_worker.py VOICE RATE` is asked in JSON ({"text", "file"}), writes each
text's speech to its file (WAV) and answers with the reason why it could not, empty on success.

It is a process because pyttsx3 can hang and cannot be interrupted, and it has one rate because the
engine cancels what is queued after each text, a change of rate among it; so the rate is made sure
of before each text.
"""

import ctypes
import json
import os
import signal
import sys
import time

from audio.child_process import answer, asked

_HANGS_AFTER = 30
"""Seconds after which a hanging engine is ended by the system. The caller has long replaced the
process by then, or was killed and cannot; an idle process ends with its parent."""

_FINISHED_POLL = 0.002
"""Seconds between two looks at whether the engine is done; it tells so on its own thread."""

_RATE, _CURRENT, _ABSOLUTE = 1, 1, 0
"""Constants of espeak-ng's speak_lib.h: espeakRATE, its current value, a value that replaces it."""


def load_engine_library() -> ctypes.CDLL:
    """Load the engine's library from its package, so that pyttsx3 finds it already loaded."""
    import espeakng_loader  # noqa: PLC0415 - heavy, and only the worker needs it

    os.environ["ESPEAK_DATA_PATH"] = str(espeakng_loader.get_data_path())
    return ctypes.CDLL(str(espeakng_loader.get_library_path()))


def _make_sure_of(rate: int, library: ctypes.CDLL) -> None:
    """Set the engine's rate and wait until it holds.

    pyttsx3 only queues it, and one start in twenty spoke its first texts at another rate.
    """
    while library.espeak_GetParameter(_RATE, _CURRENT) != rate:
        library.espeak_SetParameter(_RATE, rate, _ABSOLUTE)
        library.espeak_Synchronize()


def main(voice: str, rate: int) -> None:
    """Serve texts until there is no parent."""
    signal.alarm(_HANGS_AFTER)
    library = load_engine_library()
    import pyttsx3  # noqa: PLC0415 - needs the library loaded first

    engine = pyttsx3.init("espeak")
    engine.setProperty("voice", voice)
    engine.setProperty("rate", rate)
    finished: list[bool] = []

    def on_finished(name: str = "", completed: bool = False) -> None:
        del name
        finished.append(completed)

    engine.connect("finished-utterance", on_finished)
    # pyttsx3 accepts an unknown name silently and speaks with another voice.
    known = any(each.id == voice for each in engine.getProperty("voices"))
    answer(b"" if known else f"there is no voice '{voice}'".encode())
    signal.alarm(0)
    for message in asked():
        signal.alarm(_HANGS_AFTER)
        wanted = json.loads(message)
        finished.clear()
        reason = ""
        try:
            _make_sure_of(rate, library)
            engine.save_to_file(wanted["text"], wanted["file"])
            engine.runAndWait()
            while not finished:
                time.sleep(_FINISHED_POLL)
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
        signal.alarm(0)
        answer(reason.encode())


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
