"""`selftest`: the project's checks and tests, in the environment the launcher made for them."""

import argparse
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from kiosk import CHECKOUT
from kiosk.assurance.test_run import PROCESSES, PYTEST
from kiosk.commands.arguments.selftest import add_arguments

CHECKS = (("ruff", "check"), ("ruff", "format", "--check"), ("mypy",))
"""They compute, at a lower priority, while many of the tests wait."""

QUICK = ("3", "-m", "not (live or browser or broker or systemd or slow)")
"""Leaves out the categories of tests that need devices, another program, or long.

What is left computes most of the time: one process more than cores, 3, fills what others wait.
"""


def run(args: argparse.Namespace) -> int:
    """Run every check, whatever the others say; give 0 when all passed, else 1."""
    tests = (*PYTEST, *(QUICK if args.quick else (str(PROCESSES),)), *args.pytest)
    with ThreadPoolExecutor() as threads:
        checks = [threads.submit(_checked, check) for check in CHECKS]
        print("==>", *tests, flush=True)  # noqa: T201 - this command's output
        tested = subprocess.run([sys.executable, "-m", *tests], cwd=CHECKOUT, check=False)
    failed = ["pytest"] if tested.returncode else []
    for check, done in zip(CHECKS, (each.result() for each in checks), strict=True):
        print("==>", *check, f"\n{done.stdout}", flush=True)  # noqa: T201 - this command's output
        if done.returncode:
            failed.append(" ".join(word for word in check if not word.startswith("-")))
    if failed:
        print("failed:", ", ".join(failed), flush=True)  # noqa: T201 - this command's output
    return 1 if failed else 0


def _checked(check: Sequence[str]) -> "subprocess.CompletedProcess[str]":
    """Run a check beside the tests, and keep what it prints: it comes after what they print."""
    return subprocess.run(
        ["nice", sys.executable, "-m", *check],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def main(arguments: list[str]) -> int:
    """Run the command with the options of pytest as well, which its parser does not know."""
    parser = argparse.ArgumentParser(
        "run_kiosk.py selftest", formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_arguments(parser)
    if arguments[:1] not in (["-h"], ["--help"]):
        own = ["--quick"] if "--quick" in arguments else []
        arguments = [*own, "--", *(each for each in arguments if each != "--quick")]
    return run(parser.parse_args(arguments))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
