"""What an idle kiosk takes: processor and memory, of all its processes together.

    python -m tests.benchmarks.idle [--seconds 60] [--recognizers NAMES] [--settings FILE] [--json]

The kiosk runs in a terminal with a virtual microphone and speaker, has had one visit, and waits for
the next. Processor is in percent of one core over the seconds. Memory is in MB, resident, each page
that processes share counted once (`Pss`); `rss_mb` counts it in each. It hears by Moonshine and the
yes/no listener, or by those that are named (`yes-no`); FILE may have other settings.
"""

import argparse
import json
import os
import tempfile
import time
from pathlib import Path

from tests.system.live.sound_server import sound_server
from tests.system.live.terminal import children_of, kiosk

SETTLING = 45.0
"""Seconds after the visit before it is measured. Until then it synthesizes what it says to
everybody, as it does once on each machine."""

_TICKS = os.sysconf("SC_CLK_TCK")


def processes(parent: int) -> list[int]:
    """Give a process and all that descend from it."""
    return [parent, *(found for child in children_of(parent) for found in processes(child))]


def processor(process: int) -> float:
    """Give the seconds of processor time that a process, and its children that ended, have used."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return sum(map(int, fields[11:15])) / _TICKS


def memory(process: int, what: str) -> float:
    """Give the MB that a process holds, by a line of `smaps_rollup`."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{what}:"))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--recognizers", metavar="NAMES", help="as in the settings")
    parser.add_argument("--settings", type=Path, metavar="FILE")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    settings = [] if args.settings is None else ["--settings", str(args.settings)]
    ears = {} if args.recognizers is None else {"KIOSK_RECOGNIZERS": args.recognizers}
    with (
        tempfile.TemporaryDirectory() as name,
        sound_server(Path(name)) as server,
        kiosk(
            "run",
            *settings,
            folder=Path(name),
            environment=server.environment | ears,
            light=False,
            warm=False,
        ) as terminal,
    ):
        terminal.wait_for("Listening")
        terminal.press(" ")
        terminal.wait_for("Hello.")
        terminal.press("q")
        terminal.wait_for("Listening", 60)
        time.sleep(SETTLING)
        before = sum(map(processor, processes(terminal.process.pid)))
        time.sleep(args.seconds)
        running = processes(terminal.process.pid)
        used = sum(map(processor, running)) - before
        measured = {
            "processor_percent": round(used / args.seconds * 100, 1),
            "memory_mb": round(sum(memory(each, "Pss") for each in running)),
            "rss_mb": [round(memory(each, "Rss")) for each in running],
        }
    print(json.dumps(measured) if args.json else measured)  # noqa: T201 - its output


if __name__ == "__main__":
    main()
