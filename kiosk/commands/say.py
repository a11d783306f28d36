"""`say`: speak a text as the kiosk would."""

import argparse
import time
from contextlib import closing
from pathlib import Path

from audio.recording import write_recording
from audio.speaker import DeviceSpeaker
from audio.voice import Pyttsx3Voice
from kiosk.content.loader import load_content
from kiosk.dialogue.pace import Pace
from kiosk.settings import load_settings
from kiosk.synthesis import Pronunciations


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.description = "Speak a text with the kiosk's voice, rate and pronunciations."
    parser.add_argument("text", nargs="+", help="what to say")
    parser.add_argument("--settings", type=Path, metavar="FILE", help="the settings' TOML file")
    parser.add_argument(
        "--words-per-minute",
        type=_rate,
        default=Pace().words_per_minute,
        metavar="N",
        help="110 to 200 (default: %(default)s)",
    )
    parser.add_argument(
        "--file", type=Path, metavar="FILE", help="write a .wav or .flac file; play nothing"
    )
    parser.epilog = 'example:\n  run_kiosk.py say "Bone metastases" --file metastases.wav'


def run(args: argparse.Namespace) -> int:
    """Speak."""
    settings = load_settings(args.settings)
    content = load_content(settings.language, values=settings.spoken_values)
    text = Pronunciations(content.pronunciations).apply(" ".join(args.text))
    with closing(Pyttsx3Voice(settings.language, settings.voice or None)) as voice:
        if args.file is not None:
            write_recording(args.file, voice.speak(text, args.words_per_minute))
            return 0
        with closing(DeviceSpeaker(settings.speaker)) as speaker:
            speaker.start(voice.speak(text, args.words_per_minute))
            while speaker.playing:
                time.sleep(0.02)
    return 0


def _rate(text: str) -> int:
    rate = int(text)
    if not 110 <= rate <= 200:
        raise argparse.ArgumentTypeError(f"{rate} is not between 110 and 200")
    return rate
