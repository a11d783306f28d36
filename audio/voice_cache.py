"""Keeps speech that was prepared ahead, in a folder; what is spoken besides leaves no trace."""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Lock

import soundfile

from audio.recognizer import SAMPLE_RATE, Frames
from audio.voice import Voice

_FORMAT = "1"
"""Part of each name: files of another format are not read."""


class CachedVoice:
    """A voice that speaks each prepared text once; may be used from several threads."""

    def __init__(self, voice: Voice, folder: Path | None) -> None:
        """Keep speech of `voice` in `folder`; None, or a folder that cannot be written: in memory.

        Only prepared texts are kept, and they are the same for everybody: from what is kept nobody
        learns what a visitor has asked for.
        """
        self._voice = voice
        self._folder = _usable(folder)
        self._kept: dict[str, Frames] = {}
        self._lock = Lock()
        self._wanted = 0
        self._count = Lock()
        self._nobody_waits = Event()
        self._nobody_waits.set()

    @property
    def name(self) -> str:
        """The voice's name."""
        return self._voice.name

    def speak(self, text: str, words_per_minute: int) -> Frames:
        """Give the text as frames, from the cache where it is there; raises VoiceError."""
        with self._before_what_is_prepared(), self._lock:
            frames = self._find(self._key(text, words_per_minute))
            return self._voice.speak(text, words_per_minute) if frames is None else frames

    def prepare(self, texts: Iterable[str], words_per_minute: int) -> None:
        """Speak texts ahead of time; between two of them whoever speaks goes first."""
        for text in texts:
            self._nobody_waits.wait()
            key = self._key(text, words_per_minute)
            with self._lock:
                if self._find(key) is None:
                    self._keep(key, self._voice.speak(text, words_per_minute))

    def close(self) -> None:
        """Close the voice."""
        self._voice.close()

    @contextmanager
    def _before_what_is_prepared(self) -> Iterator[None]:
        """Hold off the next text that is prepared: a lock alone lets its last holder go on."""
        with self._count:
            self._wanted += 1
            self._nobody_waits.clear()
        try:
            yield
        finally:
            with self._count:
                self._wanted -= 1
                if not self._wanted:
                    self._nobody_waits.set()

    def _key(self, text: str, words_per_minute: int) -> str:
        whole = "\0".join((_FORMAT, self._voice.name, str(words_per_minute), text))
        return hashlib.sha256(whole.encode()).hexdigest()

    def _find(self, key: str) -> Frames | None:
        if key in self._kept or self._folder is None:
            return self._kept.get(key)
        try:
            frames, rate = soundfile.read(self._folder / f"{key}.flac", dtype="float32")
        except (OSError, RuntimeError):
            return None
        return frames if rate == SAMPLE_RATE and len(frames) else None

    def _keep(self, key: str, frames: Frames) -> None:
        """Write beside and move into place, so that a file is whole or absent."""
        if self._folder is None:
            self._kept[key] = frames
            return
        try:
            handle, temporary = tempfile.mkstemp(dir=self._folder, suffix=".part")
            os.close(handle)
            soundfile.write(temporary, frames, SAMPLE_RATE, format="FLAC")
            Path(temporary).replace(self._folder / f"{key}.flac")
        except (OSError, RuntimeError):
            self._folder = None
            self._kept[key] = frames


def _usable(folder: Path | None) -> Path | None:
    if folder is None:
        return None
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK | os.X_OK) else None
