"""What a start does: system libraries, the environment, then the command in its place."""

import errno
import os
import sys
from collections.abc import Sequence
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
PARTS = dict.fromkeys(
    ("selftest", "hazards", "conformance", "pictures"),
    ("run", "natural", "cluster", "test", "train"),
)
"""Parts of the lock that a command needs, where it needs more than to run."""

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
    if not {"-h", "--help"} & set(own):
        provide(CHECKOUT / ".launch", command, may_install, progress)
    environment = Environment(CHECKOUT, progress)
    parts = PARTS.get(command, ("run",))
    if command == "setup" and NATURAL_VOICE in own:
        parts = (*parts, "natural")
    given = {argument.partition("=")[0] for argument in own}
    if command in CLUSTER and CLUSTER[command] in given:
        parts = (*parts, "cluster")
    environment.ensure(parts)
    module = "kiosk"
    if command in MODULES:
        module, arguments = MODULES[command], arguments[1:]
    sys.stderr.flush()
    # The command takes this process's place, so that the terminal, signals and whoever waits for
    # the exit code deal with it and nothing stands between. `-P` keeps the folder that the person
    # stands in from being searched for modules.
    python = str(environment.python)
    os.execve(python, [python, "-P", "-m", module, *arguments], environment.variables())
