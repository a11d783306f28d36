"""Whether the safety rules hold in many random visits: `python -m tests.benchmarks.random_visits`.

Plays the random visits of `tests/kiosk/visit/dialogue/test_safety_rules.py`, 10,000 by default
where the tests play some hundreds. A visit that breaks a rule is made as short as possible and
printed, and the exit code is 1. `--seed` chooses other visits.

    python -m tests.benchmarks.random_visits [--visits 10000] [--seed 1] [--json]
"""

import argparse
import json
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


class CountedVisit(RandomVisit):
    """A random visit that counts where visits came to: many of them have to be asked."""

    seen: ClassVar[Counter[str]] = Counter()

    def teardown(self) -> None:
        """Count the visit."""
        self.seen["visits"] += 1
        self.seen["with a no"] += any(isinstance(each, No) for each in self.answers().values())
        self.seen["ended in an emergency"] += self.world.state == State.EMERGENCY
        self.seen["ended with an outcome"] += self.world.state in OUTCOMES


def main() -> int:
    """Play and print; 1 if a rule was broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    began = time.perf_counter()
    broken = None
    many = settings(
        max_examples=options.visits,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    try:
        run_state_machine_as_test(seed(options.seed)(CountedVisit), settings=many)
    except AssertionError as error:
        broken = str(error)
    measured = {
        **CountedVisit.seen,
        "seconds": round(time.perf_counter() - began),
        "broken": broken,
    }
    print(json.dumps(measured) if options.json else measured)  # noqa: T201 - its output
    return 1 if broken is not None else 0


if __name__ == "__main__":
    raise SystemExit(main())
