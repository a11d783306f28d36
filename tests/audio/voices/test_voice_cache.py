"""Prepared speech is kept by text, voice and rate, whatever happens to its folder."""

import os
from pathlib import Path

import numpy as np
import pytest

from audio.errors import VoiceError
from audio.frames import SAMPLE_RATE, Frames
from audio.voices.cache import CachedVoice

pytestmark = pytest.mark.unit


class CountingVoice:
    """Gives another tone for each text and rate, and counts."""

    worker_pid: int | None = None

    def __init__(self, name: str = "tone") -> None:
        self.name = name
        self.spoken: list[tuple[str, int]] = []

    def speak(self, text: str, words_per_minute: int) -> Frames:
        if text == "fail":
            raise VoiceError("the voice gave nothing; start the kiosk again")
        self.spoken.append((text, words_per_minute))
        time = np.arange(SAMPLE_RATE // 4) / SAMPLE_RATE
        return (0.3 * np.sin(2 * np.pi * (200 + 50 * len(text)) * time)).astype(np.float32)

    def close(self) -> None:
        pass


def prepared(folder: Path | None) -> CountingVoice:
    """Prepare one text by a voice, and give that voice."""
    voice = CountingVoice()
    CachedVoice(voice, folder).prepare(["hello"], 150)
    return voice


def test_it_is_kept_over_a_restart_as_it_sounded(tmp_path: Path) -> None:
    first = prepared(tmp_path / "cache").speak("hello", 150)
    voice = CountingVoice()
    cached = CachedVoice(voice, tmp_path / "cache")
    cached.prepare(["hello"], 150)
    again = cached.speak("hello", 150)
    assert voice.spoken == []
    assert np.allclose(again, first, atol=1e-3)


@pytest.mark.parametrize(
    ("text", "rate", "name"), [("hallo!", 150, "tone"), ("hello", 175, "tone"), ("hello", 150, "b")]
)
def test_another_text_rate_or_voice_is_spoken_anew(
    tmp_path: Path, text: str, rate: int, name: str
) -> None:
    prepared(tmp_path)
    voice = CountingVoice(name)
    CachedVoice(voice, tmp_path).speak(text, rate)
    assert voice.spoken == [(text, rate)]


def test_a_damaged_file_is_spoken_anew(tmp_path: Path) -> None:
    prepared(tmp_path)
    for file in tmp_path.iterdir():
        file.write_bytes(b"not sound")
    voice = CountingVoice()
    assert len(CachedVoice(voice, tmp_path).speak("hello", 150)) == SAMPLE_RATE // 4
    assert voice.spoken == [("hello", 150)]


def speaks_anew(folder: Path) -> bool:
    voice = CountingVoice()
    CachedVoice(voice, folder).speak("hello", 150)
    return voice.spoken == [("hello", 150)]


def test_another_texts_sound_under_its_name_is_not_played(tmp_path: Path) -> None:
    CachedVoice(CountingVoice(), tmp_path).prepare(["hello", "no, you are fine"], 150)
    one, other = tmp_path.glob("*.speech")
    first, second = one.read_bytes(), other.read_bytes()
    assert not speaks_anew(tmp_path)
    one.write_bytes(second)
    other.write_bytes(first)
    assert speaks_anew(tmp_path)


def test_a_link_or_a_single_changed_bit_is_not_played(tmp_path: Path) -> None:
    prepared(tmp_path / "cache")
    (file,) = (tmp_path / "cache").glob("*.speech")
    sound = file.read_bytes()
    file.write_bytes(sound[:-1] + bytes([sound[-1] ^ 1]))
    assert speaks_anew(tmp_path / "cache")
    (tmp_path / "elsewhere").write_bytes(sound)
    file.unlink()
    file.symlink_to(tmp_path / "elsewhere")
    assert speaks_anew(tmp_path / "cache")


def test_the_folder_is_closed_to_others(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    prepared(tmp_path)
    assert tmp_path.stat().st_mode & 0o777 == 0o700
    assert all(file.stat().st_mode & 0o077 == 0 for file in tmp_path.iterdir())


@pytest.mark.skipif(os.geteuid() != 0, reason="gives files to another user, as only root can")
def test_another_users_file_or_folder_is_not_played(tmp_path: Path) -> None:
    prepared(tmp_path)
    (file,) = tmp_path.glob("*.speech")
    os.chown(file, 12345, 12345)
    assert speaks_anew(tmp_path)
    os.chown(file, 0, 0)
    assert not speaks_anew(tmp_path)
    os.chown(tmp_path, 12345, 12345)
    assert speaks_anew(tmp_path)


def test_a_folder_that_cannot_be_made_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    voice = CountingVoice()
    cached = CachedVoice(voice, tmp_path / "file" / "cache")
    cached.prepare(["hello"], 150)
    cached.speak("hello", 150)
    assert voice.spoken == [("hello", 150)]


def test_what_was_not_prepared_leaves_no_trace(tmp_path: Path) -> None:
    prepared(tmp_path)
    before = sorted(tmp_path.iterdir())
    voice = CountingVoice()
    cached = CachedVoice(voice, tmp_path)
    for _ in range(2):
        cached.speak("Do you want to hear about surgery?", 150)
    assert len(voice.spoken) == 2, "kept in memory"
    assert sorted(tmp_path.iterdir()) == before


def test_a_fault_is_not_kept() -> None:
    cached = CachedVoice(CountingVoice(), None)
    for _ in range(2):
        with pytest.raises(VoiceError):
            cached.speak("fail", 150)


def test_texts_are_prepared_ahead() -> None:
    voice = CountingVoice()
    cached = CachedVoice(voice, None)
    cached.prepare(["one", "two"], 150)
    cached.speak("two", 150)
    assert voice.spoken == [("one", 150), ("two", 150)]
