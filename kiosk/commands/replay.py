"""`replay`: plays scenarios and recordings through the whole dialogue in virtual time."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

from grammar.grammar import Grammar
from kiosk.errors import KioskError
from kiosk.lab.recordings.noise import noise_of
from kiosk.lab.recordings.rooms import rooms_of
from kiosk.lab.replay.coverage import Part, as_lines, as_object, coverage, too_low
from kiosk.lab.replay.labelled_recordings import scenarios_in
from kiosk.lab.replay.processes import played_in_parallel
from kiosk.lab.replay.report_junit import write_junit
from kiosk.lab.replay.report_page import Replayed, write_page
from kiosk.lab.replay.report_sounds import KioskVoice
from kiosk.lab.replay.results import as_object as results_as_object
from kiosk.lab.replay.results import flaky, print_results
from kiosk.lab.replay.runner import Played
from kiosk.lab.replay.scenario import Scenario
from kiosk.lab.replay.staging import Staging
from kiosk.launch.printable import one_line
from kiosk.report.file import check_writable
from kiosk.service.assembly.loading import load_words
from kiosk.settings.load import load_settings
from kiosk.terminal.console import own_console


def run(args: argparse.Namespace) -> int:
    """Play all and report.

    What cannot be played fails alone, and the exit code is that of a failure, 1. Where nothing at
    all can be played it is 2; a file that was named alone is then told as the one line of an error.
    """
    for file in filter(None, (args.html, args.junit)):
        check_writable(file)
    staging = _staging(args)
    grammar = cache(lambda: load_words(staging.settings.clinic)[1])
    scenarios = scenarios_in(args.paths, grammar) * args.repeat
    played = list(_with_progress(_played(args, scenarios, staging), len(scenarios)))
    wrong = [each.wrong for each in played if each.wrong is not None]
    if len(wrong) == len(played) and _names_one_file(args.paths):
        raise wrong[0]
    covered = _covered(args, played, grammar)
    low = too_low(covered, args.fail_under or 0)
    # A failure to print or to write one report must not lose the others.
    try:
        _tell(args, played, covered, low)
        sys.stdout.flush()
    finally:
        _write_reports(args, staging, played, covered)
    if len(wrong) == len(played):
        return 2
    return 1 if low or any(each.result.failure is not None for each in played) else 0


def _names_one_file(paths: Sequence[Path]) -> bool:
    return len(paths) == 1 and not paths[0].is_dir()


def _tell(
    args: argparse.Namespace, played: list[Played], covered: tuple[Part, ...], low: list[Part]
) -> None:
    if args.json:
        told = results_as_object(played) | ({"coverage": as_object(covered)} if covered else {})
        print(json.dumps(told))  # noqa: T201 - its output
    else:
        print_results(played, [*as_lines(covered), *_complaints(low, args.fail_under)])


def _write_reports(
    args: argparse.Namespace, staging: Staging, played: list[Played], covered: tuple[Part, ...]
) -> None:
    try:
        if args.junit is not None:
            write_junit([each.result for each in played], args.junit)
    finally:
        if args.html is not None:
            replayed = Replayed(played, flaky(played), covered)
            speak = KioskVoice(staging.settings.clinic).speak
            write_page(args.html, replayed, staging.runner().sound_of, speak)


def _covered(
    args: argparse.Namespace, played: list[Played], grammar: Callable[[], Grammar]
) -> tuple[Part, ...]:
    if not args.coverage and args.fail_under is None:
        return ()
    return coverage((each.timeline for each in played if each.timeline is not None), grammar())


def _complaints(low: list[Part], percent: float) -> Iterator[str]:
    for part in low:
        yield f"too few {part.name} gone through: {part.percent:g} % is under {percent:g} %"


def _played(
    args: argparse.Namespace, scenarios: list[Scenario], staging: Staging
) -> Iterator[Played]:
    if args.scheduler is not None:
        yield from _on_cluster()(scenarios, args.scheduler, staging, args.patience)
        return
    if args.jobs > 1 and len(scenarios) > 1:
        yield from played_in_parallel(scenarios, args.jobs, staging, args.patience)
        return
    runner = staging.runner()
    for scenario in scenarios:
        yield runner.play(scenario)


def _on_cluster() -> Callable[[list[Scenario], str, Staging, float], Iterator[Played]]:
    try:
        # A part of its own, and slow to load.
        from kiosk.lab.replay.cluster.replay import played_on_cluster  # noqa: PLC0415
    except ImportError:
        raise KioskError(
            "the packages for a cluster are missing; start with python3 run_kiosk.py, which brings "
            "them"
        ) from None
    return played_on_cluster


def _staging(args: argparse.Namespace) -> Staging:
    settings, rooms, noise = load_settings(args.settings), rooms_of(args), noise_of(args, args.snr)
    watched = bool(args.html or args.coverage) or args.fail_under is not None
    return Staging(settings, args.recognizer, rooms, noise, watched)


def _with_progress(played: Iterator[Played], total: int) -> Iterator[Played]:
    """Show on a terminal how far it is, and what has failed as soon as it has."""
    console = own_console(stderr=True)
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
                    progress.print(
                        f"FAILED {one_line(each.result.scenario.name)}", style="bold red"
                    )
            progress.update(task, advance=1, description=f"{failed} failed")
            yield each
