"""Plays scenarios on a Dask cluster, with the same results as one by one on this machine.

Recordings and settings are sent along. The workers have the same kiosk and, where Vosk hears, the
same model. Dask does not encrypt unless it is configured to: the network must be trusted.
"""

import logging
import pickle
import time
import uuid
import warnings
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from threading import Thread
from typing import TypeAlias

from distributed import Client, Future, KilledWorker

from audio.errors import RecordingError
from audio.signals.recording import unreadable
from kiosk.errors import KioskError
from kiosk.lab.replay.cluster.worker import (
    EDITION,
    Portion,
    Run,
    digest_of_folder,
    let_go,
    played_here,
)
from kiosk.lab.replay.runner import Played, unplayed
from kiosk.lab.replay.scenario import RecognizerName, Scenario
from kiosk.lab.replay.staging import Staging
from kiosk.settings.model import KEYS
from kiosk.settings.shown import SECRETS

Answer: TypeAlias = list[Played] | Exception

AT_ONCE = 8
"""Scenarios in a portion at most."""

BYTES_AT_ONCE = 8_000_000
"""Bytes of recordings in a portion, unless one scenario alone has more."""

LARGEST = 512_000_000
"""Bytes of a recording that is sent."""

PORTIONS_AHEAD = 3
"""Portions handed out for each of the workers' threads: enough that none waits for the next."""

CONNECTS_WITHIN = 10.0
LETS_GO_WITHIN = 10.0
LOOK_EVERY = 2.0

_TALKATIVE = ("distributed", "tornado")

_START_WORKER = "start one with: .venv/bin/dask worker {}"
KEPT_SECRETS = {"staff_code"}
"""Secrets that go along: a scenario may type them."""


def played_on_cluster(
    scenarios: Sequence[Scenario], address: str, staging: Staging, patience: float
) -> Iterator[Played]:
    """Play scenarios; what came of each is given in their order.

    Args:
        scenarios: to be played.
        address: the scheduler's, such as "tcp://10.0.0.5:8786".
        staging: how the workers set up their kiosks.
        patience: seconds that a process may stand still (see `kiosk.lab.replay.processes.Player`),
            and that there may be no worker.

    Raises:
        KioskError: there is no scheduler or worker, they go away, or a worker runs another edition
            of the kiosk.
        ScenarioError, ContentError, GrammarError, AudioError: as `ScenarioRunner.play`.
    """
    run = Run(uuid.uuid4().hex, _without_secrets(staging), _model(scenarios, staging), patience)
    with _connected(address) as client:
        try:
            yield from _played(_Cluster(client, address, run), scenarios, staging)
        finally:
            # A worker that hangs must not delay the end.
            letting_go = Thread(
                target=client.run,
                args=(let_go, run.name),
                kwargs={"on_error": "ignore"},
                daemon=True,
            )
            if client.status == "running":
                letting_go.start()
                letting_go.join(LETS_GO_WITHIN)


class _Cluster:
    """Hands portions of one run to the workers and awaits what comes of them."""

    def __init__(self, client: Client, address: str, run: Run) -> None:
        self._client = client
        self._address = address
        self._run = run
        # A task like the others: it is repeated elsewhere if its worker has died.
        self._told = client.submit(bytes, pickle.dumps(run), key=f"replay-{run.name}")
        self._handed_out = 0

    @property
    def threads(self) -> int:
        """How many scenarios the workers play at a time; 0: there is no worker."""
        try:
            return sum(self._client.nthreads().values())
        except (OSError, RuntimeError) as error:
            raise self.gone() from error

    def gone(self) -> KioskError:
        return KioskError(
            f"the scheduler at {self._address} has gone away; start it and its workers again, and "
            "then the replay"
        )

    def no_worker(self) -> KioskError:
        return KioskError(
            f"the scheduler at {self._address} has no worker; "
            + _START_WORKER.format(self._address)
        )

    def hand_out(self, portion: Portion) -> Future[Answer]:
        self._handed_out += 1
        return self._client.submit(
            played_here,
            EDITION,
            self._told,
            pickle.dumps(portion),
            key=f"replay-{self._run.name}-{self._handed_out}",
        )

    def await_(self, future: Future[Answer], portion: Portion) -> list[Played]:
        """Give what came of a portion; what killed all workers that tried it has failed."""
        worked = time.monotonic()
        while True:
            try:
                came = future.result(timeout=LOOK_EVERY)
                break
            except TimeoutError:
                if self.threads:
                    worked = time.monotonic()
                elif time.monotonic() - worked > self._run.patience:
                    raise self.no_worker() from None
            except KilledWorker:
                why = "the workers that were to play it died; see what they have logged"
                return [unplayed(each, why) for each in portion.scenarios]
            except Exception as error:  # noqa: BLE001, RUF100 - whatever Dask says of itself
                if self._client.status != "running" or future.cancelled():
                    raise self.gone() from None
                raise KioskError(
                    f"the scheduler at {self._address} or one of its workers cannot play: "
                    f"{str(error).splitlines()[0]}; start them from the same kiosk's .venv"
                ) from None
        if isinstance(came, Exception):
            raise came
        return came


