"""Noise that commands mix into recordings, and the options that name it."""

import argparse
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
