"""`evaluate`: recognition measured on a folder of labelled recordings."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeAlias

from rich.console import Console
from rich.progress import Progress

from audio.recognizer import Frames
from audio.recording import read_recording
from audio.yes_no import YesNoListener
from grammar.grammar import Grammar
from kiosk import answer_report, evaluation_report
from kiosk.answer_evaluation import evaluate_answers
from kiosk.answer_path import AnswerPath
from kiosk.answer_report import Turns
from kiosk.assembly import RecognizerName, abilities, load_recognizers, load_words
from kiosk.evaluate import Judge, evaluate
from kiosk.judges import GrammarJudge, YesNoJudge
from kiosk.manifest import Clip, read_manifest
from kiosk.noise_options import Noise, add_noise_arguments, noise_of, told
from kiosk.settings import Settings, load_settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.description = (
        "Measure how well a recognizer tells yes from no, and both from anything else: one "
        "decision on each whole recording of a folder. Its manifest.tsv names path, set, speaker, "
        "label and seconds. With --as emergency each recording answers an emergency question "
        "through the whole kiosk, and is asked back where the kiosk would."
    )
    parser.add_argument("folder", type=Path, metavar="DIR", help="the folder with manifest.tsv")
    parser.add_argument(
        "--recognizer",
        choices=("auto", "yes-no", "vosk"),
        default="auto",
        help="yes-no, vosk, or auto (the default): Vosk where a model is configured, else yes-no; "
        "with --as emergency auto is all there are",
    )
    parser.add_argument(
        "--as",
        choices=("word", "emergency"),
        default="word",
        dest="taken_as",
        help="what a recording is taken for: a word by itself (the default), or the answer to an "
        "emergency question",
    )
    add_noise_arguments(parser)
    parser.add_argument("--settings", type=Path, metavar="FILE", help="the settings' TOML file")
    parser.add_argument("--json", action="store_true", help="print one JSON object, nothing else")
    parser.epilog = "example:\n  run_kiosk.py evaluate recordings --recognizer yes-no --json"


def run(args: argparse.Namespace) -> int:
    """Measure and report; the exit code is 1 when a recording could not be used."""
    noise = noise_of(args)
    settings = load_settings(args.settings)
    manifest = read_manifest(args.folder)
    measure = (_as_answers if args.taken_as == "emergency" else _as_words)(args, settings)
    with ExitStack() as stack:
        progress = stack.enter_context(Progress(console=Console(stderr=True), transient=True))
        task = progress.add_task("recordings", total=len(manifest.clips))
        report = measure(manifest.clips, _reader(noise), lambda: progress.advance(task))
    problems = (*manifest.problems, *report.unreadable)
    if args.json:
        print(json.dumps(report.as_object(told(args))))  # noqa: T201 - its output
    else:
        report.print_table(told(args))
    for problem in problems:
        print(problem, file=sys.stderr)  # noqa: T201 - one line a recording
    return 1 if problems else 0


@dataclass(frozen=True, slots=True)
class _Report:
    """What was measured, ready to be shown with the conditions of the measurement."""

    as_object: Callable[[Mapping[str, object]], dict[str, object]]
    print_table: Callable[[Mapping[str, object]], None]
    unreadable: tuple[str, ...]


Read: TypeAlias = Callable[[Clip], Frames]
_Measure: TypeAlias = Callable[[Sequence[Clip], Read, Callable[[], None]], _Report]


def _as_words(args: argparse.Namespace, settings: Settings) -> _Measure:
    judge = _judge(args.recognizer, settings)

    def measure(clips: Sequence[Clip], read: Read, progress: Callable[[], None]) -> _Report:
        measured = evaluate(judge, clips, read, progress=progress)
        return _Report(
            partial(evaluation_report.as_object, measured),
            partial(evaluation_report.print_table, measured),
            measured.unreadable,
        )

    return measure


def _as_answers(args: argparse.Namespace, settings: Settings) -> _Measure:
    content, grammar = load_words(settings)
    can = abilities(settings, args.recognizer, hears=True)
    recognizers = load_recognizers(args.recognizer, settings, grammar)
    path = AnswerPath(recognizers, can, content, grammar)
    turns = Turns.of(content, can, path.names)

    def measure(clips: Sequence[Clip], read: Read, progress: Callable[[], None]) -> _Report:
        measured = evaluate_answers(path, clips, read, seed=args.seed, progress=progress)
        return _Report(
            partial(answer_report.as_object, measured, turns),
            partial(answer_report.print_table, measured, turns),
            measured.unreadable,
        )

    return measure


def _judge(name: RecognizerName, settings: Settings) -> Judge:
    if name == "yes-no" or (name == "auto" and settings.vosk_model is None):
        return YesNoJudge(YesNoListener())
    grammar = Grammar.load(settings.language)
    vosk = load_recognizers("vosk", settings, grammar).vosk
    assert vosk is not None
    return GrammarJudge(vosk, grammar.meaning)


def _reader(noise: Noise | None) -> Read:
    if noise is None:
        return lambda clip: read_recording(clip.file)
    return lambda clip: noise.over(read_recording(clip.file), clip.path)
