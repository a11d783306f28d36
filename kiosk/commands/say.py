"""`say`: speaks a text as the kiosk would, or with both voices to compare them."""

import argparse
import time
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import get_args

import numpy as np

from audio.devices.speaker import DeviceSpeaker
from audio.frames import SAMPLE_RATE, Frames
from audio.signals.recording import write_recording
from audio.voices.plain import Voice
from kiosk.commands.arguments.say import BOTH
from kiosk.notices import Notices, PrintedNotices
from kiosk.service.assembly.voices import Kind, service_voice, voice_of
from kiosk.settings.load import load_settings
from kiosk.settings.model import Settings
from kiosk.visit.content.loader import load_content
from kiosk.visit.dialogue.pace import Pace
from kiosk.visit.speech.synthesis import Pronunciations


def run(args: argparse.Namespace) -> int:
    """Speak."""
    settings = load_settings(args.settings)
    content = load_content(settings.clinic.language, values=settings.clinic.spoken_values)
    said = " ".join(args.text)
    text = Pronunciations(content.pronunciations).apply(said)
    compared = args.voice == BOTH
    kinds: tuple[Kind | None, ...] = get_args(Kind) if compared else (args.voice,)
    for kind in kinds:
        with closing(_voice(kind, settings)) as voice:
            began = time.monotonic()
            frames = voice.speak(text, args.words_per_minute or Pace().words_per_minute)
            if compared:
                print(_figures(str(kind), voice, frames, said, began))  # noqa: T201 - its output
        if args.file is not None:
            write_recording(_file(args.file, str(kind) if compared else ""), frames)
        else:
            _play(frames, settings.sound.speaker)
    return 0


def _voice(kind: Kind | None, settings: Settings) -> Voice:
    """Give one kind of voice, or, as the kiosk does, one that is there whatever fails."""
    if kind is not None:
        return voice_of(kind, settings.voice, settings.clinic.language)
    told = partial(Notices(PrintedNotices()).put, "voice")
    return service_voice(
        settings.voice, settings.clinic.language, told, cached=False, waited_for=None
    )


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
