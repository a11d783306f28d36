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
    # Whatever is given is pytest's, options as well.
    sys.exit(run(argparse.Namespace(pytest=sys.argv[1:])))
