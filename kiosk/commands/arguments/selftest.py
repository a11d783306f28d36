"""What `selftest` takes."""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.description = "Check the project's style and types, and run its tests."
    parser.epilog = (
        "examples:\n"
        "  run_kiosk.py selftest --quick\n"
        "  run_kiosk.py selftest tests/grammar -k edge\n"
        "  run_kiosk.py selftest -m live"
    )
    parser.add_argument(
        "--quick",
        action="store_true",
        help="leave out the slow tests and those that need sound devices, a browser, a broker or "
        "systemd; pyproject.toml lists the categories of tests",
    )
    parser.add_argument("pytest", nargs="*", metavar="ARGUMENT", help="handed to pytest")
