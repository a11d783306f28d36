"""Runs pyttsx3 in a process of its own: one driver, one voice, one text at a time.

`python -P audio/voices/worker.py DRIVER VOICE` is asked in JSON ({"text", "file", "rate"}), writes
each text's speech to its file (WAV) and answers with the reason why it could not, empty on success.
DRIVER is "espeak", which comes with pyttsx3, or "piper", which is the kiosk's own
(`audio.voices.piper_driver`) and known to pyttsx3 in this process alone.

It is a process because pyttsx3 and its engines can hang and cannot be interrupted.
"""

import ctypes
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from typing import Any, TypeAlias

from audio.child_process import answer, asked

SetRate: TypeAlias = Callable[[Any, int], None]
"""Sets the rate of pyttsx3's engine, as its driver counts it."""

_HANGS_AFTER = 30
"""Seconds after which a hanging engine is ended by the system. The caller has long replaced the
process by then, or was killed and cannot; an idle process ends with its parent."""

_POLL = 0.002
"""Seconds between two looks at whether the engine is done; espeak-ng tells so on its own thread."""

_RATE, _CURRENT, _ABSOLUTE = 1, 1, 0
"""Constants of espeak-ng's speak_lib.h: espeakRATE, its current value, a value that replaces it."""


def load_engine() -> ctypes.CDLL:
    """Load espeak-ng from its package, and pyttsx3's driver, which finds it already loaded.

    pyttsx3 says that a text is ten times as long as it is, and espeak-ng copies that much: where no
    memory of this process follows the text, the process ends. The driver is told the true length.
    """
    import espeakng_loader  # noqa: PLC0415 - heavy, and only the worker needs it

    os.environ["ESPEAK_DATA_PATH"] = str(espeakng_loader.get_data_path())
    library = ctypes.CDLL(str(espeakng_loader.get_library_path()))
    from pyttsx3.drivers import _espeak  # noqa: PLC0415 - needs espeak-ng loaded first

    synthesize = _espeak.cSynth

    def of_its_length(text: bytes, length: int, *others: object) -> int:
        del length
        return int(synthesize(text, len(text) + 1, *others))

    _espeak.cSynth = of_its_length
    return library


def _prepare_espeak() -> SetRate:
    library = load_engine()

    def set_rate(engine: object, rate: int) -> None:
        """Set the engine's rate and wait until it holds and the engine is at rest.

        pyttsx3 only queues a rate, the engine cancels what is queued after each text, and one start
        in twenty spoke its first texts at another rate. pyttsx3 cuts off a text that it is given
        while the engine still works on a rate or the text before: one in twenty was silent.
        """
        del engine
        while library.espeak_GetParameter(_RATE, _CURRENT) != rate:
            library.espeak_SetParameter(_RATE, rate, _ABSOLUTE)
            library.espeak_Synchronize()
        while library.espeak_IsPlaying():
            time.sleep(_POLL)

    return set_rate


def _prepare_piper() -> SetRate:
    from audio.voices import piper_driver  # noqa: PLC0415 - its packages may not be installed

    sys.modules["pyttsx3.drivers.piper"] = piper_driver
    return lambda engine, rate: engine.setProperty("rate", rate)


_PREPARE = {"espeak": _prepare_espeak, "piper": _prepare_piper}


class _Speaker:
    """A driver of pyttsx3 that writes speech to files."""

    def __init__(self, driver: str, voice: str) -> None:
        self._set_rate = _PREPARE[driver]()
        import pyttsx3  # noqa: PLC0415 - needs espeak-ng loaded first

        self._engine = pyttsx3.init(driver)
        self._ended: list[str] = []
        self._engine.connect("finished-utterance", self._on_finished)
        self._engine.connect("error", self._on_error)
        self._engine.setProperty("voice", voice)
        # pyttsx3 accepts an unknown name silently and speaks with another voice.
        if all(each.id != voice for each in self._engine.getProperty("voices")):
            raise LookupError(f"there is no voice '{voice}'")

    def write(self, text: str, file: str, rate: int) -> None:
        """Write a text's speech; raises RuntimeError where the driver fails."""
        self._ended.clear()
        self._set_rate(self._engine, rate)
        self._engine.save_to_file(text, file)
        self._engine.runAndWait()
        while not self._ended:
            time.sleep(_POLL)
        if reason := self._ended[0]:
            raise RuntimeError(reason)

    def _on_finished(self, name: str = "", completed: bool = False) -> None:
        del name
        self._ended.append("" if completed else "the text was cut off")

    def _on_error(self, exception: Exception, name: str = "") -> None:
        del name
        self._ended.append(f"{type(exception).__name__}: {exception}")


def _reason(error: Exception) -> str:
    if isinstance(error, (LookupError, RuntimeError)) and error.args:
        return str(error.args[0])
    return f"{type(error).__name__}: {error}"


def main(driver: str, voice: str) -> None:
    """Serve texts until there is no parent."""
    signal.alarm(_HANGS_AFTER)
    try:
        speaker = _Speaker(driver, voice)
    except Exception as error:
        answer(_reason(error).encode())
        return
    answer(b"")
    signal.alarm(0)
    for message in asked():
        signal.alarm(_HANGS_AFTER)
        reason = ""
        try:
            speaker.write(**json.loads(message))
        except Exception as error:
            reason = _reason(error)
        signal.alarm(0)
        answer(reason.encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
