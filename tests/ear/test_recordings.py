"""Recordings as a source of sound: whatever a sound file holds, or one line on why it cannot be."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from audio.errors import RecordingError
from audio.recognizer import SAMPLE_RATE, Frames
from audio.recording import BLOCK, RecordedMicrophone, read_recording, write_recording


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


def test_frames_stay_within_range(tmp_path: Path) -> None:
    path = tmp_path / "loud.wav"
    soundfile.write(path, 4 * tone(0.2, SAMPLE_RATE), SAMPLE_RATE, subtype="FLOAT")
    assert np.abs(read_recording(path)).max() == 1.0


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
        (_no_numbers, "samples that are no numbers"),
        (_too_long, "it lasts 601 s and 600 s is the most"),
        (_folder, "Is a directory"),
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


def test_an_unpaced_recording_gives_blocks_as_fast_as_they_are_read() -> None:
    frames = tone(0.25, SAMPLE_RATE)
    microphone = RecordedMicrophone(frames)
    blocks = []
    while (block := microphone.read(0.0)) is not None:
        blocks.append(block)
    assert microphone.ended
    assert {len(block) for block in blocks[:-1]} == {round(BLOCK * SAMPLE_RATE)}
    assert np.array_equal(np.concatenate(blocks), frames)
    assert microphone.read(1.0) is None


class Clock:
    def __init__(self) -> None:
        self.time = 100.0

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.time += seconds


def test_a_paced_recording_takes_its_time() -> None:
    clock = Clock()
    microphone = RecordedMicrophone(
        tone(0.5, SAMPLE_RATE), paced=True, now=clock.now, sleep=clock.sleep
    )
    assert microphone.read(0.005) is None
    assert clock.time == pytest.approx(100.005)
    read = 0
    while (block := microphone.read(1.0)) is not None:
        read += len(block)
        assert clock.time - 100.0 == pytest.approx(read / SAMPLE_RATE, abs=1e-6)
    assert clock.time == pytest.approx(100.5)


def test_a_reader_who_is_late_gets_the_blocks_that_are_due_at_once() -> None:
    clock = Clock()
    microphone = RecordedMicrophone(
        tone(0.5, SAMPLE_RATE), paced=True, now=clock.now, sleep=clock.sleep
    )
    clock.time += 0.2
    for _ in range(10):
        assert microphone.read(0.0) is not None
    assert microphone.read(0.0) is None
    assert clock.time == pytest.approx(100.2)


def test_a_closed_recording_gives_no_more() -> None:
    microphone = RecordedMicrophone(tone(0.5, SAMPLE_RATE))
    microphone.close()
    assert microphone.read(0.0) is None
    assert microphone.ended
