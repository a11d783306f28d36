"""Start the kiosk: `python3 run_kiosk.py [COMMAND] [ARGUMENTS] [--yes]`; without a command, `run`.

Only the standard library is needed. This file keeps to what any Python 3 can read, so that a wrong
Python gets a clear line; the work is in `kiosk/launch`.
"""

import os
import shutil
import sys


def main() -> int:
    """Hand over to the launcher, on Python 3.11."""
    if sys.version_info[:2] != (3, 11):
        right_python = shutil.which("python3.11")
        if right_python is None:
            running = ".".join(str(number) for number in sys.version_info[:2])
            print(  # noqa: T201 - unlike a write, it bears a closed standard error
                "run_kiosk.py: the kiosk needs Python 3.11 and this is " + running + "; "
                "on Debian 12 it is the package python3",
                file=sys.stderr,
            )
            return 1
        os.execv(right_python, [right_python, os.path.abspath(__file__)] + sys.argv[1:])  # noqa: PTH100, RUF005 - any Python 3 can read it
    # Only Python 3.11 can read them.
    from kiosk.launch import launch  # noqa: PLC0415
    from kiosk.launch.standard_streams import open_missing  # noqa: PLC0415

    open_missing()
    return launch(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
