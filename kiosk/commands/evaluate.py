"""`evaluate`: recognition measured on a folder of labelled recordings."""

import argparse
import json
import sys
import zlib
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from audio.noise import mixed
from audio.recognizer import Frames
from audio.recording import read_recording
from audio.yes_no import YesNoListener
from grammar.grammar import Grammar
from kiosk.assembly import RecognizerName, load_recognizers
from kiosk.errors import SettingsError
from kiosk.evaluate import Judge, evaluate
from kiosk.evaluation_report import as_object, print_table
from kiosk.judges import GrammarJudge, YesNoJudge
from kiosk.manifest import Clip, read_manifest
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
    parser.add_argument("--noise", type=Path, metavar="FILE", help="a recording to mix in")
    parser.add_argument(
        "--snr", type=float, metavar="DB", help="how far the noise lies below the clip, in dB"
    )
    parser.add_argument("--seed", type=int, default=1, help="chooses the noise's places")
    parser.add_argument("--settings", type=Path, metavar="FILE", help="the settings' TOML file")
    parser.add_argument("--json", action="store_true", help="print one JSON object, nothing else")
    parser.epilog = "example:\n  run_kiosk.py evaluate recordings --recognizer yes-no --json"


def run(args: argparse.Namespace) -> int:
    """Measure and report; the exit code is 1 when a recording could not be used."""
    if (args.noise is None) != (args.snr is None):
        raise SettingsError("--noise and --snr belong together: give both or neither")
    settings = load_settings(args.settings)
    manifest = read_manifest(args.folder)
    judge = _judge(args.recognizer, settings)
    read = _reader(args.noise, args.snr, args.seed)
    conditions: dict[str, object] = {}
    if args.noise is not None:
        conditions = {"noise": str(args.noise), "snr_db": args.snr, "seed": args.seed}
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


def _reader(noise: Path | None, snr: float, seed: int) -> Callable[[Clip], Frames]:
    if noise is None:
        return lambda clip: read_recording(clip.file)
    sound = read_recording(noise)
    # Noise that cannot be mixed in is wrong once, not in each clip.
    mixed(sound, sound, snr, seed)
    return lambda clip: mixed(read_recording(clip.file), sound, snr, _seed(seed, clip))


def _seed(seed: int, clip: Clip) -> int:
    """Hang on seed and path alone, so that a clip meets the same noise in a part of the folder."""
    return zlib.crc32(f"{seed} {clip.path}".encode())
