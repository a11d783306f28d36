"""Runs all listed attacks on a running kiosk, one after the other.

    python -m tests.attacks [--json] [--only TEXT]

Each attack gets a fresh kiosk in a terminal, with a real browser or broker if it needs one. The
kiosk holds if everything is as the attack's row in the hazard log says. A call is lost if a visitor
asked for staff and the kiosk did not call them. Needs root, to act as other users of the machine.
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
    """The result of one attack.

    Attributes:
        attack: its name.
        held: everything was as it must be.
        call_lost: a visitor asked for staff, and the kiosk did not call them.
        seconds: the time that it took.
        said: the first thing that was not as it must be, or "".
    """

    attack: str
    held: bool
    call_lost: bool
    seconds: float
    said: str = ""


def main() -> int:
    """Try all attacks; the exit code is 0 if the kiosk held all and no call was lost."""
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
    """Try one attack."""
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
