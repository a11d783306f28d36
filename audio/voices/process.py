"""A voice's engine in a process of its own, which is killed when it is late.

A process that works, or waits for its turn on a busy machine, gets `BUSY_FACTOR` times as long as
one that does nothing.

The process answers with one JSON line {"error": REASON} when it is ready, and one to each JSON line
that it gets; the reason is empty on success. It writes each sound into memory that has no name in
any folder and is freed with the last process that holds it. So after any crash nobody can read what
was said last.
"""

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from typing import IO

from audio.child_process import kill
from audio.errors import VoiceError, reason_of
from audio.processor_time import ProcessorTime

_LOOK_EVERY = 0.5
"""Seconds between two looks at whether a process that has not answered works."""

_LONGEST_ANSWER = 1 << 16
"""Bytes of an answer; a longer one is taken for damage."""

BUSY_FACTOR = 3.0
"""Times as long as otherwise that one which works may take."""


class VoiceProcess:
    """One engine that runs or does not; one thread at a time.

    Attributes:
        deadline: when it must have answered, as `time.monotonic` tells it, however long an answer
            may take otherwise.
    """

    def __init__(self, timeout: float) -> None:
        """Start nothing yet; `timeout` is the seconds that an answer may take."""
        self._timeout = timeout
        self.deadline = float("inf")
        self._process: subprocess.Popen[bytes] | None = None
        self._sound: int | None = None
        self._processor_time = ProcessorTime()

    @property
    def pid(self) -> int | None:
        """The process's id, None while there is none."""
        return self._process.pid if self._process else None

    @property
    def running(self) -> bool:
        """Whether it is there to be asked."""
        return self._process is not None and self._process.poll() is None

    def start(self, program: str, arguments: Sequence[str]) -> None:
        """Start a file of Python anew; raises VoiceError."""
        self.kill()
        try:
            self._sound = os.memfd_create("speech")
            self._process = subprocess.Popen(
                [sys.executable, "-P", program, *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                # Ctrl-C and a closed terminal must not end it: a visitor is told of the end first.
                process_group=0,
                pass_fds=[self._sound],
            )
        except OSError as error:
            reason = reason_of(error)
            raise VoiceError(
                f"the voice cannot be started: {reason}; see that memory is free"
            ) from None
        self._answer()

    def ask(self, wanted: Mapping[str, str | float]) -> bytes:
        """Ask for a text's sound, and give the file that was written; raises VoiceError."""
        assert self._process is not None
        assert self._process.stdin is not None
        assert self._sound is not None
        asked = {**wanted, "file": f"/proc/self/fd/{self._sound}"}
        os.ftruncate(self._sound, 0)
        try:
            self._process.stdin.write(json.dumps(asked).encode() + b"\n")
            self._process.stdin.flush()
        except OSError:
            raise VoiceError("the voice's process has died; start the kiosk again") from None
        self._answer()
        sound = os.pread(self._sound, os.fstat(self._sound).st_size, 0)
        os.ftruncate(self._sound, 0)
        return sound

    def kill(self) -> None:
        """End it at once."""
        process, self._process = self._process, None
        sound, self._sound = self._sound, None
        if process is not None:
            kill(process)
        if sound is not None:
            os.close(sound)

    def _line(self, answers: IO[bytes], within: float) -> bytes:
        """Read an answer, for up to `within` seconds in which the process does nothing."""
        self._processor_time.works(self.pid, 0.0)
        asked, line = time.monotonic(), b""
        while True:
            began = time.monotonic()
            ready, _, _ = select.select([answers], [], [], min(max(within, 0.0), _LOOK_EVERY))
            part = os.read(answers.fileno(), _LONGEST_ANSWER) if ready else b""
            line += part
            if line.endswith(b"\n"):
                return line
            if len(line) > _LONGEST_ANSWER or (ready and not part):
                raise VoiceError(
                    "the voice's process has ended; check the voice's name in the settings"
                )
            if within <= 0:
                waited = round(time.monotonic() - asked, 1)
                raise VoiceError(
                    f"the voice gave nothing within {waited:g} s; start the kiosk again"
                )
            waited = time.monotonic() - began
            works = self._processor_time.works(self.pid, waited)
            within -= waited / BUSY_FACTOR if works else waited

    def _answer(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        within = min(self._timeout, max(self.deadline - time.monotonic(), 0.0))
        if reason := json.loads(self._line(self._process.stdout, within))["error"]:
            raise VoiceError(f"the voice does not work: {reason}; name one in the settings: voice")
