"""Tells a live test whose own sound was torn from a kiosk that is wrong.

A machine that is busy with other work serves a virtual sound server too late: frames come late, and
time is skipped. What was then heard proves nothing about the kiosk, so such a test is played again
(`RERUN` in tests/conftest.py names `TornSoundError`). A kiosk that is wrong fails each time.
"""

import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from threading import Thread

LATE_AFTER = 0.04
"""Seconds by which frames may come late: what the loopback to the headphones holds."""

_RATE = 8000
_BLOCK = 2 * _RATE // 100


class TornSoundError(AssertionError):
    """A test failed, and its own sound was torn meanwhile."""


class TearCount:
    """Counts how often the sound of this process's tests was torn."""

    def __init__(self) -> None:
        self.tears = 0


TEARS = TearCount()


@contextmanager
def told_when_torn() -> Iterator[None]:
    """Raise `TornSoundError` in place of an error, if sound was torn while the body ran."""
    before = TEARS.tears
    try:
        yield
    except Exception as error:
        if TEARS.tears > before:
            raise TornSoundError(f"the sound was torn, so this proves nothing: {error}") from error
        raise


class Arrivals:
    """Judges frames by when they come: blocks may be late, none is early."""

    def __init__(self) -> None:
        self._begins = float("inf")

    def late(self, now: float, seconds: float) -> bool:
        """Tell whether frames have just come late, or time was skipped.

        Args:
            now: when they came.
            seconds: of sound that came so far, these frames included.
        """
        began = now - seconds
        late = began > self._begins + LATE_AFTER
        self._begins = began if late else min(self._begins, began)
        return late


class TearWatch:
    """Records a monitor of a sound server and counts the frames that come late or never."""

    def __init__(self, environment: Mapping[str, str], device: str = "speaker.monitor") -> None:
        """Begin to record a device of the server that `environment` names."""
        self._recorder = subprocess.Popen(
            [
                *("parec", f"--device={device}", f"--rate={_RATE}"),
                *("--channels=1", "--format=s16le", "--latency-msec=20"),
            ],
            env=dict(environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
        )
        self._thread = Thread(target=self._read, name="tears", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop it."""
        self._recorder.terminate()
        self._recorder.wait(10)
        self._thread.join(10)
        assert self._recorder.stdout is not None
        self._recorder.stdout.close()

    def _read(self) -> None:
        assert self._recorder.stdout is not None
        descriptor = self._recorder.stdout.fileno()
        arrivals, received = Arrivals(), 0
        with suppress(OSError):
            while block := os.read(descriptor, _BLOCK):
                received += len(block)
                TEARS.tears += arrivals.late(time.monotonic(), received / 2 / _RATE)
