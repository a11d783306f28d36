"""How soon a broken microphone or speaker is told, and how soon the kiosk is whole again.

    python -m tests.benchmarks.broken_sound [--json]

Each fault of `tests.system.live.sound_faults` strikes a kiosk in a visit, on a real sound server.
`noticed` is taken to the last notice of the fault, `back` from its end to the last word that it is
over.
"""

import argparse
import json
import tempfile
import time
from pathlib import Path

from tests.system.live.sound_faults import FAULTS, Fault
from tests.system.live.sound_server import sound_server
from tests.system.live.terminal import kiosk

LASTS = 5.0
"""Seconds that a fault lasts after it was told: tries to mend it fail meanwhile."""

GIVEN_UP = 60.0


def measure(fault: Fault) -> dict[str, float | str]:
    """Let a fault strike and end; give the seconds of both."""
    with tempfile.TemporaryDirectory() as name, sound_server(Path(name)) as server:
        command = ("run", "--recognizer", "yes-no")
        with kiosk(
            *command, folder=Path(name), environment=server.environment, warm=False
        ) as terminal:
            terminal.wait_for("Listening")
            terminal.press(" ")
            terminal.wait_for("Hello.")
            struck = time.monotonic()
            fault.strike(server)
            for told in fault.told:
                terminal.wait_for(told, GIVEN_UP)
            noticed = time.monotonic() - struck
            time.sleep(LASTS)
            undone = time.monotonic()
            fault.undo(server)
            for _ in fault.told:
                terminal.wait_for("over: ", GIVEN_UP)
            back = time.monotonic() - undone
    return {"fault": fault.name, "noticed_s": round(noticed, 2), "back_s": round(back, 2)}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    measured = {"faults": [measure(fault) for fault in FAULTS]}
    print(json.dumps(measured) if args.json else measured)  # noqa: T201 - its output


if __name__ == "__main__":
    main()
