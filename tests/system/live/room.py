"""A waiting room round a virtual sound server: it is never quite still, and gives sound back."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from audio.frames import SAMPLE_RATE
from tests.system.live.sound_server import SoundServer

NOISE = 0.003
"""Root mean square of the room's noise, -50 dBFS."""

ECHO = """\
load-module module-loopback source=speaker.monitor sink=mic latency_msec=60 \
source_dont_move=true sink_dont_move=true
"""
"""Lines of a server's script that give to the microphone what the speaker plays."""

_HISS = f"""\
while :; do
    pacat --device=mic --rate={SAMPLE_RATE} --channels=1 --format=s16le "$0" || sleep 0.1
done"""


@contextmanager
def noise(server: SoundServer) -> Iterator[None]:
    """Let the microphone hear noise for as long as the body runs, also of a server started anew."""
    file = server.folder / "noise.raw"
    hiss = np.random.default_rng(0).normal(0.0, NOISE, 60 * SAMPLE_RATE)
    file.write_bytes(np.round(np.clip(hiss, -1.0, 1.0) * 32767).astype("<i2").tobytes())
    process = subprocess.Popen(
        ["sh", "-c", _HISS, str(file)],
        env=server.environment,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
