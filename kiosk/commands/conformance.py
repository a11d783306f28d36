"""`conformance`: the accessibility checklist with the results of its tests, and reports of it."""

import argparse
import json
import tomllib
from collections.abc import Sequence
from datetime import date

from kiosk import CHECKOUT
from kiosk.assurance.accessibility_page import as_page
from kiosk.assurance.accessibility_results import LineResult, show
from kiosk.assurance.accessibility_standard import standard
from kiosk.assurance.openacr import as_openacr
from kiosk.terminal.console import own_console


def run(args: argparse.Namespace) -> int:
    """Test, print, write."""
    lines = standard()
    results = show(lines)
    version, today = _version(), date.today()
    if args.openacr is not None:
        text = as_openacr(lines, results, version=version, email=args.email, today=today)
        args.openacr.write_text(text, encoding="utf-8")
    if args.html is not None:
        page = as_page(lines, results, version=version, today=today)
        args.html.write_text(page, encoding="utf-8")
    summary = summarized(results)
    if args.json:
        print(json.dumps(summary))  # noqa: T201 - its output
    else:
        _print(results, summary)
    return 1 if summary["failing"] else 0


def summarized(results: Sequence[LineResult]) -> dict[str, object]:
    """Count the lines: all, shown, and those that are not, by their names."""
    not_software = [r.line.id for r in results if r.line.not_software]
    failing = [r.line.id for r in results if not r.shown and not r.line.not_software]
    return {
        "lines": len(results),
        "passed": sum(result.shown for result in results),
        "failing": failing,
        "not_software": not_software,
    }


def _print(results: Sequence[LineResult], summary: dict[str, object]) -> None:
    console = own_console()
    for result in results:
        word = "--" if result.line.not_software else "ok" if result.shown else "NO"
        console.print(f"{word} {result.line.id}: {result.line.requirement}", soft_wrap=True)
        if not result.shown:
            console.print(f"   {result.in_words}", soft_wrap=True)
    console.print(f"{summary['passed']} of {summary['lines']} lines are shown.", style="bold")


def _version() -> str:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])
