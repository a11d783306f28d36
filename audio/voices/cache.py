"""Keeps prepared speech in a folder; other speech leaves no trace.

Files are checked before they are played. The folder belongs to this user and is closed to others,
and each file begins with a seal over its name and sound, with a key that only this user can read. A
file of another user, under another text's name, or damaged, is synthesized again.
"""

import errno
import hashlib
import hmac
import os
import secrets
import stat
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from threading import Event, Lock

import soundfile

from audio.frames import SAMPLE_RATE, Frames
from audio.voices.plain import Voice

_FORMAT = "2"
"""Part of each name: files of another format are not read."""

_SEAL_BYTES = 32

_MOST_BYTES = 10_000_000
"""Bytes of a file: the longest sentence has a few hundred thousand."""


class CachedVoice:
    """A voice that synthesizes each prepared text once; may be used from several threads."""

    def __init__(self, voice: Voice, folder: Path | None) -> None:
        """Keep speech of `voice` in `folder`; None, or a folder that cannot be written: in memory.

        Only prepared texts are kept, and they are the same for everybody: from what is kept nobody
        learns what a visitor has asked for.
        """
        self._voice = voice
        self._folder, self._secret = _usable(folder)
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

    @property
    def worker_pid(self) -> int | None:
        """The voice's process while somebody waits for it; what is prepared is waited for by none.

        To be read from any thread.
        """
        return self._voice.worker_pid if self._wanted else None

    def kept(self, text: str, words_per_minute: int) -> Frames | None:
        """Give the text as frames if it is in the cache; any thread may ask, and waits for none."""
        return self._find(self._key(text, words_per_minute))

    def speak(self, text: str, words_per_minute: int) -> Frames:
        """Give the text as frames, from the cache if it is there; raises VoiceError."""
        key = self._key(text, words_per_minute)
        if (frames := self._find(key)) is not None:
            return frames  # without the lock: another text may be under way for a second
        with self._before_what_is_prepared(), self._lock:
            frames = self._find(key)
            return self._voice.speak(text, words_per_minute) if frames is None else frames

    def prepare(self, texts: Iterable[str], words_per_minute: int) -> None:
        """Synthesize texts ahead of time; a caller of `speak` goes first between two of them."""
        for text in texts:
            self._nobody_waits.wait()
            key = self._key(text, words_per_minute)
            with self._lock:
                if key not in self._kept and self._sound(key) is None:
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
        if key in self._kept or (sound := self._sound(key)) is None:
            return self._kept.get(key)
        try:
            frames, rate = soundfile.read(BytesIO(sound), dtype="float32")
        except RuntimeError:
            return None
        return frames if rate == SAMPLE_RATE and len(frames) else None

    def _sound(self, key: str) -> bytes | None:
        """Give the file of a text without its seal; to decode it takes ten times as long."""
        if self._folder is None:
            return None
        try:
            return self._unsealed(key, _own_bytes(self._folder / f"{key}.speech"))
        except OSError:
            return None

    def _keep(self, key: str, frames: Frames) -> None:
        """Write beside and move into place, so that a file is whole or absent."""
        if self._folder is None:
            self._kept[key] = frames
            return
        try:
            sound = BytesIO()
            soundfile.write(sound, frames, SAMPLE_RATE, format="FLAC")
            handle, temporary = tempfile.mkstemp(dir=self._folder, suffix=".part")
            with os.fdopen(handle, "wb") as opened:
                opened.write(self._seal(key, sound.getvalue()) + sound.getvalue())
            Path(temporary).replace(self._folder / f"{key}.speech")
        except (OSError, RuntimeError):
            self._folder = None
            self._kept[key] = frames

    def _seal(self, key: str, sound: bytes) -> bytes:
        return hmac.digest(self._secret, key.encode() + sound, "sha256")

    def _unsealed(self, key: str, file: bytes) -> bytes:
        seal, sound = file[:_SEAL_BYTES], file[_SEAL_BYTES:]
        if not hmac.compare_digest(seal, self._seal(key, sound)):
            raise OSError(errno.EBADMSG, "is not sealed by this kiosk")
        return sound


def _usable(folder: Path | None) -> tuple[Path | None, bytes]:
    """Give a folder that is this user's alone, and the key of its seals; else none."""
    if folder is None:
        return None, b""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.stat().st_uid != os.geteuid():
            return None, b""
        folder.chmod(0o700)
        return folder, _secret(folder / "seal-key")
    except OSError:
        return None, b""


def _secret(file: Path) -> bytes:
    """Give the key that is kept, or make one; without it everything is spoken anew."""
    try:
        kept = _own_bytes(file)
    except OSError:
        kept = b""
    if len(kept) == _SEAL_BYTES:
        return kept
    handle, temporary = tempfile.mkstemp(dir=file.parent, suffix=".part")
    made = secrets.token_bytes(_SEAL_BYTES)
    with os.fdopen(handle, "wb") as opened:
        opened.write(made)
    Path(temporary).replace(file)
    return made


def _own_bytes(file: Path) -> bytes:
    """Read a regular file of this user, no link; raises OSError."""
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    with os.fdopen(os.open(file, flags), "rb") as opened:
        found = os.fstat(opened.fileno())
        if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid():
            raise PermissionError(errno.EPERM, "belongs to another user", str(file))
        return opened.read(_MOST_BYTES)
