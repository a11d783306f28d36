"""Start the kiosk: `python3 run_kiosk.py [COMMAND] [ARGUMENTS] [--yes]`; without a command, `run`.

This file needs only the standard library and syntax that any Python 3 can read, so that a person
with an unsuitable Python gets a clear message. The work is in `kiosk/launch`.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Iterator  # noqa: UP035 - any Python 3 has it

SUITABLE = ["3.14", "3.13", "3.12", "3.11"]
"""Versions of Python that the packages have wheels for, the best first."""


def main() -> int:
    """Run the launcher on the first of the candidates that suits."""
    this = os.path.realpath(sys.executable)
    for python in _candidates(this):
        if _version(python, this) in SUITABLE:
            break
    else:
        print(  # noqa: T201 - unlike a write, it works with standard error closed
            "run_kiosk.py: the kiosk needs Python " + ", ".join(SUITABLE[:0:-1]) + " or "
            "" + SUITABLE[0] + " and this is " + _version(this, this) + "; "
            "on Debian 12 and 13 it is the package python3",
            file=sys.stderr,
        )
        return 1
    if python != this:
        os.execv(python, [python, os.path.abspath(__file__)] + sys.argv[1:])  # noqa: PTH100, RUF005 - any Python 3 can read it
    # Only a suitable Python can read these modules.
    from kiosk.launch import launch  # noqa: PLC0415
    from kiosk.launch.standard_streams import open_missing  # noqa: PLC0415

    open_missing()
    return launch(sys.argv[1:])


def _candidates(this: str) -> "Iterator[str]":
    """Give the environment's Python, the system's if it is of this version, this one, and others.

    The system's gets security updates, and Debian builds it to run fast; one that a person built is
    up to a third slower.
    """
    yield os.path.realpath(str(Path(__file__).parent / ".venv" / "bin" / "python"))
    system = os.path.realpath(shutil.which("python3", path=os.defpath) or "")
    if _version(system, this) == _version(this, this):
        yield system
    yield this
    for version in SUITABLE:
        yield shutil.which("python" + version) or ""


def _version(python: str, this: str) -> str:
    """Give the version of a Python, such as "3.13"; "" if it cannot start or build environments."""
    if python == this:
        return ".".join(str(number) for number in sys.version_info[:2])
    ask = (
        "import importlib.util, sys; "
        "print('%d.%d' % sys.version_info[:2] if importlib.util.find_spec('venv') else '')"
    )
    try:
        said = subprocess.check_output([python, "-I", "-c", ask], stderr=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return said.decode().strip()


if __name__ == "__main__":
    sys.exit(main())
