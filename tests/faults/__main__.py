"""Puts one fault after the other into a running kiosk; measures how soon it is back, and losses.

    python -m tests.faults [--json] [--only TEXT] [--seconds 60] [--restarts 50]

Each fault gets a kiosk with sound, page, keys and its control socket. A fault with a state of its
own is tried in that state; any other once with no visitor and once in an emergency. "back" is the
seconds from the fault (from its end, if it lasts) until `status` says that the kiosk is in service.
Needs root, for a full disk.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.faults.list_of_faults import Fault, every_fault
from tests.faults.running import running
from tests.system.live.sound_server import SoundServer, sound_server

BACK_WITHIN = 10.0
"""Seconds within which the kiosk must be back in service."""

_OWN_MOUNTS = "FAULTS_OWN_MOUNTS"


@dataclass(frozen=True, slots=True)
class Row:
    """The result of one fault.

    Attributes:
        fault: its name.
        state: the kiosk's state before the fault.
        back: seconds until it was in service again; None: it never was.
        emergency_lost: an emergency that was latched before the fault is not latched after it.
        left: number of zombies, and of files or descriptors that nobody needs.
    """

    fault: str
    state: str
    back: float | None
    emergency_lost: bool
    left: int


def main() -> int:
    """Try all faults; the exit code is 0 if the kiosk recovered from each as it must."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--only", default="", help="faults whose name has this in it")
    parser.add_argument("--seconds", type=float, default=60.0, help="of a fault that lasts")
    parser.add_argument("--restarts", type=int, default=50)
    args = parser.parse_args()
    if _OWN_MOUNTS not in os.environ:
        # Mounts in a namespace of their own vanish with this process, however it ends.
        own = [sys.executable, "-m", "tests.faults", *sys.argv[1:]]
        environment = os.environ | {_OWN_MOUNTS: "yes"}
        os.execvpe("unshare", ["unshare", "--mount", *own], environment)
    rows = []
    for fault in every_fault(args.seconds, args.restarts):
        if args.only in fault.name:
            for row in tried(fault):
                rows.append(row)
                back = "never" if row.back is None else f"{row.back:5.2f} s"
                mark = "  EMERGENCY LOST" if row.emergency_lost else ""
                left = f"  {row.left} left behind" if row.left else ""
                print(f"{row.fault:40} {row.state:18} {back}{mark}{left}", file=sys.stderr)
    in_time = sum(row.back is not None and row.back <= BACK_WITHIN for row in rows)
    lost = sum(row.emergency_lost for row in rows)
    figures = {"faults": len(rows), "back_in_time": in_time, "emergencies_lost": lost}
    if args.json:
        print(json.dumps({"table": [asdict(row) for row in rows], **figures}, indent=2))
    else:
        print(figures)
    return int(in_time < len(rows) or lost > 0 or any(row.left for row in rows))


def tried(fault: Fault) -> Iterator[Row]:
    """Try a fault in its own state; without one, with no visitor and then in an emergency."""
    ways = [(fault.keys, fault.state), *([] if fault.keys else [("s", "emergency")])]
    for keys, state in ways:
        with (
            tempfile.TemporaryDirectory() as folder,
            sound_server(_made(Path(folder) / "sound")) as sound,
        ):
            try:
                yield _tried_once(fault, keys, state, Path(folder), sound)
            finally:
                fault.undo(Path(folder))


def _tried_once(fault: Fault, keys: str, state: str, folder: Path, sound: SoundServer) -> Row:
    emergency = state == "emergency"
    fault.prepare(folder)
    with running(folder, sound, fault.environment(folder)) as kiosk:
        files, temporary = kiosk.open_files(), kiosk.temporary_files()
        if keys:
            kiosk.terminal.press(keys)
            reached = kiosk.wait_for(lambda now: now.emergency if emergency else now.visit)
            assert reached is not None, kiosk.terminal.text
        back = fault.do(kiosk)
        lost = emergency and kiosk.wait_for(lambda status: status.emergency, 5.0) is None
        left = kiosk.left_behind(files, temporary)
    return Row(fault.name, state, back, lost, left)


def _made(folder: Path) -> Path:
    folder.mkdir(mode=0o700)
    return folder


if __name__ == "__main__":
    sys.exit(main())
