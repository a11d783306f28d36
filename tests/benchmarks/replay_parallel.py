"""How much faster two processes replay scenarios than one, side by side in one run.

    python -m tests.benchmarks.replay_parallel [--dialogues 1000] [--json]

The scenarios of tests/scenarios are repeated until there are so many dialogues; words stand for
sound. One process and two take turns, three times, and the medians are compared; the results must
be the same, byte for byte. The processors' own seconds tell what two processes cost more than one,
and what the ratio would be on two cores that nobody else uses.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time

from tests import CHECKOUT

SCENARIOS = CHECKOUT / "tests" / "scenarios"
TURNS = 3


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--dialogues", type=int, default=1000)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    scenarios = len(list(SCENARIOS.rglob("*.yaml")))
    repeats = -(-args.dialogues // scenarios)
    seconds: dict[int, list[float]] = {1: [], 2: []}
    worked: dict[int, list[float]] = {1: [], 2: []}
    results = set()
    for _ in range(TURNS):
        for jobs, taken in seconds.items():
            began, worked_before = time.monotonic(), _worked()
            results.add(_replayed(jobs, repeats))
            taken.append(time.monotonic() - began)
            worked[jobs].append(_worked() - worked_before)
    one, two = (statistics.median(taken) for taken in seconds.values())
    one_worked, two_worked = (statistics.median(taken) for taken in worked.values())
    measured = {
        "dialogues": scenarios * repeats,
        "one_process_s": round(one, 2),
        "two_processes_s": round(two, 2),
        "ratio": round(one / two, 2),
        "one_process_cpu_s": round(one_worked, 2),
        "two_processes_cpu_s": round(two_worked, 2),
        "ratio_on_idle_cores": round(2 * one_worked / two_worked, 2),
        "same_results": len(results) == 1,
    }
    print(json.dumps(measured) if args.json else measured)  # noqa: T201 - its output


def _worked() -> float:
    """Seconds of processor time that all ended replays took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _replayed(jobs: int, repeats: int) -> str:
    command = ["replay", str(SCENARIOS), "--recognizer", "text", "--json"]
    return subprocess.run(
        [sys.executable, "-m", "kiosk", *command, "-j", str(jobs), "--repeat", str(repeats)],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout


if __name__ == "__main__":
    main()
