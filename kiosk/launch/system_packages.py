"""Finds the operating system's packages that the kiosk lacks, and installs them with apt-get.

A missing package never stops a start: the person is told, and the kiosk continues without it.
"""

import ctypes
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.launch.errors import LaunchError
from kiosk.launch.progress import Progress
from kiosk.launch.variables import handed_on

_TABLE = "system-packages"
_DECLINED = "declined"
_FETCH_LIMIT = 120
"""Seconds that fetching may take; unpacking is never cut off, or dpkg would be left half done."""
_NETWORK = ("-oAcquire::Retries=1", "-oAcquire::http::Timeout=15", "-oAcquire::https::Timeout=15")
_INSTALL = ("install", "--yes", "--no-install-recommends", "-oDPkg::Lock::Timeout=60")
_TIMED_OUT = 124
"""The exit code of `timeout`."""


@dataclass(frozen=True, slots=True)
class SystemPackage:
    """One line of the table.

    Attributes:
        commands: the kiosk's commands that need it.
        kind: how to tell whether it is there: a "library" that the loader finds, a "program" on the
            search path, or a "file" that matches a pattern.
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
    """Install the system packages that `command` needs, as far as this machine allows.

    A person at a terminal is asked first; a "no" is kept in `folder` until other packages are
    missing. Without a terminal, or with `may_install`, nobody is asked.
    """
    missing = [each for each in _needed(folder / _TABLE, command) if not each.is_there()]
    if not missing:
        return
    names = sorted({each.name for each in missing})
    what = f"missing: {' '.join(names)} (for {', '.join({each.purpose: 0 for each in missing})})"
    apt = _apt_get()
    trouble = ""
    if apt and (may_install or _may_install(what, names, folder / _DECLINED, progress)):
        progress.line(f"{what}; installing by apt-get")
        trouble = _install(apt, names, progress)
        if not trouble and all(each.is_there() for each in missing):
            return
        trouble = f"; apt-get could not install it ({trouble or 'it brought something else'})"
    by_hand = f"{'' if os.geteuid() == 0 else 'sudo '}apt-get install {' '.join(names)}"
    progress.line(f"{what}{trouble}; going on without; to install: {by_hand}")


def _needed(table: Path, command: str) -> list[SystemPackage]:
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
    """Give the command that installs without a password, if there is one."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return ["apt-get"]
    if shutil.which("sudo") is None:
        return None
    asked = subprocess.run(
        ["sudo", "-n", "true"], stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    return ["sudo", "-n", "apt-get"] if asked.returncode == 0 else None


def _may_install(what: str, names: Sequence[str], declined: Path, progress: Progress) -> bool:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return True
    if _kept(declined) == names:
        return False
    progress.ask(f"{what}. Install by apt-get? [Y/n] ")
    answer = sys.stdin.readline()
    # The end of input does not count as a yes.
    if answer.endswith("\n") and answer.strip().lower() in ("", "y", "yes"):
        return True
    _keep(declined, names)
    return False


def _kept(declined: Path) -> list[str]:
    try:
        return declined.read_text("utf-8").split()
    except OSError:
        return []


def _keep(declined: Path, names: Sequence[str]) -> None:
    try:
        declined.write_text("\n".join(names) + "\n", "utf-8")
    except OSError:
        return  # the next start only asks again


def _install(apt: Sequence[str], names: Sequence[str], progress: Progress) -> str:
    """Install; give the problem in apt-get's words, or "" if there was none."""
    fetch = (*_INSTALL, "--download-only", *_NETWORK, *names)
    until = time.monotonic() + _FETCH_LIMIT
    progress.step("fetching")
    trouble = _run(apt, fetch, until)
    if trouble:
        # A fresh machine has no lists of packages, and old lists name files that are gone.
        progress.step("fetching the lists of packages")
        _run(apt, ("update", *_NETWORK), until)
        progress.step("fetching")
        trouble = _run(apt, fetch, until)
    if not trouble:
        progress.step("unpacking")
        trouble = _run(apt, (*_INSTALL, "--no-download", *names))
    return trouble


def _run(apt: Sequence[str], arguments: Sequence[str], until: float | None = None) -> str:
    *sudo, apt_get = apt
    # sudo passes on no variables and no signals, so `env` and `timeout` come after it. Without
    # sudo, this process's variables could redirect apt-get (see `kiosk.launch.variables`).
    command = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C"]
    if until is not None:
        command += ["timeout", "--foreground", str(max(1, round(until - time.monotonic())))]
    process = subprocess.Popen(
        [*command, apt_get, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        env=handed_on(),
        # Ctrl-C reaches the fetching, but not the unpacking.
        start_new_session=until is None,
    )
    try:
        _, said = process.communicate()
    except KeyboardInterrupt:
        process.communicate()
        raise
    if process.returncode == 0:
        return ""
    if until is not None and process.returncode == _TIMED_OUT:
        return f"nothing came within {_FETCH_LIMIT} s"
    errors = [line[2:].strip() for line in said.splitlines() if line.startswith("E:")]
    return errors[0] if errors else f"exit code {process.returncode}"
