"""`selftest`: the project's checks and tests, in the environment the launcher made for them."""

import argparse
import subprocess
import sys

from kiosk import CHECKOUT
from kiosk.assurance.test_run import PYTEST

CHECKS = (
    ("ruff", "check"),
    ("ruff", "format", "--check"),
    ("mypy",),
    PYTEST,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.description = "Check the project's style and types, and run its tests."
    parser.epilog = "example:\n  run_kiosk.py selftest tests/grammar -k edge"
    parser.add_argument("pytest", nargs="*", metavar="ARGUMENT", help="handed to pytest")


def run(args: argparse.Namespace) -> int:
    """Run every check, whatever the others say; give 0 when all passed, else 1."""
    failed = []
    for check in CHECKS:
        command = [*check, *args.pytest] if check[0] == "pytest" else list(check)
        print("==>", *command, flush=True)  # noqa: T201 - this command's output
        if subprocess.run([sys.executable, "-m", *command], cwd=CHECKOUT, check=False).returncode:
            failed.append(" ".join(word for word in check[:2] if not word.startswith("-")))
    if failed:
        print("failed:", ", ".join(failed), flush=True)  # noqa: T201 - this command's output
    return 1 if failed else 0


if __name__ == "__main__":
    _parser = argparse.ArgumentParser(
        "run_kiosk.py selftest", formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_arguments(_parser)
    _arguments = sys.argv[1:]
    if _arguments[:1] not in (["-h"], ["--help"]):
        # pytest's options are not this parser's.
        _arguments = ["--", *_arguments]
    sys.exit(run(_parser.parse_args(_arguments)))
