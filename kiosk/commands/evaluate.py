"""`evaluate`: recognition measured on a folder of labelled recordings."""

import argparse
import json
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from audio.recognizer import Frames
from audio.recording import read_recording
from audio.yes_no import YesNoListener
from grammar.grammar import Grammar
from kiosk.assembly import RecognizerName, load_recognizers
from kiosk.evaluate import Judge, evaluate
from kiosk.evaluation_report import as_object, print_table
from kiosk.judges import GrammarJudge, YesNoJudge
from kiosk.manifest import Clip, read_manifest
from kiosk.noise_options import Noise, add_noise_arguments, noise_of, told
from kiosk.settings import Settings, load_settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.description = (
        "Measure how well a recognizer tells yes from no, and both from anything else: one "
        "decision on each whole recording of a folder. Its manifest.tsv names path, set, speaker, "
        "label and seconds."
    )
    parser.add_argument("folder", type=Path, metavar="DIR", help="the folder with manifest.tsv")
    parser.add_argument(
        "--recognizer",
        choices=("auto", "yes-no", "vosk"),
        default="auto",
        help="yes-no, vosk, or auto (the default): Vosk where a model is configured, else yes-no",
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
    judge = _judge(args.recognizer, settings)
    read = _reader(noise)
    conditions = told(args)
    with ExitStack() as stack:
        progress = stack.enter_context(Progress(console=Console(stderr=True), transient=True))
        task = progress.add_task("recordings", total=len(manifest.clips))
        measured = evaluate(judge, manifest.clips, read, progress=lambda: progress.advance(task))
    problems = (*manifest.problems, *measured.unreadable)
    if args.json:
        print(json.dumps(as_object(measured, conditions)))  # noqa: T201 - its output
    else:
        print_table(measured, conditions)
    for problem in problems:
        print(problem, file=sys.stderr)  # noqa: T201 - one line a recording
    return 1 if problems else 0


def _judge(name: RecognizerName, settings: Settings) -> Judge:
    if name == "yes-no" or (name == "auto" and settings.vosk_model is None):
        return YesNoJudge(YesNoListener())
    grammar = Grammar.load(settings.language)
    vosk = load_recognizers("vosk", settings, grammar).vosk
    assert vosk is not None
    return GrammarJudge(vosk, grammar.meaning)


def _reader(noise: Noise | None) -> Callable[[Clip], Frames]:
    if noise is None:
        return lambda clip: read_recording(clip.file)
    return lambda clip: noise.over(read_recording(clip.file), clip.path)
