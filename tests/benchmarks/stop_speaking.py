"""How soon the kiosk is silent after a key that stops it, heard on a virtual speaker's monitor.

    python -m tests.benchmarks.stop_speaking [--count 100] [--json]

The kiosk runs in a terminal. It says a sentence once to its end; then it begins the same sentence
over and over, and the key is pressed in the middle of it, each time elsewhere. The sentence counts
as sounding as long as the monitor gives what it gave the first time; the earcon of the pause, which
follows at once, does not. The recorder's own delay of some 20 ms is counted in.
"""

import argparse
import json
import random
import tempfile
import time
from contextlib import closing
from pathlib import Path

import numpy as np

from audio.frames import SAMPLE_RATE, Frames
from tests.benchmarks.tape import Tape
from tests.system.live.sound_server import sound_server
from tests.system.live.terminal import Terminal, kiosk

WITHIN = 0.1
"""Seconds in which it must be silent."""

SENTENCE = "I can tell you about six signs of cancer that has spread to the spine."
NEXT = "It is very important to find it early"
PRESSED = (0.8, 2.6)
"""Seconds into the sentence between which the key is pressed; it lasts about 4 s."""

WAITED = 0.5
"""Seconds of listening after the key."""

_BLOCK = round(0.02 * SAMPLE_RATE)
_STEP = round(0.0025 * SAMPLE_RATE)
_ALIKE = 0.95
"""Correlation with the sentence from which a block counts as part of it."""

_QUIET = 0.01
"""Root mean square below which a block of the sentence tells nothing."""


def say(terminal: Terminal) -> float:
    """Let the sentence begin; give when its caption came, on `time.monotonic`'s clock."""
    terminal.press("m")
    terminal.wait_for("about symptoms?")
    terminal.press("1")
    terminal.wait_for("read all")
    terminal.press("3")
    terminal.wait_for(SENTENCE)
    return time.monotonic()


def stopped_after(sentence: Frames, heard: Frames, pressed: int) -> float:
    """Give the seconds from the key to the last block that is still the sentence.

    Args:
        sentence: as it sounds when nobody stops it.
        heard: from a second or so before the key to some time after it.
        pressed: the sample of `heard` at which the key was pressed.
    """
    before = heard[:pressed]
    match = np.correlate(sentence, before, mode="valid")
    energy = np.convolve(sentence**2, np.ones(len(before)), mode="valid")
    begins = int(np.argmax(match / np.sqrt(energy + 1e-9)))
    last = None
    for at in range(0, min(len(heard), len(sentence) - begins) - _BLOCK, _STEP):
        ours = heard[at : at + _BLOCK]
        theirs = sentence[begins + at : begins + at + _BLOCK]
        if np.sqrt(np.mean(theirs**2)) > _QUIET and _alike(ours, theirs) > _ALIKE:
            last = at + _BLOCK
    assert last is not None, "the sentence was not heard"
    return max(last - pressed, 0) / SAMPLE_RATE


def _alike(ours: Frames, theirs: Frames) -> float:
    size, expected = float(np.linalg.norm(ours)), float(np.linalg.norm(theirs))
    # A block that is far louder or quieter than the sentence is another sound.
    if not expected / 2 < size < expected * 2:
        return 0.0
    return float(ours @ theirs) / (size * expected)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    rng = random.Random(1)
    times = []
    with (
        tempfile.TemporaryDirectory() as folder,
        sound_server(Path(folder)) as server,
        kiosk(
            "run",
            "--recognizer",
            "yes-no",
            folder=Path(folder),
            environment=server.environment,
            warm=False,
        ) as terminal,
        closing(Tape(server, "speaker.monitor")) as tape,
    ):
        terminal.wait_for("Listening")
        terminal.press(" ")
        terminal.wait_for("Hello.")
        began = say(terminal)
        terminal.wait_for(NEXT)
        sentence = tape.between(began - 0.2, time.monotonic())
        for _ in range(args.count):
            time.sleep(say(terminal) + rng.uniform(*PRESSED) - time.monotonic())
            pressed = time.monotonic()
            terminal.press("x")
            time.sleep(WAITED)
            heard = tape.between(pressed - 0.7, pressed + WAITED - 0.1)
            times.append(stopped_after(sentence, heard, round(0.7 * SAMPLE_RATE)))
    measured = {
        "stops": args.count,
        "median_ms": round(float(np.median(times)) * 1000),
        "most_ms": round(max(times) * 1000),
        "in_time": sum(each <= WITHIN for each in times),
    }
    print(json.dumps(measured) if args.json else measured)  # noqa: T201 - its output


if __name__ == "__main__":
    main()
