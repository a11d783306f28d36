"""How soon the kiosk is silent after its headphones come out, and whether a word is on the speaker.

    python -m tests.benchmarks.unplug [--count 30] [--json]

The kiosk runs in a terminal on a virtual sound server and speaks in headphones, a sink of their own
that is taken away in the middle of a sentence. Silence is heard where the sentence would sound on:
in the sink before the headphones. Nothing but tones may be on the speaker until they are in again.
"""

import argparse
import json
import random
import tempfile
import time
from contextlib import closing
from pathlib import Path

import numpy as np

from tests.benchmarks.tape import Tape
from tests.system.live.plugged import is_tonal, plug_in
from tests.system.live.sound_server import sound_server
from tests.system.live.terminal import kiosk

WITHIN = 0.3
"""Seconds in which it must be silent (accessibility.md B6)."""

SENTENCE = "I can read out facts about cancer that has spread to the spine."
UNPLUGGED = (0.5, 2.5)
"""Seconds into the sentence between which they come out; it lasts about 5 s."""

ASKED = "Plug them in again"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=30)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    rng = random.Random(1)
    times = []
    spilt = 0
    with tempfile.TemporaryDirectory() as folder, sound_server(Path(folder)) as server:
        environment = server.environment | {"KIOSK_HEADPHONES": "auto"}
        with (
            kiosk(
                "run",
                "--recognizer",
                "yes-no",
                folder=Path(folder),
                environment=environment,
                warm=False,
            ) as terminal,
            closing(Tape(server, "speaker.monitor")) as speaker,
        ):
            terminal.wait_for("Listening")
            for _ in range(args.count):
                module = plug_in(server)
                time.sleep(1.0)
                terminal.press(" ")
                terminal.wait_for(SENTENCE)
                began = time.monotonic()
                with closing(Tape(server, "kiosk_private.monitor")) as private:
                    time.sleep(max(began + rng.uniform(*UNPLUGGED) - time.monotonic(), 0.0))
                    out = time.monotonic()
                    server.unload(module)
                    terminal.wait_for(ASKED)
                    last = private.last_audible(out)
                times.append(float(last - out) if last is not None else 0.0)
                time.sleep(1.0)
                spilt += not is_tonal(speaker.between(out, time.monotonic()))
                terminal.press("q")
                terminal.wait_for("Listening")
    measured = {
        "unplugged": args.count,
        "median_ms": round(float(np.median(times)) * 1000),
        "most_ms": round(max(times) * 1000),
        "in_time": sum(each <= WITHIN for each in times),
        "spilt": spilt,
    }
    print(json.dumps(measured) if args.json else measured)  # noqa: T201 - its output


if __name__ == "__main__":
    main()
