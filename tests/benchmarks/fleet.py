"""How soon an emergency of one among many kiosks is at the desk, and whether one is ever lost.

    python -m tests.benchmarks.fleet [--kiosks 500] [--calls 500] [--processes 4] [--json]

The kiosks' real links, in a few processes, and a desk with its page share one Mosquitto. Every
kiosk tells the desk how it is. Kiosk after kiosk calls, then a tenth of them at once; at last a
tenth call just before the broker is restarted and a tenth while it is away, and all of these have
to be acknowledged. What counts is the time from the call in the kiosk's process until the desk has
it.
"""

import argparse
import json
import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np

from kiosk.alerts.remote import LOOK_EVERY
from kiosk.clock import LiveClock
from kiosk.service.fleet.broker import Broker
from kiosk.service.fleet.desk import Desk
from kiosk.service.fleet.desk_page import DeskPage, served
from kiosk.service.fleet.link import DeskLink
from kiosk.service.fleet.seen import Seen
from kiosk.status.snapshot import Snapshot
from kiosk.web.door import open_door
from tests.kiosk.service.fleet.mosquitto import mosquitto

SITE = "clinic"

BETWEEN = 0.02
"""Seconds between two calls."""

AWAY = 2.0
"""Seconds that the broker is away."""

PATIENCE = 60.0


class Kiosk:
    """A link, and what the rest of its kiosk would know."""

    def __init__(self, broker: Broker, name: str) -> None:
        self.name = name
        self.emergency = self.acknowledged = False
        self.link = DeskLink(broker, SITE, name, LiveClock())
        self.link.tell(
            lambda: Snapshot(
                kiosk=name,
                in_service=True,
                state="emergency" if self.emergency else "attract",
                emergency=self.emergency,
                hears=True,
                sounds=True,
            )
        )

    def call(self) -> float:
        self.emergency, self.acknowledged = True, False
        began = time.monotonic()
        self.link.fetch("emergency")
        return began

    def go_on(self) -> None:
        self.link.tell_now()
        news = self.link.progress()
        self.acknowledged |= news.acknowledged
        if news.cleared:
            self.emergency = False
            self.link.clear()


def serve(broker: Broker, names: list[str], desk: Connection) -> None:
    """Be these kiosks: calls for whom it is told to, and gives when; "" gives how many are well."""
    with ExitStack() as stack:
        kiosks = {name: Kiosk(broker, name) for name in names}
        for each in kiosks.values():
            stack.enter_context(closing(each.link))
        looked = 0.0
        while True:
            if time.monotonic() > looked + LOOK_EVERY:
                looked = time.monotonic()
                for each in kiosks.values():
                    each.go_on()
            if not desk.poll(LOOK_EVERY / 10):
                continue
            match desk.recv():
                case "end":
                    return
                case "":
                    working = sum(each.link.working for each in kiosks.values())
                    desk.send((working, [n for n, each in kiosks.items() if each.acknowledged]))
                case name:
                    desk.send(kiosks[name].call())


class Arrivals:
    """When what the kiosks tell was at the desk first."""

    def __init__(self) -> None:
        self.calls: dict[str, float] = {}
        self.statuses: dict[str, float] = {}

    def changed(self, seen: Seen) -> None:
        now = time.monotonic()
        if seen.rings:
            self.calls.setdefault(seen.name, now)
        if seen.status is not None and seen.status.online:
            self.statuses.setdefault(seen.name, now)

    def forget(self) -> None:
        self.calls.clear()
        self.statuses.clear()


