"""Whether the safety rules hold in many random visits: `python -m tests.benchmarks.random_visits`.

Plays the random visits of `tests/kiosk/visit/dialogue/test_safety_rules.py`, 10,000 by default
where the tests play some hundreds. They are dealt in parts to a process for each core, a seed for
each part, from `--seed` on; each part that is done is told on stderr. A visit that breaks a rule is
made as short as possible and printed, and the exit code is 1.

    python -m tests.benchmarks.random_visits [--visits 10000] [--seed 1] [--processes 2] [--json]
"""

import argparse
import json
import multiprocessing
import os
import sys
import time
from collections import Counter
from typing import ClassVar

from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from kiosk.visit.dialogue.red_flags.answers import No
from kiosk.visit.dialogue.table import OUTCOMES, State
from tests.kiosk.visit.dialogue.test_safety_rules import RandomVisit

STEPS = 40
"""What happens in one visit, as in the tests."""

PART = 250
"""Visits of one seed."""


class CountedVisit(RandomVisit):
    """A random visit that counts where visits came to: many of them have to be asked."""

    seen: ClassVar[Counter[str]] = Counter()

    def teardown(self) -> None:
        """Count the visit."""
        self.seen["visits"] += 1
        self.seen["with a no"] += any(isinstance(each, No) for each in self.answers().values())
        self.seen["ended in an emergency"] += self.world.state == State.EMERGENCY
        self.seen["ended with an outcome"] += self.world.state in OUTCOMES


def play(part: tuple[int, int]) -> tuple[Counter[str], str | None]:
    """Play the visits of one seed; give where they came to, and the rule that was broken.

    Args:
        part: the seed, and how many visits.
    """
    chosen, visits = part
    many = settings(
        max_examples=visits,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    CountedVisit.seen.clear()
    try:
        run_state_machine_as_test(seed(chosen)(CountedVisit), settings=many)
    except AssertionError as error:
        return CountedVisit.seen, f"seed {chosen}: {error}"
    return CountedVisit.seen, None


def main() -> int:
    """Play and print; 1 if a rule was broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    began = time.perf_counter()
    left = range(options.visits, 0, -PART)
    parts = [(options.seed + n, min(PART, visits)) for n, visits in enumerate(left)]
    seen: Counter[str] = Counter()
    broken: list[str] = []
    with multiprocessing.Pool(options.processes) as pool:
        for there, rule in pool.imap_unordered(play, parts):
            seen += there
            broken += [] if rule is None else [rule]
            seconds = round(time.perf_counter() - began)
            told = f"{seen['visits']} of {options.visits} visits, {seconds} s, {len(broken)} broken"
            print(told, file=sys.stderr, flush=True)  # noqa: T201 - its progress
    measured = {**seen, "seconds": seconds, "broken": broken}
    print(json.dumps(measured) if options.json else measured)  # noqa: T201 - its output
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
