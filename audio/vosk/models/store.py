"""A folder of models: each is complete or absent, even if a set-up is killed."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, TypeAlias

from audio.errors import ModelError
from audio.vosk.models.archive import unpack
from audio.vosk.models.download import Report, fetch, verify
from audio.vosk.models.faults import refused
from audio.vosk.models.seal import is_whole, looks_whole, seal
from audio.vosk.models.table import MODELS, ModelRecord

State: TypeAlias = Literal["absent", "damaged", "whole"]
Outcome: TypeAlias = Literal["there already", "installed"]

_CHOSEN = "chosen"
_UNPACKING = ".unpacking-"


class ModelStore:
    """The models in one folder, which may be missing."""

    def __init__(self, folder: Path) -> None:
        """Use `folder`; nothing is read or written yet."""
        self._folder = folder

    def place(self, record: ModelRecord) -> Path:
        """Give the folder of a model, there or not."""
        return self._folder / record.name

    def chosen(self) -> ModelRecord | None:
        """Give the model that was set up last, complete or not; None if there is none."""
        try:
            name = (self._folder / _CHOSEN).read_text("utf-8").strip()
        except (OSError, ValueError):
            return None
        return next((record for record in MODELS.values() if record.name == name), None)

    def state(self, record: ModelRecord, *, thoroughly: bool) -> State:
        """Check a model: each file's size, or thoroughly each byte."""
        folder = self.place(record)
        if not os.path.lexists(folder):
            return "absent"
        whole = (is_whole if thoroughly else looks_whole)(folder, record)
        return "whole" if whole else "damaged"

    def set_up(
        self,
        record: ModelRecord,
        report: Report,
        *,
        archive: Path | None = None,
        url: str = "",
        accept: Callable[[Path], object] | None = None,
        waiting: Callable[[], None] = lambda: None,
    ) -> Outcome:
        """Bring a model and choose it; what was there stays until the other is whole.

        Args:
            record: the model.
            report: is told how far a download is.
            archive: a file that was fetched elsewhere; None: it is downloaded.
            url: a mirror to download from.
            accept: raises ModelError or VocabularyError for an unpacked model that will not do;
                None: it must have the files of a model that takes a grammar.
            waiting: called when another set-up holds the folder, which is waited for.

        Raises:
            AudioError: it did not work; nothing that was there has changed.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with self._alone(waiting):
                self._clear_away()
                outcome: Outcome = "there already"
                if self.state(record, thoroughly=True) != "whole":
                    self._install(record, report, archive, url, accept or _files_are_there)
                    outcome = "installed"
                self._choose(record)
                return outcome
        except OSError as error:
            raise refused(error, self._folder) from None

    def _install(
        self,
        record: ModelRecord,
        report: Report,
        archive: Path | None,
        url: str,
        accept: Callable[[Path], object],
    ) -> None:
        fetched = self._folder / f"{record.name}.zip.part"
        if archive is None:
            fetch(record, fetched, report, url=url)
        else:
            try:
                verify(record, archive)
            except ModelError as error:
                raise ModelError(
                    f"{archive} is not the archive of {record.name}: {error}; fetch it anew from "
                    f"{record.url}"
                ) from None
        self._unpack(record, archive or fetched, accept)
        fetched.unlink(missing_ok=True)

    def _unpack(self, record: ModelRecord, archive: Path, accept: Callable[[Path], object]) -> None:
        temporary = Path(tempfile.mkdtemp(dir=self._folder, prefix=_UNPACKING))
        try:
            try:
                folder = unpack(archive, temporary)
            except ModelError as error:
                raise ModelError(f"{archive} cannot be unpacked: {error}") from None
            accept(folder)
            seal(folder, record)
            place = self.place(record)
            if os.path.lexists(place):
                place.rename(temporary / "before")
            folder.rename(place)
            _sync(self._folder)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)

    def _choose(self, record: ModelRecord) -> None:
        draft = self._folder / f"{_CHOSEN}.draft"
        with draft.open("w", encoding="utf-8") as stream:
            stream.write(f"{record.name}\n")
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(self._folder / _CHOSEN)

    def _clear_away(self) -> None:
        """Take away what a killed set-up had begun to unpack."""
        for left in self._folder.glob(f"{_UNPACKING}*"):
            shutil.rmtree(left, ignore_errors=True)

    @contextmanager
    def _alone(self, waiting: Callable[[], None]) -> Iterator[None]:
        descriptor = os.open(self._folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                waiting()
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _files_are_there(folder: Path) -> None:
    # Vosk takes long to load, and only a model that was just unpacked must be looked at.
    from audio.vosk.recognizer import check_model  # noqa: PLC0415

    check_model(folder)
