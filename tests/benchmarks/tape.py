"""A tape of what passes a virtual device, with the time of each sample."""

import os
import subprocess
import time
from collections import deque
from threading import Thread

import numpy as np

from audio.frames import SAMPLE_RATE, Frames
from tests.system.live.sound_server import SoundServer
from tests.system.live.torn import TEARS, Arrivals

AUDIBLE = 0.01
"""Amplitude from which a sample counts as audible: -40 dBFS."""

_BLOCK = SAMPLE_RATE // 100

_RECENT = 2.0
"""Seconds of arrivals by which moments are told."""


class Tape:
    """Records a device of a sound server until it is closed."""

    def __init__(self, server: SoundServer, device: str) -> None:
        """Begin to record, such as "speaker.monitor"."""
        command = [
            *("parec", f"--device={device}", f"--rate={SAMPLE_RATE}"),
            *("--channels=1", "--format=s16le", "--latency-msec=10"),
        ]
        self._recorder = subprocess.Popen(
            command, env=server.environment, stdout=subprocess.PIPE, bufsize=0
        )
        self._raw = bytearray()
        self._begins = float("inf")
        self._reader = Thread(target=self._read)
        self._reader.start()

    def first_audible(self, since: float, least: float = AUDIBLE) -> float | None:
        """Give the moment of the first sample above an amplitude, on `time.monotonic`'s clock."""
        loud = self._loud(since, least)
        return self._begins + loud[0] / SAMPLE_RATE if loud.size else None

    def last_audible(self, since: float, least: float = AUDIBLE) -> float | None:
        """Give the moment of the last sample above an amplitude."""
        loud = self._loud(since, least)
        return self._begins + loud[-1] / SAMPLE_RATE if loud.size else None

    def between(self, begins: float, ends: float) -> Frames:
        """Give the frames between two moments."""
        first, last = (max(round((t - self._begins) * SAMPLE_RATE), 0) for t in (begins, ends))
        return self._frames()[first:last]

    def close(self) -> None:
        """Stop the tape."""
        self._recorder.terminate()
        self._recorder.wait(10)
        self._reader.join(10)
        assert self._recorder.stdout is not None
        self._recorder.stdout.close()

    def _loud(self, since: float, least: float) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
        begins = max(round((since - self._begins) * SAMPLE_RATE), 0)
        return begins + np.flatnonzero(np.abs(self._frames()[begins:]) > least)

    def _frames(self) -> Frames:
        raw = bytes(self._raw)
        whole = np.frombuffer(raw[: len(raw) // 2 * 2], "<i2")
        return whole.astype(np.float32) / np.float32(32768)

    def _read(self) -> None:
        assert self._recorder.stdout is not None
        arrivals: deque[tuple[float, float]] = deque()
        judge = Arrivals()
        while block := os.read(self._recorder.stdout.fileno(), 2 * _BLOCK):
            self._raw += block
            # Blocks may be late, none is early: the earliest arrival tells when the tape began, as
            # counted back from now. Only the last ones count: a server under load skips time.
            now = time.monotonic()
            taped = len(self._raw) / 2 / SAMPLE_RATE
            TEARS.tears += judge.late(now, taped)
            arrivals.append((now, now - taped))
            while arrivals[0][0] < now - _RECENT:
                arrivals.popleft()
            self._begins = min(begins for _, begins in arrivals)
