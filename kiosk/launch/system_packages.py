"""What the kiosk needs of the operating system: what is missing, and apt-get to bring it.

Nothing here stops a start: what is missing is said, and the kiosk goes on without it.
"""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.launch.errors import LaunchError
from kiosk.launch.progress import Progress

_TABLE = "system-packages"
_DECLINED = "declined"
_FETCH_LIMIT = 180
"""Seconds that fetching may take; unpacking is never cut off, for dpkg would be left half done."""
_APT_OPTIONS = (
    "--yes",
    "--no-install-recommends",
    "-oAcquire::Retries=1",
    "-oAcquire::http::Timeout=15",
    "-oAcquire::https::Timeout=15",
    "-oDPkg::Lock::Timeout=60",
)


@dataclass(frozen=True, slots=True)
class SystemPackage:
    """One line of the table.

    Attributes:
        kind: how to tell that it is there: "library" is one that the loader finds, "program" one
            on the search path, "file" a pattern of paths.
        mark: the library, program or pattern.
        name: the Debian package.
        purpose: what is missing without it.
    """

    commands: tuple[str, ...]
    kind: str
    mark: str
    name: str
    purpose: str

    def is_there(self) -> bool:
        """Whether the machine has what the package brings."""
        if self.kind == "program":
            return shutil.which(self.mark) is not None
        if self.kind == "file":
            return any(Path("/").glob(self.mark.lstrip("/")))
        try:
            ctypes.CDLL(self.mark)
        except OSError:
            return False
        return True


def provide(folder: Path, command: str, may_install: bool, progress: Progress) -> None:
    """See to what `command` needs of the operating system, as far as this machine allows.

    With somebody at the terminal it asks before it installs, and keeps a "no" in `folder` until
    something else is missing; `may_install` is the answer yes. With nobody there it installs.
    """
    missing = [each for each in _needed(folder, command) if not each.is_there()]
    if not missing:
        return
    names = sorted({each.name for each in missing})
    purposes = " and ".join(dict.fromkeys(each.purpose for each in missing))
    by_hand = f"apt-get install {' '.join(names)}"
    apt = _apt_get()
    if apt is None:
        progress.line(f"no {purposes}: install it by `sudo {by_hand}`; going on without")
        return
    if not may_install and sys.stdin.isatty() and sys.stderr.isatty():
        declined = folder / _DECLINED
        if _kept(declined) != names:
            may_install = _agreed(f"no {purposes}: `{by_hand}` brings it. Install?", progress)
            if not may_install:
                _keep(declined, names)
        if not may_install:
            progress.line(f"no {purposes}; --yes installs it by `{by_hand}`; going on without")
            return
    trouble = _install(apt, names, progress)
    if trouble or not all(each.is_there() for each in missing):
        trouble = trouble or "apt-get brought something else"
        progress.line(f"no {purposes}: `{by_hand}` failed ({trouble}); going on without")


def _needed(folder: Path, command: str) -> list[SystemPackage]:
    table = folder / _TABLE
    try:
        lines = table.read_text("utf-8").splitlines()
    except OSError as error:
        raise LaunchError(
            f"{table} cannot be read ({error.strerror}); fetch the kiosk's files again"
        ) from error
    packages = []
    for line in lines:
        if line and not line.startswith("#"):
            commands, kind, mark, name, purpose = line.split(maxsplit=4)
            packages.append(SystemPackage(tuple(commands.split(",")), kind, mark, name, purpose))
    return [package for package in packages if command in package.commands]


def _apt_get() -> list[str] | None:
    """The command that may install without a password, if there is one."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return ["apt-get"]
    if shutil.which("sudo") is None:
        return None
    allowed = subprocess.run(
        ["sudo", "-n", "true"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return ["sudo", "-n", "apt-get"] if allowed.returncode == 0 else None


def _install(apt: Sequence[str], names: Sequence[str], progress: Progress) -> str:
    """Install; gives what went wrong, in apt-get's words, or nothing."""
    progress.line(f"installing {' '.join(names)} by apt-get")
    fetched = _run(apt, "install", "--download-only", *_APT_OPTIONS, *names, limit=_FETCH_LIMIT)
    if fetched:
        # The lists of a fresh machine are empty, and those of an old one name files that are gone.
        progress.step("apt-get update")
        _run(apt, "update", *_APT_OPTIONS[2:], limit=_FETCH_LIMIT)
        progress.step("apt-get install")
        fetched = _run(apt, "install", "--download-only", *_APT_OPTIONS, *names, limit=_FETCH_LIMIT)
    return fetched or _run(apt, "install", "--no-download", *_APT_OPTIONS, *names)


def _run(apt: Sequence[str], *arguments: str, limit: int | None = None) -> str:
    *before, program = apt
    # `timeout` and `env` run below sudo, which could not be signalled from here.
    timed = ["timeout", str(limit)] if limit else []
    done = subprocess.run(
        [*before, "env", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C", *timed, program, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode == 0:
        return ""
    errors = [line[2:].strip() for line in done.stderr.splitlines() if line.startswith("E:")]
    if limit and done.returncode == 124:
        return f"nothing came within {limit} s"
    return errors[0] if errors else f"apt-get gave exit code {done.returncode}"


def _agreed(question: str, progress: Progress) -> bool:
    progress.ask(f"{question} [Y/n] ")
    answer = sys.stdin.readline()
    return answer.strip().lower() in ("", "y", "yes") and answer.endswith("\n")


def _kept(file: Path) -> list[str]:
    try:
        return file.read_text("utf-8").split()
    except OSError:
        return []


def _keep(file: Path, names: Sequence[str]) -> None:
    try:
        file.write_text("\n".join(names) + "\n", "utf-8")
    except OSError:
        return  # asked again at the next start; that is all that is lost
