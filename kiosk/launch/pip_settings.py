"""Selects the pip settings that count: where packages come from, and how to reach the network.

A clinic may keep them in pip's files or in variables. Pip takes any option from there, including
one that installs something else (`requirement`) or elsewhere (`target`). So pip itself reads these
settings here, and the installing pip gets only the options of a fixed list and none of the files.
"""

import ast
import os
import subprocess
from collections.abc import Mapping, Sequence

from kiosk.launch.errors import LaunchError
from kiosk.launch.variables import handed_on

_OPTIONS = (
    *("index-url", "extra-index-url", "no-index", "find-links", "trusted-host"),
    *("proxy", "cert", "client-cert", "timeout", "default-timeout", "retries"),
    *("cache-dir", "no-cache-dir"),
)
_PLACES = ("global", "install", "download", ":env:")
"""Where `pip config list` finds an option; a later place overrides the earlier ones."""

_ITS_FILES = ("PIP_CONFIG_FILE", "XDG_CONFIG_HOME", "XDG_CONFIG_DIRS", "XDG_CACHE_HOME")


def variables_for_pip(pip: Sequence[str], own: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Give the environment variables for pip, including its settings.

    Args:
        pip: the command that runs pip.
        own: variables of this process.

    Raises:
        LaunchError: a file of pip's settings cannot be read.
    """
    named = {_variable(option) for option in _OPTIONS}
    listed = subprocess.run(
        [*pip, "--disable-pip-version-check", "config", "list"],
        env=handed_on(own, (*_ITS_FILES, *named)),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if listed.returncode:
        said = (listed.stderr.strip().splitlines() or ["it does not say why"])[-1]
        raise LaunchError(
            f"pip's settings cannot be read ({said.removeprefix('ERROR: ')}); "
            "correct that file and start again"
        )
    settings = _settings(listed.stdout)
    return handed_on(own, _ITS_FILES) | {
        **{_variable(option): value for option, value in settings.items()},
        "PIP_CONFIG_FILE": os.devnull,  # pip then reads no file at all
        "PYTHONIOENCODING": "utf-8",
        "NO_COLOR": "1",
    }


def _settings(listed: str) -> dict[str, str]:
    """Read what `pip config list` prints: lines such as `global.timeout='60'`."""
    found: dict[str, dict[str, str]] = {place: {} for place in _PLACES}
    for line in listed.splitlines():
        name, _, value = line.partition("=")
        place, _, option = name.partition(".")
        if place in found and option in _OPTIONS:
            found[place][option] = str(ast.literal_eval(value))
    return {option: value for place in _PLACES for option, value in found[place].items()}


def _variable(option: str) -> str:
    return f"PIP_{option.upper().replace('-', '_')}"
