"""How long the speaker still sounds after a stop, heard on a virtual speaker's monitor.

    python -m tests.benchmarks.stop_speaking [--count 20] [--json]

The recorder's own delay of some 20 ms is counted in.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from audio.recognizer import SAMPLE_RATE
from tests.live.sound_server import Heard, sound_server

PLAYER = """
import sys, numpy as np
from audio.speaker import DeviceSpeaker
speaker = DeviceSpeaker()
time = np.arange(16000 * 5) / 16000
tone = (0.3 * np.sin(2 * np.pi * 440 * time)).astype(np.float32)
for line in sys.stdin:
    speaker.start(tone) if line == "start\\n" else speaker.stop()
    print(line, end="", flush=True)
"""
LOUD = 0.05
"""Amplitude above which the tone counts as heard."""
PLAYED = 1.0
WAITED = 0.5
"""Seconds of tone before each stop, and of listening after it."""


def stop_once(player: "subprocess.Popen[str]", heard: Heard) -> float:
    """Give the milliseconds from the stop's return to the last loud sample."""
    _tell(player, "start")
    time.sleep(PLAYED)
    _tell(player, "stop")
    told_at = len(heard.frames)
    time.sleep(WAITED)
    loud = np.flatnonzero(np.abs(heard.frames) > LOUD)
    last = int(loud[-1]) if loud.size else 0
    assert last > told_at - PLAYED * SAMPLE_RATE, "the tone was not heard"
    return max((last - told_at) / SAMPLE_RATE * 1000, 0.0)


def _tell(player: "subprocess.Popen[str]", what: str) -> None:
    assert player.stdin is not None
    assert player.stdout is not None
    player.stdin.write(f"{what}\n")
    player.stdin.flush()
    player.stdout.readline()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        sound_server(Path(folder)) as server,
        server.heard() as heard,
        subprocess.Popen(
            [sys.executable, "-c", PLAYER],
            env=server.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as player,
    ):
        times = sorted(stop_once(player, heard) for _ in range(args.count))
        player.terminate()
    measured = {
        "stops": args.count,
        "median_ms": round(times[len(times) // 2]),
        "most_ms": round(times[-1]),
    }
    print(json.dumps(measured) if args.json else measured)  # noqa: T201 - its output


if __name__ == "__main__":
    main()
