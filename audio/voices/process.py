"""pyttsx3 with one driver and voice in a process of its own, which is killed when it is late.

A process that works, or waits for its turn on a busy machine, gets `BUSY_FACTOR` times as long as
one that does nothing.

The process answers with its reason for not working when it is ready and after each text, empty on
success. It is asked in JSON. It writes each sound into memory that has no name in any folder and is
freed with the last process that holds it. So after any crash nobody can read what was said last.
"""

import json
import os
import time

from audio.child_process import ChildDiedError, ChildLateError, ChildProcess
from audio.errors import VoiceError, reason_of
from audio.voices import worker

BUSY_FACTOR = 3.0
"""Times as long as otherwise that one which works may take."""


class VoiceProcess:
    """One voice that runs or does not; one thread at a time.

    Attributes:
        deadline: when it must have answered, as `time.monotonic` tells it, however long an answer
            may take otherwise.
    """

    def __init__(self, driver: str, voice: str, timeout: float) -> None:
        """Start nothing yet.

        Args:
            driver: of pyttsx3; see `audio.voices.worker`.
            voice: its name for the driver.
            timeout: seconds that an answer may take.
        """
        self._arguments = (driver, voice)
        self._timeout = timeout
        self.deadline = float("inf")
        self._process: ChildProcess | None = None
        self._sound: int | None = None

    @property
    def pid(self) -> int | None:
        """The process's id, None while there is none."""
        return self._process.pid if self._process else None

    @property
    def running(self) -> bool:
        """Whether it is there to be asked."""
        return self._process is not None and self._process.alive

    def speak(self, text: str, rate: int) -> bytes:
        """Give the sound file of a text, by a process that is started where there is none.

        Args:
            text: a sentence or several.
            rate: as the driver counts it.

        Raises:
            VoiceError: the process cannot be started, does not answer in time, or cannot do it.
        """
        self._begin()
        assert self._sound is not None
        wanted = {"text": text, "file": f"/proc/self/fd/{self._sound}", "rate": rate}
        os.ftruncate(self._sound, 0)
        self._answer(json.dumps(wanted).encode())
        sound = os.pread(self._sound, os.fstat(self._sound).st_size, 0)
        os.ftruncate(self._sound, 0)
        return sound

    def stop(self) -> None:
        """End it at once, so that one who waits for it waits no longer; any thread may."""
        if (process := self._process) is not None:
            process.stop()

    def kill(self) -> None:
        """End it at once."""
        process, self._process = self._process, None
        sound, self._sound = self._sound, None
        if process is not None:
            process.close()
        if sound is not None:
            os.close(sound)

    def _begin(self) -> None:
        if self.running:
            return
        self.kill()
        try:
            self._sound = os.memfd_create("speech")
            program = [worker.__file__, *self._arguments]
            self._process = ChildProcess(program, files=[self._sound])
        except OSError as error:
            reason = reason_of(error)
            raise VoiceError(
                f"the voice cannot be started: {reason}; see that memory is free"
            ) from None
        self._answer(None)

    def _answer(self, asked: bytes | None) -> None:
        """Ask, unless it answers by itself, and wait until it has done well."""
        assert self._process is not None
        began = time.monotonic()
        within = min(self._timeout, max(self.deadline - began, 0.0))
        try:
            if asked is not None:
                self._process.send(asked, within)
            reason = self._process.receive(within, BUSY_FACTOR).decode()
        except ChildDiedError:
            raise VoiceError(
                "the voice's process has ended; check the voice's name in the settings, and start "
                "the kiosk again"
            ) from None
        except ChildLateError:
            waited = round(time.monotonic() - began, 1)
            raise VoiceError(
                f"the voice gave nothing within {waited:g} s; start the kiosk again"
            ) from None
        if reason:
            raise VoiceError(f"the voice does not work: {reason}; name one in the settings: voice")
