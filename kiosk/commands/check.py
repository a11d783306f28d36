"""`check`: says whether this kiosk is fit for service, and what to do if not."""

import argparse
import json
import os
import re
import shlex
import sys
from collections.abc import Iterator
from datetime import date
from itertools import chain
from pathlib import Path

from kiosk import CHECKOUT
from kiosk.assurance.install_sheet import blank_sheet
from kiosk.errors import SettingsError
from kiosk.service.checkup.examination import examine, examine_without_settings, found
from kiosk.service.checkup.finding import Finding, Verdict
from kiosk.service.checkup.secret_files import secrets_finding
from kiosk.service.checkup.sound_trial import sound_hangs
from kiosk.service.control.units import find_kiosk, settings_file_of_kiosk, settings_of_kiosk
from kiosk.terminal.console import own_console

_MARKS: dict[Verdict, tuple[str, str]] = {
    "fit": ("ok ", "green"),
    "look": ("?  ", "bold yellow"),
    "unfit": ("NO ", "bold red"),
}

_COMMAND = re.compile(r"(?:python3 )?run_kiosk\.py (?P<name>[a-z][a-z-]*)")

_TAKE_SETTINGS = ("start", "stop", "restart", "status", "setup", "clear-emergency", "check")


def run(args: argparse.Namespace) -> int:
    """Check every part and report."""
    if args.install_sheet:
        print(blank_sheet(), end="")  # noqa: T201 - its output
        return 0
    console = own_console()
    findings: list[tuple[str, Finding]] = []
    for part, finding in _found(args.settings):
        findings.append((part, finding))
        if not args.json:
            mark, style = _MARKS[finding.verdict]
            console.print(mark, style=style, end="")
            console.print(f" {part}: {finding.line}", soft_wrap=True)
    fit = all(finding.verdict != "unfit" for _, finding in findings)
    first = _first(findings)
    if args.json:
        parts = [
            {
                "part": part,
                "fit": finding.verdict != "unfit",
                "look": finding.verdict == "look",
                "line": finding.line,
            }
            for part, finding in findings
        ]
        print(json.dumps({"fit": fit, "first": first, "parts": parts}))  # noqa: T201 - its output
    else:
        console.print("Fit for service." if fit else "Not fit for service.", style="bold")
        if first:
            console.print(f"Do this first: {first}", style="bold", soft_wrap=True)
    if sound_hangs():
        sys.stdout.flush()
        os._exit(1)
    return 0 if fit else 1


def _found(file: Path | None) -> Iterator[tuple[str, Finding]]:
    """Give the parts with their lines; with settings that are wrong few can be tried."""
    try:
        settings = settings_of_kiosk(file)
    except SettingsError as error:
        findings = _found_without_settings(file, str(error))
    else:
        secrets = found(lambda: secrets_finding(settings_file_of_kiosk(file), settings.mqtt.key))
        findings = chain([("secrets", secrets)], examine(settings, date.today()))
    for part, finding in findings:
        yield part, Finding(_as_typed(finding.line, file), finding.verdict)


def _found_without_settings(file: Path | None, trouble: str) -> Iterator[tuple[str, Finding]]:
    try:
        kiosk = find_kiosk(file)
    except SettingsError:
        return ((("settings", Finding(line, "unfit"))) for line in trouble.splitlines())
    return examine_without_settings(kiosk.state_folder, trouble)


def _as_typed(line: str, file: Path | None) -> str:
    """Give a line with each command as it is to be typed here, for the settings at hand."""
    program = "run_kiosk.py" if Path.cwd() == CHECKOUT else str(CHECKOUT / "run_kiosk.py")

    def typed(found: re.Match[str]) -> str:
        words = ["python3", program, found["name"]]
        if file is not None and found["name"] in _TAKE_SETTINGS:
            words += ["--settings", str(file)]
        return shlex.join(words)

    return _COMMAND.sub(typed, line)


def _first(findings: list[tuple[str, Finding]]) -> str:
    """Give the line to act on first; "" if there is none."""
    for wanted in ("unfit", "look"):
        for part, finding in findings:
            if finding.verdict == wanted:
                return f"{part}: {finding.line}"
    return ""
