"""How long a killed kiosk takes to be back: in its emergency, or saying that it started again.

python -m tests.benchmarks.come_back [--json]
"""

import argparse
import json
import os
import signal
import tempfile
import time
from pathlib import Path

from tests.system.live.terminal import NO_SOUND, kiosk
from tests.system.live.ways_by_key import WAYS

EMERGENCY = ("s", "You need a member of staff now.")
BACK = "I had to start again, and I have kept nothing that you said."


def seconds_to_come_back(keys: str, shown: str, back: str) -> float:
    """Kill the serving process with SIGKILL in a state; give the seconds until it is back."""
    with (
        tempfile.TemporaryDirectory() as folder,
        kiosk(
            "run", folder=Path(folder), environment=NO_SOUND, light=False, warm=False
        ) as terminal,
    ):
        terminal.wait_for("Waiting")
        terminal.press(keys)
        terminal.wait_for(shown)
        killed = time.monotonic()
        os.kill(terminal.serving_process(), signal.SIGKILL)
        terminal.wait_for(back)
        return time.monotonic() - killed


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    args = parser.parse_args()
    measured = {name: seconds_to_come_back(*way, BACK) for name, way in WAYS.items()}
    measured["emergency"] = seconds_to_come_back(*EMERGENCY, EMERGENCY[1])
    if args.json:
        print(json.dumps({name: round(seconds, 2) for name, seconds in measured.items()}))  # noqa: T201
        return
    for name, seconds in measured.items():
        print(f"{name:18} {seconds:5.2f} s")  # noqa: T201
    print(f"{'slowest':18} {max(measured.values()):5.2f} s")  # noqa: T201


if __name__ == "__main__":
    main()
