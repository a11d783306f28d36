"""How soon a kiosk that is started says its first word, heard on a virtual speaker's monitor.

    python -m tests.benchmarks.first_word [--count 10] [--json]

The time is taken from the start of `python -m kiosk run` in a terminal to the first audible sample
of "Hello."; a person presses a key as soon as the screen is up. The first start, which is not
counted, fills the cache of the voice. The earcon that greets the person before the word does not
count.
"""

import argparse
import json
import tempfile
import time
from contextlib import closing
from pathlib import Path

import numpy as np

from tests.benchmarks.tape import Tape
from tests.system.live.sound_server import SoundServer, sound_server
from tests.system.live.terminal import kiosk

WORD = "Hello."
HEARD = 1.0
"""Seconds after the word's caption in which it must have begun to sound."""


def first_word(server: SoundServer, folder: Path) -> float:
    """Start a kiosk; give the seconds until its first word sounds."""
    with closing(Tape(server, "speaker.monitor")) as tape:
        began = time.monotonic()
        with kiosk(
            "run", folder=folder, environment=server.environment, light=False, warm=False
        ) as terminal:
            terminal.wait_for("Listening")
            terminal.press(" ")
            terminal.wait_for(WORD)
            captioned = time.monotonic()
            time.sleep(HEARD)
            sounded = tape.first_audible(captioned)
    assert sounded is not None, "the word was not heard"
    return sounded - began


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=10)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, sound_server(Path(name)) as server:
        first_word(server, Path(name))
        times = [first_word(server, Path(name)) for _ in range(args.count)]
    measured = {
        "starts": args.count,
        "median_s": round(float(np.median(times)), 2),
        "most_s": round(float(max(times)), 2),
    }
    print(json.dumps(measured) if args.json else measured)  # noqa: T201 - its output


if __name__ == "__main__":
    main()
