"""Starts a command: provides system libraries, then the environment, then becomes the command."""

import errno
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from kiosk.launch.environment import Environment
from kiosk.launch.errors import LaunchError
from kiosk.launch.package_installer import BUNDLED
from kiosk.launch.progress import Progress
from kiosk.launch.system_packages import provide

CHECKOUT = Path(__file__).resolve().parents[2]
INTERRUPTED = 130

DEFAULT_COMMAND = "run"
MODULES = {"selftest": "kiosk.commands.selftest"}
"""Commands that run as a module of their own, without the kiosk's command line."""
_TO_TEST = ("run", "cluster", "test")
PARTS = {
    **dict.fromkeys(("hazards", "conformance", "pictures"), _TO_TEST),
    "selftest": (*_TO_TEST, "train", "natural"),
}
"""Parts of the lock that a command needs, for commands that need more than the part `run`."""

HELP = {"-h", "--help"}

_HELPS = """\
import sys
sys.path.insert(0, sys.argv.pop(1))
from kiosk.cli import main
sys.exit(main(sys.argv[1:]))
"""
"""Program that shows the help of the command line with the standard library only."""

NATURAL_VOICE = "--natural-voice"
"""The option of `setup` that brings the natural voice and nothing else: it fails without it."""

CLUSTER = {"replay": "--scheduler", "setup": "--cluster"}
"""The option of each command that installs the part for a cluster."""

REMEDIES = {
    errno.ENOSPC: "free 2 GB and start again",
    errno.EDQUOT: "free 2 GB and start again",
    errno.EACCES: "start as the owner of the checkout",
    errno.EPERM: "start as the owner of the checkout",
    errno.EROFS: "put the checkout on a disk that can be written",
}
"""What a person can do about each error of the operating system."""


def launch(arguments: Sequence[str]) -> int:
    """Prepare the machine and become the command; return an exit code only if that fails.

    `--yes`, anywhere before a `--`, lets apt-get install missing packages without a question; it is
    not passed to the command.
    """
    progress = Progress(sys.stderr)
    try:
        _start(list(arguments), progress)
    except LaunchError as error:
        progress.line(str(error))
        return 1
    except KeyboardInterrupt:
        progress.line("stopped; the next start takes it up again")
        return INTERRUPTED
    except OSError as error:
        what = f"{error.filename or CHECKOUT}: {(error.strerror or str(error)).lower()}"
        remedy = REMEDIES.get(error.errno or 0, "mend that and start again")
        progress.line(f"{what}; {remedy}")
        return 1


def _start(arguments: list[str], progress: Progress) -> NoReturn:
    own = arguments[: arguments.index("--")] if "--" in arguments else arguments
    rest = arguments[len(own) :]
    may_install = "--yes" in own
    arguments = [argument for argument in own if argument != "--yes"] + rest
    command = DEFAULT_COMMAND
    if arguments and not arguments[0].startswith("-"):
        command = arguments[0]
    if command == "help" or _asks_for_help(command, own):
        _become(sys.executable, ["-I", "-c", _HELPS, str(CHECKOUT), *arguments], os.environ)
    environment = Environment(CHECKOUT, progress)
    provide(CHECKOUT / ".launch", command, may_install, progress)
    parts = _parts(command, own)
    environment.ensure(parts)
    if _speaks_naturally(command, own):
        _bring_natural_voice(environment, parts, progress)
    module = "kiosk"
    if command in MODULES:
        module, arguments = MODULES[command], arguments[1:]
    # `-P` stops Python from searching the current folder for modules.
    python = str(environment.python)
    _become(python, ["-P", "-m", module, *arguments], environment.variables())


def _asks_for_help(command: str, own: Sequence[str]) -> bool:
    # All arguments after the first one of `selftest` go to pytest, including `--help`.
    return bool(HELP & set(own[1:2] if command in MODULES else own))


def _parts(command: str, own: Sequence[str]) -> tuple[str, ...]:
    """Give the parts of the lock that a command needs with these options."""
    parts = PARTS.get(command, ("run",))
    given = _options(own)
    if command == "setup" and NATURAL_VOICE in given:
        parts = (*parts, "natural")
    if command in CLUSTER and CLUSTER[command] in given:
        parts = (*parts, "cluster")
    return parts


def _options(own: Sequence[str]) -> set[str]:
    return {argument.partition("=")[0] for argument in own}


def _speaks_naturally(command: str, own: Sequence[str]) -> bool:
    """Tell whether to bring the natural voice: a set-up does, and a bundle has brought it."""
    if command == "setup":
        return not {NATURAL_VOICE, CLUSTER["setup"]} & _options(own)
    return (CHECKOUT / ".launch" / BUNDLED / "natural").is_dir()


def _bring_natural_voice(
    environment: Environment, parts: tuple[str, ...], progress: Progress
) -> None:
    """Install the natural voice; without it the plain one speaks, and the set-up goes on."""
    try:
        environment.ensure((*parts, "natural"))
    except LaunchError as error:
        progress.line(f"the natural voice is not installed: {error}; the plain one speaks")


def _become(python: str, arguments: Sequence[str], variables: Mapping[str, str]) -> NoReturn:
    """Replace this process by the command.

    The terminal, signals and a parent that waits for the exit code then reach the command directly.
    """
    sys.stderr.flush()
    os.execve(python, [python, *arguments], variables)
