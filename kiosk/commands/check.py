"""`check`: is this kiosk fit for service, and if not, what to do."""

import argparse
import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

from rich.console import Console

from kiosk.checkup import examine
from kiosk.conformance.install_sheet import blank_sheet
from kiosk.settings import load_settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.description = (
        "Try every part of the kiosk for real: a sound is played, the microphone listened to, a "
        "test sent on every alert channel. One line each, with what to do. Exit code 0 only if it "
        "is fit for service."
    )
    parser.add_argument("--settings", type=Path, metavar="FILE", help="the settings' TOML file")
    parser.add_argument(
        "--install-sheet",
        action="store_true",
        help="print the sheet of what is to be measured where the kiosk stands, and check nothing",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object, nothing else")
    parser.epilog = "example:\n  run_kiosk.py check --settings clinic.toml"


def run(args: argparse.Namespace) -> int:
    """Look at everything and tell."""
    if args.install_sheet:
        print(blank_sheet(), end="")  # noqa: T201 - its output
        return 0
    console = Console(highlight=False, markup=False, emoji=False)
    findings = []
    for finding in examine(load_settings(args.settings), date.today()):
        findings.append(finding)
        if not args.json:
            style = "green" if finding.fit else "bold red"
            console.print(f"{'ok ' if finding.fit else 'NO '}", style=style, end="")
            console.print(f" {finding.part}: {finding.line}", soft_wrap=True)
    fit = all(finding.fit for finding in findings)
    if args.json:
        found = {"fit": fit, "parts": [asdict(finding) for finding in findings]}
        print(json.dumps(found))  # noqa: T201 - its output
    else:
        console.print("Fit for service." if fit else "Not fit for service.", style="bold")
    return 0 if fit else 1
