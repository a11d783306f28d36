"""How soon an emergency of one among many kiosks is at the desk, and whether one is ever lost.

    python -m tests.benchmarks.fleet [--kiosks 500] [--calls 500] [--json]

The kiosks' real links and the desk share one Mosquitto and one process. Every kiosk tells the desk
how it is; then kiosk after kiosk calls, and at the end a tenth of them call while the broker is
restarted. What counts is the time from the call until the desk knows of it.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path

import numpy as np

from kiosk.clock import LiveClock
from kiosk.fleet.broker import Broker
from kiosk.fleet.desk import Desk
from kiosk.fleet.link import DeskLink
from kiosk.fleet.seen import Seen
from kiosk.service.snapshot import Snapshot
from tests.fleet.mosquitto import mosquitto

BETWEEN = 0.02
"""Seconds between two calls."""

PATIENCE = 60.0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kiosks", type=int, default=500)
    parser.add_argument("--calls", type=int, default=500)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        broker = stack.enter_context(
            mosquitto(Path(folder) / "mosquitto", "allow_anonymous true\nmax_connections -1")
        )
        there: dict[str, float] = {}

        def changed(seen: Seen) -> None:
            if seen.alert is not None:
                there.setdefault(seen.name, time.monotonic())

        place = Broker("127.0.0.1", broker.port)
        desk = stack.enter_context(closing(Desk(place, "clinic", changed)))
        names = [f"kiosk-{number}" for number in range(args.kiosks)]
        links = {
            name: stack.enter_context(closing(DeskLink(place, "clinic", name, LiveClock())))
            for name in names
        }
        for name, link in links.items():
            link.tell(_how(name))

        def go_on(seconds: float, enough: Callable[[], bool] = lambda: False) -> None:
            ends = time.monotonic() + seconds
            while time.monotonic() < ends and not enough():
                for link in links.values():
                    link.tell_now()
                    link.progress()
                time.sleep(0.01)

        go_on(PATIENCE, lambda: all(link.working for link in links.values()))
        working = sum(link.working for link in links.values())
        called = {}
        for name in (names * args.calls)[: args.calls]:
            called[name] = time.monotonic()
            links[name].fetch("emergency")
            go_on(BETWEEN)
        go_on(PATIENCE, lambda: len(there) == len(called))
        late = [there.get(name, float("inf")) - began for name, began in called.items()]
        for name in called:
            desk.clear(name)
            links[name].clear()
        go_on(5.0)
        there.clear()
        broker.stop()
        some = names[:: max(len(names) // max(args.kiosks // 10, 1), 1)]
        for name in some:
            links[name].fetch("emergency")
        go_on(2.0)
        broker.start()
        back = time.monotonic()
        go_on(PATIENCE, lambda: len(there) == len(some))
        measured = {
            "kiosks": args.kiosks,
            "working": working,
            "calls": len(late),
            "median_s": round(float(np.median(late)), 3),
            "p99_s": round(float(np.percentile(late, 99)), 3),
            "most_s": round(max(late), 3),
            "called_in_broker_restart": len(some),
            "lost": sum(name not in there for name in some),
            "last_after_return_s": round(max(there.values(), default=back) - back, 2),
        }
    print(json.dumps(measured) if args.json else measured)  # noqa: T201 - its output


def _how(name: str) -> Callable[[], Snapshot]:
    snapshot = Snapshot(kiosk=name, in_service=True, state="attract", hears=True, sounds=True)
    return lambda: snapshot


if __name__ == "__main__":
    main()
