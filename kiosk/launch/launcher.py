"""What a start does: system libraries, the environment, then the command in its place."""

import errno
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from kiosk.launch.environment import Environment
from kiosk.launch.errors import LaunchError
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
"""Parts of the lock that a command needs, where it needs more than to run."""

HELP = {"-h", "--help"}

_HELPS = """\
import sys
sys.path.insert(0, sys.argv.pop(1))
from kiosk.cli import main
sys.exit(main(sys.argv[1:]))
"""
"""Shows the list of commands, or what one takes: it needs nothing but the standard library."""

NATURAL_VOICE = "--natural-voice"
"""The option of `setup` that brings the part of the natural voice."""

CLUSTER = {"replay": "--scheduler", "setup": "--cluster"}
"""The options of commands that bring the part for a cluster."""

REMEDIES = {
    errno.ENOSPC: "free 2 GB and start again",
    errno.EDQUOT: "free 2 GB and start again",
    errno.EACCES: "start as the owner of the checkout",
    errno.EPERM: "start as the owner of the checkout",
    errno.EROFS: "put the checkout on a disk that can be written",
}
"""What to do when the operating system refuses."""


def launch(arguments: Sequence[str]) -> int:
    """Make the machine ready and become the command; come back only with an exit code.

    `--yes`, anywhere before a `--`, lets apt-get install what is missing without a question; the
    command does not see it.
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
    environment.ensure(_parts(command, own))
    module = "kiosk"
    if command in MODULES:
        module, arguments = MODULES[command], arguments[1:]
    # `-P` keeps the folder that the person stands in from being searched for modules.
    python = str(environment.python)
    _become(python, ["-P", "-m", module, *arguments], environment.variables())


def _asks_for_help(command: str, own: Sequence[str]) -> bool:
    # What follows the first argument of `selftest` is for pytest, its own help as well.
    return bool(HELP & set(own[1:2] if command in MODULES else own))


def _parts(command: str, own: Sequence[str]) -> tuple[str, ...]:
    """Give the parts of the lock that a command needs with these options."""
    parts = PARTS.get(command, ("run",))
    given = {argument.partition("=")[0] for argument in own}
    if command == "setup" and NATURAL_VOICE in given:
        parts = (*parts, "natural")
    if command in CLUSTER and CLUSTER[command] in given:
        parts = (*parts, "cluster")
    return parts


def _become(python: str, arguments: Sequence[str], variables: Mapping[str, str]) -> NoReturn:
    """Let the command take this process's place.

    So the terminal, signals and whoever waits for the exit code deal with it and nothing stands
    between.
    """
    sys.stderr.flush()
    os.execve(python, [python, *arguments], variables)
