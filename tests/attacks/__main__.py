"""Attacks a running kiosk in every way that is listed, one after the other.

    python -m tests.attacks [--json] [--only TEXT]

Each attack meets a fresh kiosk in a terminal, with a real browser or broker where it needs one. It
is held when everything is as its row in the hazard log says. A call is lost when staff were asked
for and nobody called them. Needs root, for what other users of the machine do.
"""

import argparse
import importlib
import json
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from kiosk.assurance.attack_list import Attack, read_attacks
from tests.attacks.attacked import CallLostError


@dataclass(frozen=True, slots=True)
class Row:
    """What came of one attack.

    Attributes:
        attack: its name.
        held: everything was as it must be.
        call_lost: staff were asked for and not called.
        seconds: that it took.
        said: what was not as it must be; "": nothing.
    """

    attack: str
    held: bool
    call_lost: bool
    seconds: float
    said: str = ""


def main() -> int:
    """Try them all; the exit code is 0 when all are held and no call is lost."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--only", default="", help="attacks whose name has this in it")
    args = parser.parse_args()
    rows = []
    for attack in read_attacks():
        if args.only in attack.name:
            row = tried(attack)
            rows.append(row)
            word = "CALL LOST" if row.call_lost else "held" if row.held else "NOT HELD"
            print(f"{row.attack:60} {row.seconds:5.1f} s  {word}", file=sys.stderr, flush=True)
            if row.said:
                print(row.said, file=sys.stderr, flush=True)
    held, lost = sum(row.held for row in rows), sum(row.call_lost for row in rows)
    figures = {"attacks": len(rows), "held": held, "calls_lost": lost}
    if args.json:
        print(json.dumps({**figures, "table": [asdict(row) for row in rows]}, indent=2))
    else:
        print(figures)
    return int(not rows or held < len(rows) or lost > 0)


def tried(attack: Attack) -> Row:
    """Try one."""
    do = getattr(importlib.import_module(attack.module), attack.function)
    began = time.monotonic()
    held, lost, said = True, False, ""
    with tempfile.TemporaryDirectory(prefix="attack-", ignore_cleanup_errors=True) as folder:
        try:
            do(Path(folder))
        except Exception as error:
            held, lost = False, isinstance(error, CallLostError)
            said = f"{type(error).__name__}: {error}"
    return Row(attack.name, held, lost, round(time.monotonic() - began, 1), said)


if __name__ == "__main__":
    sys.exit(main())
