"""What `conformance` takes."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "Run the tests of every line of the accessibility checklist and show which lines hold. "
        "The exit code is 1 while a line that software can show does not hold."
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
        help="contact for readers of the OpenACR report",
    )
    parser.epilog = "example:\n  run_kiosk.py conformance --openacr acr.yaml --html acr.html"
