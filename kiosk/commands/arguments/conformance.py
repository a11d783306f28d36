"""What `conformance` takes."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.description = (
        "Run the tests of every line of the accessibility checklist and tell which lines they "
        "show. The exit code is 1 while a line that software can show is not shown."
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object, nothing else")
    parser.add_argument(
        "--openacr", type=Path, metavar="FILE", help="write a report in the OpenACR format (YAML)"
    )
    parser.add_argument(
        "--html", type=Path, metavar="FILE", help="write the report as a page to read"
    )
    parser.add_argument(
        "--email",
        default="nobody@example.invalid",
        metavar="ADDRESS",
        help="whom readers of the OpenACR report may ask",
    )
    parser.epilog = "example:\n  run_kiosk.py conformance --openacr acr.yaml --html acr.html"