def _played(cluster: _Cluster, scenarios: Sequence[Scenario], staging: Staging) -> Iterator[Played]:
    threads = cluster.threads
    if not threads:
        raise cluster.no_worker()
    at_once = max(1, min(AT_ONCE, len(scenarios) // (threads * PORTIONS_AHEAD)))
    portions = _portions(scenarios, staging, at_once)
    handed_out: deque[tuple[Portion, Future[Answer]]] = deque()
    while True:
        ahead = max(max(threads, 1) * PORTIONS_AHEAD - len(handed_out), 0)
        handed_out += [(each, cluster.hand_out(each)) for each in islice(portions, ahead)]
        if not handed_out:
            return
        portion, future = handed_out.popleft()
        yield from cluster.await_(future, portion)
        threads = cluster.threads


def _portions(scenarios: Sequence[Scenario], staging: Staging, at_once: int) -> Iterator[Portion]:
    held: list[Scenario] = []
    recordings: dict[Path, bytes | RecordingError] = {}
    size = 0
    for scenario in scenarios:
        held.append(scenario)
        if _recognizer(scenario, staging) != "text":
            for file in {scenario.recording(turn) for turn in scenario.turns if turn.is_recording}:
                recordings[file] = content = recordings.get(file) or _content(file)
                size += len(content) if isinstance(content, bytes) else 0
        if len(held) == at_once or size >= BYTES_AT_ONCE:
            yield Portion(tuple(held), recordings)
            held, recordings, size = [], {}, 0
    if held:
        yield Portion(tuple(held), recordings)


def _content(file: Path) -> bytes | RecordingError:
    """Read a recording as it is; why it cannot be read is told where it is to be heard."""
    try:
        if file.exists() and not file.is_file():
            return RecordingError(f"cannot read the recording {file}: it is not a file; name one")
        if file.stat().st_size > LARGEST:
            return RecordingError(f"cannot send the recording {file}: it is too large; cut it")
        return file.read_bytes()
    except OSError as error:
        return unreadable(file, error)


def _recognizer(scenario: Scenario, staging: Staging) -> RecognizerName:
    return staging.recognizer or scenario.recognizer


def _model(scenarios: Sequence[Scenario], staging: Staging) -> str | None:
    """Give the digest of the Vosk model that hears; None: none does."""
    folder = staging.settings.hearing.vosk_model
    if folder is None or {"auto", "vosk"}.isdisjoint(_recognizer(s, staging) for s in scenarios):
        return None
    return digest_of_folder(folder)


def _without_secrets(staging: Staging) -> Staging:
    harmless = {name: KEYS[name].get_default() for name in SECRETS - KEPT_SECRETS}
    return replace(staging, settings=staging.settings.changed(**harmless))


@contextmanager
def _unlogged() -> Iterator[None]:
    """Keep Dask and what it stands on from writing: what goes wrong is told in one line."""
    names = [name for name in logging.root.manager.loggerDict if name.startswith(_TALKATIVE)]
    kept = {logger: logger.handlers for logger in map(logging.getLogger, (*names, "asyncio"))}
    for logger in kept:
        logger.handlers = [logging.NullHandler()]
    try:
        yield
    finally:
        for logger, handlers in kept.items():
            logger.handlers = handlers


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    with _unlogged(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of sizes and versions, which are seen to here
        try:
            client = Client(address, timeout=CONNECTS_WITHIN, set_as_default=False)
        except (OSError, ValueError, ImportError, RuntimeError) as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise KioskError(
                f"no scheduler answers at {address} ({reason}); start one with: "
                ".venv/bin/dask scheduler"
            ) from None
        try:
            yield client
        finally:
            client.close(timeout=LETS_GO_WITHIN)
