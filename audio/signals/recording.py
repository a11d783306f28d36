"""Reads and writes recordings: sound files in, one array of samples out."""

import io
from pathlib import Path

import numpy as np
import soundfile
import soxr

from audio.errors import RecordingError
from audio.frames import SAMPLE_RATE, Frames
from audio.signals.sound_file import SoundFile
from audio.untrusted_file import open_untrusted

LONGEST = 600.0
"""Seconds: a longer file is no recording of a visit, and would fill the memory."""

MOST_BYTES = 512_000_000
"""Of a recording's file: ten minutes in stereo at 48 kHz, of 64-bit samples, have 461 million."""

MOST_SAMPLES = 240_000_000
"""Of all channels together: ten minutes of one channel at 400 kHz, which are read in seconds."""

MOST_CHANNELS = 32

RATES = range(4_000, 400_000)
"""Hz: outside of it a file's header is wrong."""

LOUDEST = 2.0**31
"""Of full scale: above it samples are not numbers of any sound. Up to it they may be those of a
format of whole numbers, written as floats."""


def read_recording(path: Path, content: bytes | None = None) -> Frames:
    """Read a sound file of any rate, channels and sample format that libsndfile knows.

    Channels are averaged; the rate is changed by soxr. What goes over full scale, as floats may, is
    made quieter as a whole until its peak is full scale. Memory is that of the frames given, plus
    one block.

    Args:
        path: the file.
        content: what the file holds, where it lies on another machine.

    Raises:
        RecordingError: the file is missing, unreadable, no sound file, empty, too long or too
            large.
    """
    try:
        with (
            (
                open_untrusted(path, most=MOST_BYTES) if content is None else io.BytesIO(content)
            ) as opened,
            SoundFile(opened) as file,
        ):
            _check(path, file)
            frames = _frames(path, file)
    except OSError as error:
        raise unreadable(path, error) from error
    except (soundfile.LibsndfileError, TypeError, ValueError) as error:
        raise RecordingError(
            f"cannot read the recording {path}: no sound file, or a damaged one; save it as "
            "wav or flac"
        ) from error
    if frames.size == 0:
        raise RecordingError(f"cannot use the recording {path}: it is empty; record it again")
    peak = float(np.abs(frames).max())
    if peak > LOUDEST:
        raise RecordingError(
            f"cannot use the recording {path}: its samples are up to {peak:.0e} times full scale, "
            "too loud for sound; save it again"
        )
    return frames if peak <= 1.0 else frames / np.float32(peak)


def _frames(path: Path, file: SoundFile) -> Frames:
    rate = int(file.samplerate)
    stream = soxr.ResampleStream(rate, SAMPLE_RATE, 1, dtype="float32")
    parts: list[Frames] = [np.zeros(0, np.float32)]
    read = 0
    for block in file.each_block():
        read += len(block)
        _check_length(path, read, file)
        mono: Frames = block.mean(axis=1)
        if not np.isfinite(mono).all():
            raise RecordingError(
                f"cannot use the recording {path}: it holds samples that are not numbers; save it "
                "again"
            )
        parts.append(mono if rate == SAMPLE_RATE else stream.resample_chunk(mono))
    if read and rate != SAMPLE_RATE:
        parts.append(stream.resample_chunk(np.zeros(0, np.float32), last=True))
    return np.concatenate(parts)


def unreadable(path: Path, error: OSError) -> RecordingError:
    """Say why a recording's file cannot be read."""
    if isinstance(error, FileNotFoundError):
        return RecordingError(f"there is no recording {path}; correct the path")
    return RecordingError(f"cannot read the recording {path}: {error.strerror or error}")


def encoded_recording(frames: Frames, ending: str) -> bytes:
    """Give what a sound file of 16-bit samples holds; `ending` (".wav", ".flac") is its format.

    Raises:
        RecordingError: there is no such format.
    """
    encoded = io.BytesIO()
    form = ending.removeprefix(".").upper()
    try:
        with soundfile.SoundFile(
            encoded, "w", SAMPLE_RATE, channels=1, subtype="PCM_16", format=form
        ) as file:
            file.write(np.clip(frames, -1.0, 1.0))
    except (soundfile.LibsndfileError, TypeError, ValueError) as error:
        raise RecordingError(
            f"'{ending}' is not a format for recordings ({error}); name a .wav or .flac file"
        ) from error
    return encoded.getvalue()


def write_recording(path: Path, frames: Frames) -> None:
    """Write frames as 16-bit samples; the name's ending (.wav, .flac) says in which format.

    Raises:
        RecordingError: the file cannot be written.
    """
    try:
        path.write_bytes(encoded_recording(frames, path.suffix))
    except OSError as error:
        raise RecordingError(
            f"cannot write the recording {path}: {error.strerror or error}; name a .wav or .flac "
            "file in a folder that exists and may be written"
        ) from error


def _check(path: Path, file: soundfile.SoundFile) -> None:
    if file.samplerate not in RATES:
        raise RecordingError(
            f"cannot use the recording {path}: a rate of {file.samplerate} Hz is too odd; "
            f"save it with {SAMPLE_RATE} Hz"
        )
    _check_length(path, file.length or 0, file)
    if file.channels > MOST_CHANNELS:
        raise RecordingError(
            f"cannot use the recording {path}: it has {file.channels} channels and "
            f"{MOST_CHANNELS} is the most; save one of them"
        )


def _check_length(path: Path, frames: int, file: SoundFile) -> None:
    seconds = frames / file.samplerate
    if seconds > LONGEST:
        raise RecordingError(
            f"cannot use the recording {path}: it lasts {seconds:.0f} s and {LONGEST:.0f} s is "
            "the most; cut it"
        )
    if frames * file.channels > MOST_SAMPLES:
        raise RecordingError(
            f"cannot use the recording {path}: it has {frames * file.channels:,} samples and "
            f"{MOST_SAMPLES:,} is the most; save it with {SAMPLE_RATE} Hz and one channel"
        )
