"""Installs the packages of the lock, part by part, with the pip that lies in the checkout.

Debian's Python comes without pip and without `ensurepip`, so pip runs straight from its wheel. It
uses only those of the person's pip settings that say where packages come from and how to reach the
network (see `kiosk.launch.pip_settings`).
"""

import ctypes
import re
import signal
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

from kiosk.launch.errors import LaunchError
from kiosk.launch.lock import NAME as LOCK_NAME
from kiosk.launch.lock import Part
from kiosk.launch.pip_settings import variables_for_pip

Report = Callable[[int, str, str], None]
"""Takes the number of packages begun or done, the current step, and the progress of that step."""

_OPTIONS = (
    "--require-hashes",
    "--no-deps",
    "--only-binary=:all:",
    "--no-input",
    "--disable-pip-version-check",
    "--progress-bar=raw",
)
_TO_INSTALL = (
    # An interrupted start may have left half a package that pip would take for a whole one.
    "--ignore-installed",
    "--no-user",
    "--no-warn-script-location",
)
BUNDLED = "wheels"
"""Folder, beside pip's wheel, of one folder of wheels for each part that a bundle brings whole."""

_COLLECTING = re.compile(r"(?:Collecting |Processing .*/)([\w.-]+?)(?:==|-)(\d[^\s-]*)")
_DOWNLOADED = re.compile(r"Progress (\d+) of (\d+)")
_WAITING = re.compile(r"WARNING: Retrying")
_UNPACKING = re.compile(r"Installing collected packages")

_WRONG_HASH = re.compile(r"DO NOT MATCH THE HASHES")
_NO_SPACE = re.compile(r"No space left on device|Disk quota exceeded")
_NOT_ALLOWED = re.compile(r"Permission denied|Read-only file system|Operation not permitted")
_NOT_FETCHED = re.compile(
    r"No matching distribution found for ([\w.-]+)|Could not fetch URL|Connection|HTTP error"
    r"|Max retries exceeded|Temporary failure|timed out"
)


class PackageInstaller:
    """Runs the pip beside a checkout's wheels, with the person's settings; it asks for them once.

    If a bundle has brought all packages of a part, pip looks nowhere else.
    """

    def __init__(self, python: Path, wheels: Path) -> None:
        """Start nothing yet.

        Args:
            python: the environment's interpreter, which need not be there yet.
            wheels: the folder of pip's wheel and of wheels that the lock names and no index has.
        """
        self._python = python
        self._wheels = wheels

    def install(self, part: Part, lock_file: int, report: Report) -> None:
        """Install the packages of a part of the lock into the environment.

        Args:
            part: of the lock.
            lock_file: a descriptor that the installer keeps open as long as it runs.
            report: called at each step.

        Raises:
            LaunchError: not everything is installed.
        """
        self._pip(["install", *_OPTIONS, *_TO_INSTALL], part, report, held_open=(lock_file,))

    def download(self, part: Part, into: Path, report: Report) -> None:
        """Download the wheels of a part, for this kind of machine, into a folder.

        Raises:
            LaunchError: not everything was downloaded.
        """
        self._pip(["download", *_OPTIONS, "--dest", str(into)], part, report)

    def _pip(
        self,
        arguments: Sequence[str],
        part: Part,
        report: Report,
        held_open: tuple[int, ...] = (),
    ) -> None:
        options = ["--find-links", str(self._wheels)]
        if (bundled := self._wheels / BUNDLED / part.name).is_dir():
            options += ["--no-index", "--find-links", str(bundled)]
        with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as requirements:
            requirements.write(part.requirements)
            requirements.flush()
            command = [*self._command, *arguments, *options, "--requirement", requirements.name]
            said, failed = _run(command, self._variables, held_open, part.packages, report)
        if failed:
            raise LaunchError(_trouble(said))

    @cached_property
    def _command(self) -> list[str]:
        pip = next(iter(sorted(self._wheels.glob("pip-*.whl"), reverse=True)), None)
        if pip is None:
            raise LaunchError(f"{self._wheels} has no pip; fetch the kiosk's files again")
        return [str(self._python), "-I", str(pip / "pip")]

    @cached_property
    def _variables(self) -> dict[str, str]:
        return variables_for_pip(self._command)


def _run(
    command: list[str],
    variables: dict[str, str],
    held_open: tuple[int, ...],
    packages: int,
    report: Report,
) -> tuple[list[str], bool]:
    said: list[str] = []
    begun = 0
    package = ""
    with subprocess.Popen(
        command,
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        pass_fds=held_open,
        preexec_fn=_end_with_the_launcher,  # noqa: PLW1509 - this process has one thread
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if downloaded := _DOWNLOADED.match(line):
                so_far, size = (int(number) / 1e6 for number in downloaded.groups())
                report(begun, package, f"{so_far:.0f} of {size:.0f} MB")
                continue
            said.append(line.rstrip())
            if collecting := _COLLECTING.match(line):
                begun += 1
                package = f"{collecting[1]} {collecting[2]}"
                report(begun, package, "")
            elif _WAITING.match(line):
                report(begun, package or "the first package", "no answer, trying again")
            elif _UNPACKING.match(line):
                report(packages, "unpacking all", "")
    return said, process.returncode != 0


def _end_with_the_launcher() -> None:
    """End the installer when its start is killed (Linux: `man 2 prctl`, PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def _trouble(said: list[str]) -> str:
    everything = "\n".join(said)
    package = next((found[1] for line in reversed(said) if (found := _COLLECTING.match(line))), "")
    if _NO_SPACE.search(everything):
        return "the disk is full; free 2 GB and start again"
    if _WRONG_HASH.search(everything):
        return (
            f"{package} was not installed: its file is not the one that {LOCK_NAME} was written"
            " for; get it from a source that you trust and start again"
        )
    errors = [line.removeprefix("ERROR: ") for line in said if line.startswith("ERROR: ")]
    if _NOT_ALLOWED.search("\n".join(errors)):
        return f"the environment cannot be written ({errors[0]}); start as the checkout's owner"
    if unfetched := _NOT_FETCHED.search(everything):
        return (
            f"{unfetched[1] or package or 'a package'} could not be fetched; connect this machine"
            " to the network for the first start, or set PIP_FIND_LINKS to a folder of the wheels"
        )
    return f"pip failed: {errors[-1] if errors else (said or ['it said nothing'])[-1].strip()}"
