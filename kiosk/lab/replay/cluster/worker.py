"""The work of a Dask worker for `replay --scheduler` (see `replay.py` beside it).

It plays in processes of its own, so that a scenario which ends or hangs one does not cost a worker.
"""

import hashlib
import pickle
import platform
import socket
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock

from distributed import Worker, get_worker

from audio.errors import ModelError
from kiosk import CHECKOUT
from kiosk.errors import FORESEEN, KioskError
from kiosk.lab.replay.processes import Player, Recordings
from kiosk.lab.replay.runner import Played
from kiosk.lab.replay.scenario import Scenario
from kiosk.lab.replay.staging import Staging
from kiosk.settings.load import load_settings

_PARTS = ("kiosk", "audio", "grammar")

_RUNS_REMEMBERED = 100
"""Runs that are over and whose portions may still arrive."""


def digest_of_folder(folder: Path) -> str:
    """Give a digest of all that a folder holds; of one that is not there, that of nothing."""
    return _digest(folder, (file for file in folder.rglob("*") if file.is_file()))


def _digest(folder: Path, files: Iterable[Path], also: str = "") -> str:
    whole = hashlib.sha256(also.encode())
    for file in sorted(files):
        with file.open("rb") as opened:
            content = hashlib.file_digest(opened, "sha256").hexdigest()
        whole.update(f"{file.relative_to(folder)} {content}\n".encode())
    return whole.hexdigest()


def _edition() -> str:
    files = [CHECKOUT / "requirements.lock"]
    files += [file for part in _PARTS for file in (CHECKOUT / part).rglob("*") if file.is_file()]
    kept = (file for file in files if "__pycache__" not in file.parts)
    return _digest(CHECKOUT, kept, platform.python_version())


EDITION = _edition()
"""Digest of the code, the content, the grammar, the packages' lock and the Python, as this process
has loaded them: two machines tell by it whether they have the same."""


@dataclass(frozen=True, slots=True)
class Run:
    """One replay, as its workers know it.

    Attributes:
        name: unique to this run.
        staging: how kiosks are set up.
        model: digest of the Vosk model that hears; None if none does.
        patience: seconds that a process may stand still.
    """

    name: str
    staging: Staging
    model: str | None
    patience: float


@dataclass(frozen=True, slots=True)
class Portion:
    """Scenarios that a worker plays at a time, with what their recordings hold."""

    scenarios: Sequence[Scenario]
    recordings: Recordings


@dataclass(slots=True)
class _Players:
    """The players of one run on this worker."""

    staging: Staging
    patience: float
    free: list[Player] = field(default_factory=list)
    all: list[Player] = field(default_factory=list)


class _Runs:
    """The runs that one worker plays for, and has played for."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._players: dict[str, _Players] = {}
        self._over: deque[str] = deque(maxlen=_RUNS_REMEMBERED)

    def take(self, run: Run, folder: str) -> Player:
        """Give a player of a run that is free, or another.

        Raises:
            KioskError: the run is over, or the files here are no longer those that were loaded.
            ModelError: the model that hears is not here.
        """
        with self._lock:
            if run.name in self._over:
                raise KioskError("this replay is over; begin another")
            players = self._players.get(run.name)
            if players is None:
                if _edition() != EDITION:
                    raise _another_edition()
                players = _Players(_with_the_model_of_here(run), run.patience)
                self._players[run.name] = players
            if players.free:
                return players.free.pop()
            player = Player(players.staging, players.patience, folder)
            players.all.append(player)
            return player

    def give_back(self, run: Run, player: Player) -> None:
        """Let others of the run use a player; it ends where the run is over."""
        with self._lock:
            going_on = self._players.get(run.name)
            if going_on is not None:
                going_on.free.append(player)
        if going_on is None:
            player.stop()
            player.close()

    def end(self, name: str) -> None:
        """End a run's processes, whatever they do."""
        with self._lock:
            self._over.append(name)
            ended = self._players.pop(name, None)
        for player in ended.all if ended is not None else ():
            player.stop()
        for player in ended.free if ended is not None else ():
            player.close()


def _runs_of(worker: Worker) -> _Runs:
    runs: _Runs = vars(worker).setdefault("kiosk_runs", _Runs())
    return runs


def played_here(edition_there: str, run: bytes, portion: bytes) -> list[Played] | Exception:
    """Play a portion of a run; all is pickled, and what is wrong is given and not raised.

    Another edition could not read what is pickled, and an error that is raised would be logged with
    it.
    """
    try:
        if edition_there != EDITION:
            raise _another_edition()
        return _played(pickle.loads(run), pickle.loads(portion))
    except FORESEEN as error:
        return error
    except Exception as fault:  # noqa: BLE001, RUF100 - not raised, as above
        return KioskError(f"{socket.gethostname()}: {type(fault).__name__}: {fault}")


def let_go(name: str, dask_worker: Worker) -> None:
    """End a run's processes on this worker, which Dask names, whatever they do."""
    _runs_of(dask_worker).end(name)


def _played(run: Run, portion: Portion) -> list[Played]:
    worker = get_worker()
    runs = _runs_of(worker)
    # Later workers remove what a killed worker left behind.
    player = runs.take(run, worker.local_directory)
    try:
        return [player.play(each, portion.recordings) for each in portion.scenarios]
    finally:
        runs.give_back(run, player)


def _another_edition() -> KioskError:
    return KioskError(
        f"the worker on {socket.gethostname()} runs another edition of the kiosk; bring it the "
        "same code, content and packages and start it again"
    )


def _with_the_model_of_here(run: Run) -> Staging:
    """Let the staging name the same Vosk model where it lies on this machine."""
    if run.model is None:
        return run.staging
    settings = run.staging.settings
    for folder in (settings.hearing.vosk_model, load_settings(None).hearing.vosk_model):
        if folder is not None and digest_of_folder(folder) == run.model:
            return replace(run.staging, settings=settings.changed(vosk_model=folder))
    name = settings.hearing.vosk_model.name if settings.hearing.vosk_model is not None else ""
    raise ModelError(
        f"the worker on {socket.gethostname()} lacks the Vosk model {name}; set up the same model "
        "there: run_kiosk.py setup"
    )
