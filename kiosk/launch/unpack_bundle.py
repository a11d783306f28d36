"""Lies in a bundle as its `__main__.py`: `python3 voice-kiosk.pyz [FOLDER]` unpacks the kiosk.

It uses the standard library only, and syntax that any Python since 3.5 can read.
"""

import os
import platform
import shutil
import sys
import zipfile
from pathlib import Path

CONTENT = "voice-kiosk/"
"""The folder of a bundle that is unpacked; the bundle holds only this file beside it."""


def main() -> int:
    """Unpack into the folder that is named, which must not exist yet; give the exit code."""
    bundle = Path(__file__).absolute().parent
    arguments = sys.argv[1:]
    if len(arguments) > 1 or (arguments and arguments[0].startswith("-")):
        sys.stderr.write("usage: python3 " + bundle.name + " [FOLDER]\n")
        return 0 if arguments[0] in ("-h", "--help") else 2
    folder = Path(arguments[0] if arguments else CONTENT).absolute()
    beside = Path(str(folder) + ".part")
    code = 1
    try:
        _unpack(bundle, folder, beside)
    except zipfile.BadZipFile:
        line = bundle.name + ": it is damaged; copy the bundle again"
    except _RefusedError as refused:
        line = bundle.name + ": " + str(refused)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        line = bundle.name + ": " + str(folder) + ": " + reason + "; name another folder"
    except KeyboardInterrupt:
        line, code = bundle.name + ": stopped; nothing is left behind", 130
    else:
        line = "Unpacked. Start it: python" + here()[1] + " " + str(folder / "run_kiosk.py")
        code = 0
    finally:
        shutil.rmtree(str(beside), ignore_errors=True)
    (sys.stderr if code else sys.stdout).write(line + "\n")
    return code


def here() -> "tuple[str, str]":
    """Give the kind of processor and the version of Python, for which wheels are made."""
    return platform.machine(), ".".join(str(number) for number in sys.version_info[:2])


class _RefusedError(Exception):
    """The bundle must not be unpacked here; the message says why."""


def _unpack(bundle: Path, folder: Path, beside: Path) -> None:
    with zipfile.ZipFile(str(bundle)) as packed:
        machine, python = packed.comment.decode("ascii").split()
        if machine != here()[0]:
            raise _RefusedError("it is for " + machine + " and this machine is " + here()[0])
        if python != here()[1]:
            raise _RefusedError(
                "it is for Python " + python + " and this is " + here()[1] + "; start it with "
                "python" + python + ", or make one where Python is " + here()[1]
            )
        if os.path.lexists(str(folder)):
            raise _RefusedError(str(folder) + " is there already; name another folder")
        shutil.rmtree(str(beside), ignore_errors=True)
        content = [each for each in packed.namelist() if each.startswith(CONTENT)]
        packed.extractall(str(beside), content)
    os.sync()
    (beside / CONTENT).rename(folder)


if __name__ == "__main__":
    sys.exit(main())
