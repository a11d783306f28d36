"""A folder of recordings: clips named by what is said, and the manifest that lists them."""

import fcntl
import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from audio.errors import reason_of
from audio.signals.recording import encoded_recording
from kiosk.errors import RecorderError
from kiosk.lab.recorder.booth import seconds_of
from kiosk.lab.recorder.session import Clip, Line
from kiosk.lab.recordings.labels import OUT_OF_VOCABULARY, is_foreign, words_of
from kiosk.lab.recordings.manifest import COLUMNS, NAME, header_of, manifest_text, read_manifest

ENDING = ".flac"
SET = "recorded"

_MAKING = ".recording-"

_LONGEST_NAME = 80

ScenarioText = Callable[[str, Sequence[str]], str]
"""Writes a scenario, given its file's stem and the names of the clips, in their order."""


@dataclass(frozen=True, slots=True)
class Added:
    """What was added: the clips, in their order, and the scenario, if any."""

    clips: tuple[Path, ...]
    scenario: Path | None


class RecordingsFolder:
    """A folder to which one person's recordings are to be added."""

    def __init__(self, path: Path) -> None:
        """Look at it before anything is recorded; it need not exist.

        Raises:
            RecorderError: it cannot be written.
            ScenarioError: its manifest is wrong.
        """
        self.path = path
        nearest = next(each for each in (path, *path.absolute().parents) if each.exists())
        if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
            raise RecorderError(
                f"{path}: no recordings can be written here: name a folder that may be written"
            )
        if (path / NAME).exists():
            read_manifest(path)

    def add(
        self,
        clips: Sequence[Clip],
        speaker: str,
        scenario: tuple[str, ScenarioText] | None = None,
    ) -> Added:
        """Write clips, their rows in the manifest, and a scenario; all of it, or nothing.

        Args:
            clips: in the order in which they were said.
            speaker: the code of the person who said them.
            scenario: the stem its file is to have, and what writes it.

        Raises:
            RecorderError: something cannot be written; nothing was.
        """
        try:
            # The folder's owner decides who may hear a person's voice.
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            with (
                _locked(self.path),
                _apart(self.path) as making,
                _Publishing(self.path, making) as publishing,
            ):
                return self._publish(publishing, clips, speaker, scenario)
        except OSError as error:
            reason = reason_of(error)
            raise RecorderError(
                f"{self.path}: the recordings cannot be written ({reason}): make room, or see who "
                "may write there"
            ) from None

    def _publish(
        self,
        publishing: "_Publishing",
        clips: Sequence[Clip],
        speaker: str,
        scenario: tuple[str, ScenarioText] | None,
    ) -> Added:
        for clip in clips:
            publishing.take(stem_of(clip.line), ENDING, encoded_recording(clip.frames, ENDING))
        names = list(publishing.names)
        if scenario is not None:
            stem, text = scenario
            final = publishing.free(stem, ".yaml")
            publishing.take(stem, ".yaml", text(final, names).encode())
        publishing.replace(NAME, self._manifest(clips, names, speaker))
        publishing.publish()
        written = [self.path / name for name in publishing.names]
        return Added(tuple(written[: len(clips)]), written[-1] if scenario is not None else None)

    def _manifest(self, clips: Sequence[Clip], names: Sequence[str], speaker: str) -> bytes:
        """Give the manifest with the clips' rows, in the columns it has."""
        file = self.path / NAME
        before = manifest_text(self.path) if file.exists() else "\t".join(COLUMNS) + "\n"
        if not before.endswith("\n"):
            before += "\n"
        header = header_of(file, before)
        rows = ""
        for clip, name in zip(clips, names, strict=True):
            label = OUT_OF_VOCABULARY + clip.line.words if clip.line.foreign else clip.line.words
            cells = {
                "path": name,
                "set": f"{SET}/{label.replace('/', ' ')}".rstrip("/"),
                "speaker": speaker,
                "label": label,
                "seconds": f"{seconds_of(clip.frames):.2f}",
            }
            rows += header.row([cells.get(column, "") for column in header.columns])
        return (before + rows).encode()


class _Publishing:
    """Files made apart, which come into a folder at once; on an error none of them does."""

    def __init__(self, folder: Path, making: Path) -> None:
        self._folder = folder
        self._making = making
        self._put: list[Path] = []
        self._replaced: list[str] = []
        self._done = False
        self.names: list[str] = []

    def __enter__(self) -> "_Publishing":
        return self

    def __exit__(self, *_: object) -> None:
        if not self._done:
            for path in self._put:
                with suppress(OSError):
                    path.unlink(missing_ok=True)

    def free(self, stem: str, ending: str) -> str:
        """Give the first stem that no file has: `stem`, `stem-2`, and so on."""
        number = 1
        while True:
            free = stem if number == 1 else f"{stem}-{number}"
            name = f"{free}{ending}"
            if name not in self.names and not os.path.lexists(self._folder / name):
                return free
            number += 1

    def take(self, stem: str, ending: str, content: bytes) -> None:
        """Make a file of the first name that is free."""
        name = f"{self.free(stem, ending)}{ending}"
        self._write(name, content)
        self.names.append(name)

    def replace(self, name: str, content: bytes) -> None:
        """Make a file in place of the one there is, last of all."""
        self._write(name, content)
        self._replaced.append(name)

    def publish(self) -> None:
        """Let all of them come."""
        for name in self.names:
            place = self._folder / name
            # A program that ignores the lock may have taken the name since.
            place.touch(exist_ok=False)
            self._put.append(place)
            (self._making / name).replace(place)
        for name in self._replaced:
            (self._making / name).replace(self._folder / name)
        self._done = True

    def _write(self, name: str, content: bytes) -> None:
        with (self._making / name).open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())


def stem_of(line: Line) -> str:
    """Give what the name of a line's recording begins with: its words, joined by `_`."""
    words = re.sub(r"[^\w' -]", "", line.words.lower()).split()
    name = "_".join(words)[:_LONGEST_NAME].strip("-_") or "words"
    return f"{OUT_OF_VOCABULARY}{name}" if line.foreign else name


def line_of(stem: str) -> Line:
    """Give what a recording's name says that it holds."""
    return Line(words_of(stem), is_foreign(stem))


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Let nobody else add to the folder meanwhile; what was added then reaches the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _apart(folder: Path) -> Iterator[Path]:
    """Give a folder for what is not whole yet; what a killed process has left there goes."""
    for left in folder.glob(f"{_MAKING}*"):
        shutil.rmtree(left, ignore_errors=True)
    with TemporaryDirectory(prefix=_MAKING, dir=folder) as making:
        yield Path(making)
