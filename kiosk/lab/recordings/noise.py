"""Noise that commands mix into recordings: the options that name it, and the noise itself."""

import argparse
import math
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from audio.errors import RecordingError
from audio.frames import Frames
from audio.signals.noise import mixed
from audio.signals.recording import read_recording
from audio.signals.sound_file import ENDINGS as RECORDINGS
from kiosk.errors import SettingsError
from kiosk.lab.replay.scenario import files_within

MOST_DB = 100
"""Decibels between a recording and its noise at most: of more, one or the other is nothing."""


@dataclass(frozen=True, slots=True)
class Noise:
    """Noises of which each recording meets one.

    Attributes:
        sounds: the noises; none is silent.
        snr_db: how far they lie below a recording, in dB (see `audio.signals.noise`).
        seed: chooses a recording's noise and its place in it.
    """

    sounds: Sequence[Frames]
    snr_db: float
    seed: int

    def over(self, frames: Frames, name: str) -> Frames:
        """Mix one noise into a recording.

        Args:
            frames: the recording, shape (n,).
            name: tells recordings apart. Noise and place hang on it and on the seed alone, so that
                a recording meets the same noise in whatever company it is.

        Returns:
            Shape (n,).
        """
        key = zlib.crc32(f"{self.seed} {name}".encode())
        return mixed(frames, self.sounds[key % len(self.sounds)], self.snr_db, key)


def add_noise_arguments(parser: argparse.ArgumentParser, *, several: bool = False) -> None:
    """Give a command the options `--noise`, `--snr` and `--seed`; `several`: levels of noise."""
    parser.add_argument(
        "--noise",
        type=Path,
        metavar="PATH",
        help="a recording to mix in, or a folder of them: each clip meets one",
    )
    parser.add_argument(
        "--snr",
        type=_levels if several else _level,
        metavar="DB[,DB...]" if several else "DB",
        help="how far the noise lies below the clip, in dB"
        + (
            "; several, such as 20,10,5,0, are measured one after the other, and without noise"
            if several
            else ""
        ),
    )
    parser.add_argument("--seed", type=int, default=1, help="chooses the noise and its places")


def noise_of(args: argparse.Namespace, snr_db: float | None) -> Noise | None:
    """Read the noise that the options name, at `snr_db`; None when they name none.

    Raises:
        SettingsError: one of `--noise` and `--snr` is missing, or the folder has no recording.
        RecordingError: a noise cannot be read, or is silent.
    """
    if args.noise is None and snr_db is None:
        return None
    if args.noise is None or snr_db is None:
        raise SettingsError("--noise and --snr belong together: give both or neither")
    return Noise([_sound(file) for file in recordings_in(args.noise)], snr_db, args.seed)


def told(args: argparse.Namespace, snr_db: float | None) -> dict[str, object]:
    """Give the noise of the options for a report: nothing where there is none."""
    if args.noise is None:
        return {}
    return {"noise": str(args.noise), "snr_db": snr_db, "seed": args.seed}


def _levels(text: str) -> tuple[float, ...]:
    return tuple(dict.fromkeys(map(_level, text.split(","))))


def _level(text: str) -> float:
    try:
        level = float(text)
    except ValueError:
        level = math.nan
    if not -MOST_DB <= level <= MOST_DB:
        raise argparse.ArgumentTypeError(f"{text!r} are no decibels from -{MOST_DB} to {MOST_DB}")
    return level


def recordings_in(path: Path) -> list[Path]:
    """List a folder's recordings, sorted, those of its folders too; or give the one file.

    Raises:
        SettingsError: the folder has no recording.
    """
    if not path.is_dir():
        return [path]
    found = files_within(path, RECORDINGS)
    if not found:
        raise SettingsError(f"{path}: no recordings in this folder: name one that has some")
    return found


def _sound(file: Path) -> Frames:
    """Read a noise; one that cannot be mixed in is wrong once, not in each clip."""
    sound = read_recording(file)
    if not np.any(sound):
        raise RecordingError(
            f"{file}: the noise to mix in is empty or silent; name another recording"
        )
    return sound
