"""Recordings as a source of sound: whatever a sound file holds, or one line on why it cannot be."""

import io
import os
from pathlib import Path

import numpy as np
import pytest
import soundfile

from audio.errors import RecordingError
from audio.frames import SAMPLE_RATE, Frames
from audio.signals.recording import read_recording, write_recording

pytestmark = pytest.mark.sound


def tone(seconds: float, rate: int, hertz: float = 440.0) -> Frames:
    return (0.5 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)).astype("f4")


def pitch(frames: Frames) -> float:
    """The loudest frequency, in Hz."""
    return float(np.abs(np.fft.rfft(frames)).argmax() * SAMPLE_RATE / len(frames))


@pytest.mark.parametrize("ending", ["wav", "flac"])
def test_what_is_written_is_read_again(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"tone.{ending}"
    write_recording(path, tone(0.5, SAMPLE_RATE))
    assert np.allclose(read_recording(path), tone(0.5, SAMPLE_RATE), atol=1e-4)


@pytest.mark.parametrize("rate", [8_000, 11_025, 44_100, 48_000])
@pytest.mark.parametrize("subtype", ["PCM_U8", "PCM_16", "PCM_24", "FLOAT"])
def test_any_rate_and_sample_format_gives_the_same_sound(
    tmp_path: Path, rate: int, subtype: str
) -> None:
    path = tmp_path / "tone.wav"
    soundfile.write(path, tone(1.0, rate), rate, subtype=subtype)
    frames = read_recording(path)
    assert frames.dtype == np.float32
    assert len(frames) == pytest.approx(SAMPLE_RATE, abs=2)
    assert pitch(frames) == pytest.approx(440, abs=2)
    assert np.abs(frames).max() == pytest.approx(0.5, abs=0.03)


def test_stereo_at_8_khz_becomes_the_mean_of_its_channels(tmp_path: Path) -> None:
    path = tmp_path / "telephone.wav"
    left = tone(1.0, 8_000)
    soundfile.write(path, np.stack([left, np.zeros_like(left)], axis=1), 8_000)
    frames = read_recording(path)
    assert frames.shape == (SAMPLE_RATE,)
    assert pitch(frames) == pytest.approx(440, abs=2)
    assert np.abs(frames).max() == pytest.approx(0.25, abs=0.02)


@pytest.mark.parametrize("times", [4.0, 32_767.0])
def test_floats_over_full_scale_are_made_quieter_as_a_whole(tmp_path: Path, times: float) -> None:
    path = tmp_path / "loud.wav"
    right = tone(0.2, SAMPLE_RATE)
    soundfile.write(path, np.float32(times) * right, SAMPLE_RATE, subtype="FLOAT")
    frames = read_recording(path)
    assert np.abs(frames).max() == 1.0
    assert np.allclose(frames, right / np.abs(right).max(), atol=1e-6)


FORMATS = [form for form in soundfile.available_formats() if form not in ("RAW", "SD2")]
"""RAW has no header, and SD2 keeps it in a second file."""


@pytest.mark.parametrize("form", FORMATS)
def test_what_libsndfile_writes_is_read(tmp_path: Path, form: str) -> None:
    path = tmp_path / "tone"
    rate = 8_000 if form == "WVE" else 44_100 if form == "XI" else SAMPLE_RATE
    soundfile.write(path, tone(1.0, rate), rate, format=form)
    frames = read_recording(path)
    assert len(frames) == pytest.approx(SAMPLE_RATE, rel=0.01)
    assert pitch(frames) == pytest.approx(440, abs=3)


@pytest.mark.parametrize(
    ("form", "subtype"),
    [("WAV", "GSM610"), ("WAV", "IMA_ADPCM"), ("AIFF", "GSM610"), ("OGG", "OPUS")],
)
def test_formats_in_which_libsndfile_cannot_seek_are_read(
    tmp_path: Path, form: str, subtype: str
) -> None:
    path = tmp_path / "call"
    soundfile.write(path, tone(1.0, 8_000), 8_000, subtype, format=form)
    assert pitch(read_recording(path)) == pytest.approx(440, abs=3)


def _with(content: bytes, place: int, written: bytes) -> bytes:
    return content[:place] + written + content[place + len(written) :]


def _written(form: str) -> bytes:
    sound = io.BytesIO()
    soundfile.write(sound, tone(0.5, SAMPLE_RATE), SAMPLE_RATE, format=form)
    return sound.getvalue()


def _unclosed_wav(length: int) -> bytes:
    content = _with(_written("WAV"), 4, bytes(4))
    return _with(content, content.index(b"data") + 4, length.to_bytes(4, "little"))


def _unclosed_flac() -> bytes:
    content = _written("FLAC")
    unknown = _with(content, 21, bytes([content[21] & 0xF0, 0, 0, 0, 0]))
    return unknown[: len(unknown) - 7]


def _unclosed_caf() -> bytes:
    content = _written("CAF")
    return _with(content, content.index(b"data") + 4, b"\xff" * 8)


@pytest.mark.parametrize(
    ("content", "least"),
    [
        (_unclosed_wav(0), 0.5),
        (_unclosed_wav(0xFFFFFFFF), 0.5),
        (_with(_written("AU"), 8, bytes(4)), 0.5),
        (_with(_written("AU"), 8, b"\xff" * 4), 0.5),
        (_unclosed_caf(), 0.5),
        (_unclosed_flac(), 0.2),
    ],
    ids=["wav 0", "wav most", "au 0", "au most", "caf -1", "flac 0, cut"],
)
def test_of_a_file_whose_length_was_never_written_all_that_is_there_is_read(
    tmp_path: Path, content: bytes, least: float
) -> None:
    path = tmp_path / "crashed"
    path.write_bytes(content)
    for frames in (read_recording(path), read_recording(Path("elsewhere.wav"), content)):
        assert least * SAMPLE_RATE <= len(frames) <= 0.5 * SAMPLE_RATE
        assert pitch(frames) == pytest.approx(440, abs=3)


def test_of_a_cut_file_that_tells_its_length_nothing_is_read(tmp_path: Path) -> None:
    path = tmp_path / "cut.flac"
    path.write_bytes(_written("FLAC")[:-20])
    with pytest.raises(RecordingError, match="a damaged one"):
        read_recording(path)


def test_a_title_after_no_samples_is_not_taken_for_sound(tmp_path: Path) -> None:
    path = tmp_path / "empty.wav"
    title = b"LIST" + (12).to_bytes(4, "little") + b"INFOINAM\0\0\0\0"
    path.write_bytes(_written("WAV")[:40] + bytes(4) + title)
    with pytest.raises(RecordingError, match="it is empty"):
        read_recording(path)


def test_a_long_recording_of_a_high_rate_takes_no_memory_but_that_of_its_frames(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "long.flac"
    soundfile.write(path, np.zeros(384_000 * 20, np.int16), 384_000)
    held: list[int] = []
    right = soundfile.SoundFile.read

    def read(*args: object, **options: object) -> Frames:
        block: Frames = right(*args, **options)
        held.append(len(block))
        return block

    monkeypatch.setattr(soundfile.SoundFile, "read", read)
    assert len(read_recording(path)) == 20 * SAMPLE_RATE
    assert sum(held) == 384_000 * 20
    assert max(held) <= 1 << 16


def _empty(path: Path) -> None:
    soundfile.write(path, np.zeros(0, np.float32), SAMPLE_RATE)


def _nothing_at_all(path: Path) -> None:
    path.write_bytes(b"")


def _text(path: Path) -> None:
    path.write_text("this is no sound\n" * 40)


def _cut_header(path: Path) -> None:
    soundfile.write(path, tone(0.1, SAMPLE_RATE), SAMPLE_RATE)
    path.write_bytes(path.read_bytes()[:20])


def _no_numbers(path: Path) -> None:
    frames = tone(0.1, SAMPLE_RATE)
    frames[5] = np.nan
    soundfile.write(path, frames, SAMPLE_RATE, subtype="FLOAT")


def _too_long(path: Path) -> None:
    soundfile.write(path, np.zeros(4_000 * 601, np.float32), 4_000, subtype="PCM_U8")


def _too_many_samples(path: Path) -> None:
    soundfile.write(path, np.zeros((1_000, 8), np.int16), 192_000, format="FLAC")
    frames = (160 * 192_000).to_bytes(4, "big")
    path.write_bytes(_with(path.read_bytes(), 22, frames))


def _too_large(path: Path) -> None:
    _empty(path)
    os.truncate(path, 600_000_000)


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _loop(path: Path) -> None:
    path.symlink_to(path)


def _louder_than_any_sound(path: Path) -> None:
    soundfile.write(path, np.full(1000, 1e30), SAMPLE_RATE, subtype="FLOAT")


def _folder(path: Path) -> None:
    path.mkdir()


def _missing(path: Path) -> None:
    assert not path.exists()


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (_empty, "it is empty; record it again"),
        (_nothing_at_all, "no sound file, or a damaged one"),
        (_text, "no sound file, or a damaged one"),
        (_cut_header, "no sound file, or a damaged one"),
        (_no_numbers, "samples that are not numbers"),
        (_too_long, "it lasts 601 s and 600 s is the most"),
        (_too_many_samples, "it has 245,760,000 samples and 240,000,000 is the most"),
        (_too_large, "is larger than 512,000,000 bytes"),
        (_pipe, "is a pipe or a device, not a file"),
        (_device, "is a pipe or a device, not a file"),
        (_loop, "Too many levels of symbolic links"),
        (_louder_than_any_sound, "its samples are up to 1e+30 times full scale"),
        (_folder, "is a folder, not a file"),
        (_missing, "there is no recording"),
    ],
)
def test_an_unusable_recording_is_an_error_in_one_line(
    tmp_path: Path, make: object, reason: str
) -> None:
    assert callable(make)
    path = tmp_path / "bad.wav"
    make(path)
    with pytest.raises(RecordingError) as caught:
        read_recording(path)
    assert reason in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_recording_that_cannot_be_written_is_an_error_in_one_line(tmp_path: Path) -> None:
    for path in (tmp_path / "missing" / "a.wav", tmp_path / "a.doc"):
        with pytest.raises(RecordingError, match=r"name a \.wav or \.flac file") as caught:
            write_recording(path, tone(0.1, SAMPLE_RATE))
        assert "\n" not in str(caught.value)
