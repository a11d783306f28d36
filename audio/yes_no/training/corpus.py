"""The recordings for training, and which part of them is kept for validation.

Both folders hold FLAC files and a `manifest.tsv` (path, set, speaker, label, seconds). Yes and no
of the negatives' folder are never trained on; its other words and talk are split by speaker and its
noises by time, so that validation hears voices and moments that training did not.
"""

import csv
import hashlib
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import soundfile

from audio.errors import RecordingError
from audio.frames import SAMPLE_RATE, Frames

ANSWERS = ("yes", "no")
TRAINED_SHARE = 0.9
"""Of the speakers of other words and talk: there are few, and each teaches another voice."""
TRAINED_NOISE = 0.5
"""Of each noise recording, its beginning; validation hears the rest."""


@dataclass(frozen=True, slots=True)
class Recording:
    """One clip and its line of the manifest."""

    path: str
    group: str
    speaker: str
    label: str
    clip: Frames

    @property
    def kind(self) -> str:
        """The word it says, or the last part of its set: "librispeech...", "noise", "rir"."""
        if self.group == "speech_commands":
            return self.label
        return self.group.rpartition("/")[2]


def read(folder: Path) -> list[Recording]:
    """Read a folder of recordings.

    Raises:
        RecordingError: no manifest there, or a file of another sampling rate.
    """
    manifest = folder / "manifest.tsv"
    if not manifest.is_file():
        raise RecordingError(f"{manifest} is missing: name the folder with the recordings")
    recordings = []
    with manifest.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            clip, rate = soundfile.read(folder / row["path"], dtype="float32")
            if rate != SAMPLE_RATE:
                raise RecordingError(f"{row['path']} has {rate} Hz: resample it to {SAMPLE_RATE}")
            recordings.append(
                Recording(row["path"], row["set"], row["speaker"], row["label"], clip)
            )
    return recordings


def split(recordings: list[Recording]) -> tuple[list[Recording], list[Recording]]:
    """Split negatives into what training hears and what is kept for validation.

    By speaker for words and talk, by time for noise. Yes and no are for validation; simulated
    rooms, which are no one's voice, for training.
    """
    training, validation = [], []
    for recording in recordings:
        if recording.kind in ANSWERS:
            validation.append(recording)
        elif recording.kind == "noise":
            cut = int(len(recording.clip) * TRAINED_NOISE)
            training.append(replace(recording, clip=recording.clip[:cut]))
            validation.append(replace(recording, clip=recording.clip[cut:]))
        elif recording.kind == "rir" or _is_trained(recording.speaker):
            training.append(recording)
        else:
            validation.append(recording)
    return training, validation


def _is_trained(speaker: str) -> bool:
    """Decide by hash: the same speakers on every machine, whatever the order."""
    return hashlib.sha256(speaker.encode()).digest()[0] < TRAINED_SHARE * 256


@dataclass(slots=True)
class Sounds:
    """What training mixes its examples from."""

    yes: list[Frames] = field(default_factory=list)
    no: list[Frames] = field(default_factory=list)
    up: list[Frames] = field(default_factory=list)
    down: list[Frames] = field(default_factory=list)
    words: list[Frames] = field(default_factory=list)
    """Other single words by people."""
    near: list[Frames] = field(default_factory=list)
    """Other words by people that are close to an answer, a part of `words`."""
    onsets: list[Frames] = field(default_factory=list)
    """Words whose beginning makes another word of what follows it in an answer ("go" of "no")."""
    no_ends: list[Frames] = field(default_factory=list)
    """Words whose end makes another word of the beginning of a "no" ("nine")."""
    yes_ends: list[Frames] = field(default_factory=list)
    """Words whose end makes another word of the beginning of a "yes" ("left")."""
    talk: list[Frames] = field(default_factory=list)
    synthesized: list[Frames] = field(default_factory=list)
    """Other words, synthesized."""
    synthesized_yes: list[Frames] = field(default_factory=list)
    synthesized_no: list[Frames] = field(default_factory=list)
    noise: list[Frames] = field(default_factory=list)
    responses: list[Frames] = field(default_factory=list)
    """Impulse responses of rooms."""


ONSETS = ("go", "go", "go", "left", "left", "down", "zero", "two", "dog", "tree", "bed", "happy")
NO_ENDS = ("nine", "nine", "nine", "down", "on", "one", "off", "right", "left", "bird")
YES_ENDS = ("left", "left", "left", "eight", "bed", "bird", "right", "off", "up", "seven")
"""Words of which parts are put together with parts of answers; repeated, they come more often."""
NEAR = ("go", "nine", "down", "left", "on", "one", "zero", "seven", "six", "stop", "off")


def gather(
    answers: list[Recording], others: list[Recording], left_out: tuple[str, ...] = ()
) -> Sounds:
    """Sort recordings into the pools that training mixes from.

    `left_out` words of `others` are not used: an experiment on words never heard.
    """
    sounds = Sounds()
    for recording in answers:
        pool: list[Frames] = getattr(sounds, recording.label)
        pool.append(recording.clip)
    for recording in split(others)[0]:
        if recording.label in left_out:
            continue
        if recording.kind == "noise":
            sounds.noise.append(recording.clip)
        elif recording.kind == "rir":
            sounds.responses.append(_direct_first(recording.clip))
        elif recording.group == "speech_commands":
            sounds.words.append(recording.clip)
            if recording.label in NEAR:
                sounds.near.append(recording.clip)
            sounds.onsets += [recording.clip] * ONSETS.count(recording.label)
            sounds.no_ends += [recording.clip] * NO_ENDS.count(recording.label)
            sounds.yes_ends += [recording.clip] * YES_ENDS.count(recording.label)
        else:
            sounds.talk.append(recording.clip)
    return sounds


def _direct_first(response: Frames) -> Frames:
    """Cut the travel time and set the energy to one, so that reverberation keeps the level."""
    start = max(int(np.argmax(np.abs(response))) - 16, 0)
    cut = response[start:]
    return np.asarray(cut / np.sqrt(np.sum(cut**2)), np.float32)
