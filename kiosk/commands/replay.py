"""`replay`: written scenarios, or recordings, through the whole dialogue in virtual time."""

import argparse
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from rich.console import Console

from audio.recording import read_recording
from kiosk.errors import ScenarioError
from kiosk.junit_report import write_junit
from kiosk.noise_options import add_noise_arguments, noise_of
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
    parser.add_argument("--json", action="store_true", help="print one JSON object, nothing else")
    parser.add_argument(
        "--junit", type=Path, metavar="FILE", help="write the results as JUnit XML too"
    )
    parser.epilog = "example:\n  run_kiosk.py replay tests/scenarios --recognizer text"


def run(args: argparse.Namespace) -> int:
    """Play all and report."""
    noise, rooms = noise_of(args, args.snr), rooms_of(args)
    settings = load_settings(args.settings)
    scenarios = _scenarios(args.paths)
    around = surroundings(rooms, noise)
    rehearsals = Rehearsals(settings, args.recognizer, read_recording, in_noise=around)
    with closing(rehearsals) as stage:
        played = [stage.play(scenario) for scenario in scenarios]
    if args.junit is not None:
        write_junit([each.result for each in played], args.junit)
    failed = sum(each.result.failure is not None for each in played)
    if args.json:
        print(json.dumps(_as_object(played)))  # noqa: T201 - its output
    else:
        _print(played)
    return 1 if failed else 0


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
    }


def _what_happened(record: Record) -> Iterator[str]:
    heard = "; ".join(moment.what for moment in record.heard)
    yield f"heard {heard or 'nothing'}"
    yield "states: " + ", ".join(moment.what for moment in record.states)
    yield "spoken: " + " ".join(moment.what for moment in record.sentences)


def _print(played: list[Rehearsed]) -> None:
    console = Console(highlight=False, markup=False, emoji=False)
    for each in played:
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
    failed = sum(each.result.failure is not None for each in played)
    console.print(f"{len(played) - failed} passed, {failed} failed; times are a visitor's")