class Kiosks:
    """All of them, wherever they run."""

    def __init__(self, stack: ExitStack, broker: Broker, names: list[str], processes: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._of: dict[str, Connection] = {}
        self._all: list[Connection] = []
        for number in range(processes):
            ours, theirs = context.Pipe()
            some = names[number::processes]
            process = context.Process(target=serve, args=(broker, some, theirs), daemon=True)
            process.start()
            self._all.append(ours)
            self._of |= dict.fromkeys(some, ours)
            stack.callback(process.join, PATIENCE)
            stack.callback(ours.send, "end")

    def call(self, name: str) -> float:
        self._of[name].send(name)
        return float(self._of[name].recv())

    @property
    def working(self) -> int:
        return sum(working for working, _ in self._ask())

    @property
    def acknowledged(self) -> set[str]:
        return {name for _, names in self._ask() for name in names}

    def _ask(self) -> list[tuple[int, list[str]]]:
        for each in self._all:
            each.send("")
        return [each.recv() for each in self._all]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kiosks", type=int, default=500)
    parser.add_argument("--calls", type=int, default=500)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        broker = stack.enter_context(
            mosquitto(Path(folder) / "mosquitto", "allow_anonymous true\nmax_connections -1")
        )
        place, arrivals, page = Broker("127.0.0.1", broker.port), Arrivals(), DeskPage()

        def changed(seen: Seen) -> None:
            arrivals.changed(seen)
            page.changed(seen)

        door = stack.enter_context(closing(open_door(0)))
        desk = stack.enter_context(closing(Desk(place, SITE, changed)))
        page.show(desk)
        stack.enter_context(served(door, page, SITE, "auto"))
        names = [f"kiosk-{number:03}" for number in range(args.kiosks)]
        began = time.monotonic()
        kiosks = Kiosks(stack, place, names, args.processes)
        _until(lambda: kiosks.working == len(names))
        measured: dict[str, object] = {
            "kiosks": len(names),
            "working": kiosks.working,
            "all_working_s": round(time.monotonic() - began, 1),
        }
        called = {}
        for name in (names * args.calls)[: args.calls]:
            called[name] = kiosks.call(name)
            time.sleep(BETWEEN)
        measured |= _late("", called, arrivals)
        _end_all(desk, called)
        arrivals.forget()
        called = {name: kiosks.call(name) for name in names[::10]}
        measured |= _late("at_once_", called, arrivals)
        _end_all(desk, called)
        before, meanwhile = names[1::10], names[2::10]
        for name in before:
            kiosks.call(name)
        broker.stop()
        for name in meanwhile:
            kiosks.call(name)
        time.sleep(AWAY)
        arrivals.forget()
        broker.start()
        back = time.monotonic()
        pending = {*before, *meanwhile}
        _until(lambda: all(desk.kiosk(name).rings for name in pending))
        measured["called_around_restart"] = len(pending)
        measured["last_call_after_return_s"] = round(
            max((arrivals.calls.get(name, back) for name in meanwhile), default=back) - back, 2
        )
        _until(lambda: len(arrivals.statuses) == len(names))
        measured["all_back_after_return_s"] = round(
            max(arrivals.statuses.values(), default=back) - back, 2
        )
        for name in pending:
            desk.acknowledge(name)
        _until(lambda: pending <= kiosks.acknowledged)
        measured["lost"] = len(pending - kiosks.acknowledged)
        measured["load"] = round(os.getloadavg()[0], 1)
    print(json.dumps(measured) if args.json else measured)  # noqa: T201 - its output


def _until(reached: Callable[[], bool]) -> None:
    ends = time.monotonic() + PATIENCE
    while not reached() and time.monotonic() < ends:
        time.sleep(0.1)


def _late(what: str, called: dict[str, float], arrivals: Arrivals) -> dict[str, float]:
    _until(lambda: called.keys() <= arrivals.calls.keys())
    late = [arrivals.calls.get(name, float("inf")) - began for name, began in called.items()]
    return {
        f"{what}calls": len(late),
        f"{what}median_s": round(float(np.median(late)), 4),
        f"{what}p99_s": round(float(np.percentile(late, 99)), 4),
        f"{what}most_s": round(max(late), 4),
    }


def _end_all(desk: Desk, called: dict[str, float]) -> None:
    for name in called:
        desk.acknowledge(name)
        desk.clear(name)
    _until(lambda: not any(desk.kiosk(name).needs_staff for name in called))


if __name__ == "__main__":
    main()
