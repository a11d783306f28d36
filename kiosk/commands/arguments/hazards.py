"""What `hazards` takes."""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "Run the tests of every hazard and print the hazard log: hazard, cause, effect, "
        "mitigation, test, result; then the attacks that are tried on a running kiosk. The exit "
        "code is 1 when the tests do not show that a hazard is guarded against."
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object, nothing else")
    parser.add_argument(
        "--write", action="store_true", help="write the log to its place in the release"
    )
    parser.epilog = "example:\n  run_kiosk.py hazards --write"
