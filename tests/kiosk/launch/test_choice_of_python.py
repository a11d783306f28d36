"""Which Python a start goes on with, among those that the machine has."""

import shutil
import sys
from pathlib import Path

import pytest

from tests.kiosk.launch.checkout import Checkout

pytestmark = [pytest.mark.unit, pytest.mark.slow]

STARTS = 'test "$1" = -I && echo {version} || echo "{version} starts: $2 $3"'
"""A stand-in for a Python, which tells its version or what it was started with."""
IS_A_SHIM = "exit 127"
"""A stand-in for what pyenv puts on the path for a Python that is not chosen."""


def pretending(checkout: Checkout, told: str) -> tuple[str, ...]:
    """Give the command line that starts a program in a Python after these statements."""
    other = checkout.elsewhere / "other.py"
    other.write_text(
        "import os, runpy, sys\n"
        f"{told}\n"
        "sys.argv = sys.argv[2:]\n"
        "sys.path[0] = os.path.dirname(sys.argv[0])\n"
        "runpy.run_path(sys.argv[0], run_name='__main__')\n"
    )
    return (sys.executable, str(other))


@pytest.fixture
def by_an_old_python(checkout: Checkout) -> tuple[str, ...]:
    """The command line that starts a program in Python 3.9, as far as it can tell."""
    return pretending(checkout, "sys.version_info = (3, 9, 2)")


@pytest.fixture
def by_a_python_of_ones_own(checkout: Checkout) -> tuple[str, ...]:
    """The command line that starts a program where the system's Pythons are the test's programs."""
    return pretending(checkout, f"os.defpath = {str(checkout.programs)!r}")


def built_with(checkout: Checkout, name: str, script: str) -> None:
    """Leave an environment whose Python is that script."""
    python = checkout.elsewhere / name
    checkout.program(name, script)
    shutil.move(checkout.programs / name, python)
    (checkout.environment / "bin").mkdir(parents=True)
    (checkout.environment / "bin" / "python").symlink_to(python)


def test_a_python_that_does_not_suit_hands_over_to_the_best_there_is(
    checkout: Checkout, by_an_old_python: tuple[str, ...]
) -> None:
    for version in ("3.8", "3.11", "3.14", "3.99"):
        checkout.program(f"python{version}", STARTS.format(version=version))
    only_these = str(checkout.programs)
    started = checkout.start("say", by=by_an_old_python, PATH=only_these)
    assert started.out == "3.14 starts: say \n"
    checkout.program("python3.14", IS_A_SHIM)
    started = checkout.start("say", by=by_an_old_python, PATH=only_these)
    assert started.out.startswith("3.11 starts")


def test_with_no_python_that_suits_one_line_says_which_are_needed(
    checkout: Checkout, by_an_old_python: tuple[str, ...]
) -> None:
    checkout.program("python3.14", IS_A_SHIM)
    failed = checkout.start(by=by_an_old_python, PATH=str(checkout.programs))
    assert (failed.code, failed.out) == (1, "")
    assert failed.said.startswith("run_kiosk.py: the kiosk needs Python 3.11, ")
    assert " or 3.14 and this is 3.9; on Debian" in failed.said
    assert failed.said.count("\n") == 1


def test_a_python_that_suits_goes_on_itself(checkout: Checkout) -> None:
    checkout.program("python3.13", STARTS.format(version="3.13"))
    assert checkout.start().told["tiny"] == "1.0"


def test_of_one_version_the_systems_python_goes_on(
    checkout: Checkout, by_a_python_of_ones_own: tuple[str, ...]
) -> None:
    this = f"{sys.version_info.major}.{sys.version_info.minor}"
    checkout.program("python3", STARTS.format(version=this))
    started = checkout.start("say", by=by_a_python_of_ones_own)
    assert started.out == f"{this} starts: say \n"
    for another in (STARTS.format(version="3.99"), 'test "$1" = -I && echo'):
        shutil.rmtree(checkout.environment, ignore_errors=True)
        checkout.program("python3", another)
        assert checkout.start(by=by_a_python_of_ones_own).told["tiny"] == "1.0"


def test_the_python_of_the_environment_goes_on_whichever_starts(checkout: Checkout) -> None:
    built_with(checkout, "python3.11", STARTS.format(version="3.11"))
    assert checkout.start("say").out == "3.11 starts: say \n"


@pytest.mark.parametrize("script", [IS_A_SHIM, STARTS.format(version="3.10")])
def test_an_environment_of_a_python_that_does_not_suit_is_built_anew(
    checkout: Checkout, script: str
) -> None:
    built_with(checkout, "python3.10", script)
    assert checkout.start().told["tiny"] == "1.0"
    assert Path(checkout.environment / "bin" / "python").resolve().parent != checkout.elsewhere
