"""`evaluate`: measures recognition on a folder of labelled recordings."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeAlias

from rich.progress import Progress

from audio.frames import Frames
from audio.signals.recording import read_recording
from audio.yes_no import YesNoListener
from grammar.grammar import Grammar
from kiosk.lab.evaluation import answers_report
from kiosk.lab.evaluation import report as recognition_report
from kiosk.lab.evaluation.answer_path import AnswerPath
from kiosk.lab.evaluation.answers import evaluate_answers
from kiosk.lab.evaluation.findings import Findings
from kiosk.lab.evaluation.page import Level, Measurement, level_name, write_page
from kiosk.lab.evaluation.recognition import (
    GrammarJudge,
    Judge,
    TurnJudge,
    YesNoJudge,
    evaluate,
)
from kiosk.lab.recordings.manifest import Clip, read_manifest
from kiosk.lab.recordings.noise import noise_of
from kiosk.lab.recordings.noise import told as noise_told
from kiosk.lab.recordings.rooms import rooms_of, surroundings
from kiosk.lab.recordings.rooms import told as room_told
from kiosk.report.file import check_writable
from kiosk.service.assembly.loading import (
    RecognizerName,
    abilities,
    chosen_recognizers,
    load_recognizers,
    load_words,
    recognizers_of,
)
from kiosk.settings.load import load_settings
from kiosk.settings.model import Settings
from kiosk.terminal.console import own_console


def run(args: argparse.Namespace) -> int:
    """Measure and report; the exit code is 1 when a recording could not be used."""
    levels: tuple[float | None, ...] = args.snr or (None,)
    noise, rooms = noise_of(args, levels[0]), rooms_of(args)
    if len(levels) > 1:
        levels = (None, *levels)
    if args.html is not None:
        check_writable(args.html)
    settings = load_settings(args.settings)
    manifest = read_manifest(args.folder, Grammar.load(settings.clinic.language).meaning)
    measure = (_as_answers if args.taken_as == "emergency" else _as_words)(args, settings)
    reports: list[_Report] = []
    with Progress(console=own_console(stderr=True), transient=True) as progress:
        task = progress.add_task("recordings", total=len(manifest.clips) * len(levels))
        for snr_db in levels:
            at_level = None if noise is None or snr_db is None else replace(noise, snr_db=snr_db)
            read = _reader(surroundings(rooms, at_level))
            told = {**room_told(args), **noise_told(args, snr_db)}
            reports.append(measure(manifest.clips, read, lambda: progress.advance(task), told))
    unreadable = [line for report in reports for line in report.unreadable]
    problems = (*manifest.problems, *dict.fromkeys(unreadable))
    try:
        _tell(args, levels, reports)
        sys.stdout.flush()
        for problem in problems:
            print(problem, file=sys.stderr)  # noqa: T201 - one line a recording
    finally:  # write the page even if printing fails
        if args.html is not None:
            measurement = Measurement(
                folder=str(args.folder),
                recognizer=reports[0].recognizer,
                as_emergency=args.taken_as == "emergency",
                noise=None if args.noise is None else str(args.noise),
                room=None if args.room is None else str(args.room),
                problems=manifest.problems,
                levels=[Level(db, each.findings) for db, each in zip(levels, reports, strict=True)],
            )
            write_page(args.html, measurement)
    return 1 if problems else 0


def _tell(
    args: argparse.Namespace, levels: Sequence[float | None], reports: Sequence["_Report"]
) -> None:
    if args.json:
        objects = [report.as_object for report in reports]
        print(json.dumps(objects[0] if len(objects) == 1 else {"levels": objects}))  # noqa: T201
        return
    for snr_db, report in zip(levels, reports, strict=True):
        if len(reports) > 1:
            print(f"\n{level_name(snr_db)}:")  # noqa: T201 - its output
        report.print_table()


@dataclass(frozen=True, slots=True)
class _Report:
    """What was measured, ready to be shown with the conditions of the measurement."""

    recognizer: str
    as_object: dict[str, object]
    print_table: Callable[[], None]
    findings: Findings
    unreadable: tuple[str, ...]


Read: TypeAlias = Callable[[Clip], Frames]
_Told: TypeAlias = Mapping[str, object]
_Measure: TypeAlias = Callable[[Sequence[Clip], Read, Callable[[], None], _Told], _Report]


def _as_words(args: argparse.Namespace, settings: Settings) -> _Measure:
    judge = _judge(args.recognizer, settings)

    def measure(
        clips: Sequence[Clip], read: Read, progress: Callable[[], None], told: _Told
    ) -> _Report:
        measured = evaluate(judge, clips, read, progress=progress)
        return _Report(
            measured.recognizer,
            recognition_report.as_object(measured, told),
            partial(recognition_report.print_table, measured, told),
            recognition_report.findings(measured),
            measured.unreadable,
        )

    return measure


def _as_answers(args: argparse.Namespace, settings: Settings) -> _Measure:
    content, grammar = load_words(settings.clinic)
    model, among = settings.hearing.vosk_model, recognizers_of(settings)
    can = abilities(args.recognizer, model, hears=True, among=among)
    recognizers = load_recognizers(args.recognizer, model, grammar, among=among)
    path = AnswerPath(recognizers, can, content, grammar)

    def measure(
        clips: Sequence[Clip], read: Read, progress: Callable[[], None], told: _Told
    ) -> _Report:
        measured = evaluate_answers(path, clips, read, seed=args.seed, progress=progress)
        return _Report(
            measured.recognizer,
            answers_report.as_object(measured, told),
            partial(answers_report.print_table, measured, told),
            answers_report.findings(measured),
            measured.unreadable,
        )

    return measure


def _judge(name: RecognizerName, settings: Settings) -> Judge:
    model = settings.hearing.vosk_model
    chosen = chosen_recognizers(name, model, recognizers_of(settings))
    if name == "yes-no" or chosen == ("yes-no",):
        return YesNoJudge(YesNoListener())
    grammar = Grammar.load(settings.clinic.language)
    kind: RecognizerName = "vosk" if "vosk" in chosen or name == "vosk" else "moonshine"
    phrases = load_recognizers(kind, model, grammar).phrases
    assert phrases is not None
    judge = GrammarJudge if kind == "vosk" else TurnJudge
    return judge(phrases, grammar.meaning)


def _reader(around: Callable[[Frames, str], Frames] | None) -> Read:
    if around is None:
        return lambda clip: read_recording(clip.file)
    return lambda clip: around(read_recording(clip.file), clip.path)
