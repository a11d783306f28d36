"""`say`: speaks a text as the kiosk would, or with both voices to compare them."""

import argparse
import time
from contextlib import closing
from pathlib import Path
from typing import get_args

import numpy as np

from audio.devices.speaker import DeviceSpeaker
from audio.frames import SAMPLE_RATE, Frames
from audio.signals.recording import write_recording
from audio.voices.plain import Voice
from kiosk.service.assembly.voices import Kind, kind_of, voice_of
from kiosk.settings.load import load_settings
from kiosk.visit.content.loader import load_content
from kiosk.visit.dialogue.pace import Pace
from kiosk.visit.speech.synthesis import Pronunciations

BOTH = "both"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.description = "Speak a text with the kiosk's voice, rate and pronunciations."
    parser.add_argument("text", nargs="+", help="what to say")
    parser.add_argument("--settings", type=Path, metavar="FILE", help="the settings' TOML file")
    parser.add_argument(
        "--voice",
        choices=(*get_args(Kind), BOTH),
        help="pyttsx3's voice, the natural one, or one after the other with their figures "
        "(default: the settings')",
    )
    parser.add_argument(
        "--words-per-minute",
        type=_rate,
        default=Pace().words_per_minute,
        metavar="N",
        help="110 to 200 (default: %(default)s)",
    )
    parser.add_argument(
        "--file",
        type=Path,
        metavar="FILE",
        help="write a .wav or .flac file, for two voices two of them; play nothing",
    )
    parser.epilog = (
        'example:\n  run_kiosk.py say "Bone metastases" --file metastases.wav\n'
        '  run_kiosk.py say --voice both "Do you have new weakness in your legs?"'
    )


def run(args: argparse.Namespace) -> int:
    """Speak."""
    settings = load_settings(args.settings)
    content = load_content(settings.language, values=settings.spoken_values)
    said = " ".join(args.text)
    text = Pronunciations(content.pronunciations).apply(said)
    compared = args.voice == BOTH
    kinds = get_args(Kind) if compared else (args.voice or kind_of(settings),)
    for kind in kinds:
        with closing(voice_of(kind, settings)) as voice:
            began = time.monotonic()
            frames = voice.speak(text, args.words_per_minute)
            if compared:
                print(_figures(kind, voice, frames, said, began))  # noqa: T201 - its output
        if args.file is not None:
            write_recording(_file(args.file, kind if compared else ""), frames)
        else:
            _play(frames, settings.speaker)
    return 0


def _file(named: Path, kind: str) -> Path:
    return named.with_stem(f"{named.stem}-{kind}") if kind else named


def _figures(kind: str, voice: Voice, frames: Frames, said: str, began: float) -> str:
    seconds = len(frames) / SAMPLE_RATE
    level = 10 * np.log10(max(float(np.mean(np.square(frames))), 1e-12))
    rate = len(said.split()) * 60 / max(seconds, 0.01)
    return (
        f"{kind:8} {voice.name:24} {seconds:5.2f} s, {rate:3.0f} words a minute with pauses, "
        f"{level:5.1f} dBFS, ready after {time.monotonic() - began:.2f} s"
    )


def _play(frames: Frames, device: str) -> None:
    with closing(DeviceSpeaker(device)) as speaker:
        speaker.start(frames)
        while speaker.playing:
            time.sleep(0.02)


def _rate(text: str) -> int:
    rate = int(text)
    if not 110 <= rate <= 200:
        raise argparse.ArgumentTypeError(f"{rate} is not between 110 and 200")
    return rate
