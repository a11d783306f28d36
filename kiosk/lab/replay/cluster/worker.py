"""What a worker of a Dask cluster does for `replay --scheduler` (see `replay.py` beside it).

It plays by processes of its own, so that a scenario which ends or hangs one costs no worker.
"""

import pickle
import socket
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from threading import Lock

from audio.errors import ModelError
from kiosk.errors import FORESEEN, KioskError
from kiosk.lab.replay.cluster.edition import digest_of_folder, edition
from kiosk.lab.replay.processes import Player, Recordings
from kiosk.lab.replay.runner import Rehearsed
from kiosk.lab.replay.scenario import Scenario
from kiosk.lab.replay.staging import Staging
from kiosk.settings.load import load_settings


@dataclass(frozen=True, slots=True)
class Run:
    """One replay, as its workers are told of it.

    Attributes:
        name: no other run's.
        staging: how kiosks are set up.
        model: digest of the Vosk model that hears; None: none does.
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


_lock = Lock()
_players: dict[str, _Players] = {}
_over: set[str] = set()


def played_here(edition_there: str, run: bytes, portion: bytes) -> list[Rehearsed] | Exception:
    """Play a portion of a run; all is pickled, and what is wrong is given and not raised.

    Another edition could not read what is pickled, and an error that is raised would be logged
    with it.
    """
    try:
        if edition_there != edition():
            raise KioskError(
                f"the worker on {socket.gethostname()} runs another edition of the kiosk; bring it "
                "the same code, content and packages and start it again"
            )
        return _played(pickle.loads(run), pickle.loads(portion))
    except FORESEEN as error:
        return error
    except Exception as fault:  # noqa: BLE001, RUF100 - not raised, as above
        return KioskError(f"{socket.gethostname()}: {type(fault).__name__}: {fault}")


def let_go(name: str) -> None:
    """End a run's processes on this worker, whatever they do."""
    with _lock:
        _over.add(name)
        ended = _players.pop(name, None)
    for player in ended.all if ended is not None else ():
        player.stop()
    for player in ended.free if ended is not None else ():
        player.close()


def _played(run: Run, portion: Portion) -> list[Rehearsed]:
    player = _taken(run)
    try:
        return [player.play(each, portion.recordings) for each in portion.scenarios]
    finally:
        with _lock:
            going_on = _players.get(run.name)
            if going_on is not None:
                going_on.free.append(player)
        if going_on is None:
            player.stop()
            player.close()


def _taken(run: Run) -> Player:
    from distributed import get_worker  # noqa: PLC0415 - a part of its own

    with _lock:
        if run.name in _over:
            raise KioskError("this replay is over; begin another")
        players = _players.get(run.name)
        if players is None:
            players = _players[run.name] = _Players(_with_the_model_of_here(run), run.patience)
        if players.free:
            return players.free.pop()
        # What a worker that was killed left behind is taken away by those after it.
        folder = get_worker().local_directory
        player = Player(players.staging, players.patience, folder)
        players.all.append(player)
        return player


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
