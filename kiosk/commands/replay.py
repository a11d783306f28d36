"""`replay`: written scenarios, or recordings, through the whole dialogue in virtual time."""

import argparse
import json
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

from audio.recording import read_recording
from kiosk.errors import ScenarioError
from kiosk.junit_report import write_junit
from kiosk.noise_options import add_noise_arguments, noise_of
from kiosk.parallel_replay import played_in_parallel
from kiosk.record import Record
from kiosk.rehearsal import Rehearsals, Rehearsed
from kiosk.room_options import add_room_argument, rooms_of, surroundings
from kiosk.scenario import RECORDINGS, Scenario, find_scenarios, load_scenario
from kiosk.settings import load_settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.description = (
        "Play scenarios (YAML files, or folders of them) against the kiosk, faster than real time. "
        "A recording is played after the greeting, and what came of it is told. Exit code 0 only "
        "if every scenario went as it expects."
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="scenario or recording")
    parser.add_argument(
        "--recognizer",
        choices=("auto", "yes-no", "vosk", "text"),
        help="who listens, in place of each scenario's own choice; text: words without sound",
    )
    add_noise_arguments(parser)
    add_room_argument(parser)
    parser.add_argument("--settings", type=Path, metavar="FILE", help="the settings' TOML file")
    parser.add_argument(
        "-j", "--jobs", type=_at_least_one, default=1, metavar="N", help="processes side by side"
    )
    parser.add_argument(
        "--repeat",
        type=_at_least_one,
        default=1,
        metavar="N",
        help="play each N times; those that pass and fail are named",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object, nothing else")
    parser.add_argument(
        "--junit", type=Path, metavar="FILE", help="write the results as JUnit XML too"
    )
    parser.epilog = "example:\n  run_kiosk.py replay tests/scenarios --recognizer text"


def run(args: argparse.Namespace) -> int:
    """Play all and report."""
    scenarios = _scenarios(args.paths) * args.repeat
    played = list(_with_progress(_played(args, scenarios), len(scenarios)))
    if args.junit is not None:
        write_junit([each.result for each in played], args.junit)
    failed = sum(each.result.failure is not None for each in played)
    if args.json:
        print(json.dumps(_as_object(played)))  # noqa: T201 - its output
    else:
        _print(played)
    return 1 if failed else 0


def _played(args: argparse.Namespace, scenarios: list[Scenario]) -> Iterator[Rehearsed]:
    if args.jobs > 1 and len(scenarios) > 1:
        _rehearsals(args).close()  # what is wrong with the options is found before others start
        yield from played_in_parallel(scenarios, args.jobs, partial(_rehearsals, args))
        return
    with closing(_rehearsals(args)) as stage:
        for scenario in scenarios:
            yield stage.play(scenario)


def _rehearsals(args: argparse.Namespace) -> Rehearsals:
    around = surroundings(rooms_of(args), noise_of(args, args.snr))
    settings = load_settings(args.settings)
    return Rehearsals(settings, args.recognizer, read_recording, in_noise=around)


def _with_progress(played: Iterator[Rehearsed], total: int) -> Iterator[Rehearsed]:
    """Show on a terminal how far it is, and what has failed as soon as it has."""
    console = Console(stderr=True, highlight=False, markup=False, emoji=False)
    failed = 0
    with Progress(
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.description}"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as progress:
        task = progress.add_task("0 failed", total=total)
        for each in played:
            if each.result.failure is not None:
                failed += 1
                if console.is_terminal:
                    progress.print(f"FAILED {each.result.scenario.name}", style="bold red")
            progress.update(task, advance=1, description=f"{failed} failed")
            yield each


def _at_least_one(text: str) -> int:
    if text.isdecimal() and int(text) >= 1:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1 on")


def _flaky(played: list[Rehearsed]) -> list[str]:
    """Name the scenarios that went now this way, now that."""
    ways: dict[str, set[bool]] = {}
    for each in played:
        ways.setdefault(each.result.scenario.name, set()).add(each.result.failure is None)
    return [name for name, seen in ways.items() if len(seen) > 1]


def _scenarios(paths: list[Path]) -> list[Scenario]:
    scenarios = []
    for path in paths:
        if path.suffix.lower() in RECORDINGS:
            if not path.exists():
                raise ScenarioError(f"{path}: no such recording: correct the path.")
            scenarios.append(of_recording(path))
        else:
            scenarios += [load_scenario(file) for file in find_scenarios([path])]
    return scenarios


def of_recording(path: Path) -> Scenario:
    """Write the scenario of a recording that is played once the kiosk has greeted."""
    turns = [{"key": "space", "@line": 1}, {"say": path.name, "@line": 1}]
    return Scenario.model_validate({"name": path.name, "turns": turns, "@file": path})


def _as_object(played: list[Rehearsed]) -> dict[str, object]:
    return {
        "scenarios": [
            {
                "name": each.result.scenario.name,
                "file": str(each.result.scenario.file),
                "passed": each.result.failure is None,
                "visit_seconds": round(each.result.seconds, 2),
                "heard": [moment.what for moment in each.record.heard],
                "states": [moment.what for moment in each.record.states],
                "spoken": [moment.what for moment in each.record.sentences],
                "failure": None
                if each.result.failure is None
                else {
                    "place": each.result.failure.place,
                    "expected": each.result.failure.expected,
                    "got": each.result.failure.got,
                },
            }
            for each in played
        ],
        "failed": sum(each.result.failure is not None for each in played),
        "flaky": _flaky(played),
    }


def _what_happened(record: Record) -> Iterator[str]:
    heard = "; ".join(moment.what for moment in record.heard)
    yield f"heard {heard or 'nothing'}"
    yield "states: " + ", ".join(moment.what for moment in record.states)
    yield "spoken: " + " ".join(moment.what for moment in record.sentences)


def _print(played: list[Rehearsed]) -> None:
    console = Console(highlight=False, markup=False, emoji=False)
    for each in sorted(played, key=lambda each: each.result.failure is None):
        result = each.result
        seconds = f"{result.seconds:7.1f} s"
        if result.failure is not None:
            line = f"FAILED {seconds}  {result.scenario.name}"
            console.print(line, style="bold red", soft_wrap=True)
            console.print(f"       {result.failure.place}", soft_wrap=True)
            console.print(f"       expected: {result.failure.expected}", soft_wrap=True)
            console.print(f"       got: {result.failure.got}", soft_wrap=True)
        else:
            console.print(f"passed {seconds}  {result.scenario.name}", soft_wrap=True)
            if result.scenario.file.suffix.lower() in RECORDINGS:
                for line in _what_happened(each.record):
                    console.print(f"       {line}", soft_wrap=True)
    for name in _flaky(played):
        console.print(f"now passed, now failed: {name}", style="bold red", soft_wrap=True)
    failed = sum(each.result.failure is not None for each in played)
    console.print(f"{len(played) - failed} passed, {failed} failed; times are a visitor's")
