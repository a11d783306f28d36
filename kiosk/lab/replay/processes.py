"""Processes that play scenarios (`process.py` beside this), as those that ask hold them."""

import pickle
import signal
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from contextlib import closing, suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import NamedTuple, TypeAlias

from audio.child_process import ChildLateError, ChildLostError, ChildProcess
from audio.errors import RecordingError, reason_of
from kiosk.errors import KioskError
from kiosk.lab.replay.runner import Played, unplayed
from kiosk.lab.replay.scenario import Scenario
from kiosk.lab.replay.staging import Staging

TRIES = 2
"""Processes that a scenario may lose: what ends two of them is no accident."""

Recordings: TypeAlias = Mapping[Path, bytes | RecordingError]
"""What the files of recordings hold that lie on another machine, or why they cannot be read."""

_LEAVES_WITHIN = 5.0

_BUSY_FACTOR = 4.0
"""Times the patience that a process may take which works, or waits for its turn on a busy machine:
it tells nothing while it loads a model or reads a recording."""

_LONGEST = 1 << 40
"""Bytes of what came of a scenario: as many as its dialogue needs."""


class _LostError(Exception):
    """The process has died or hangs; the argument says which."""


class Player:
    """Plays one scenario after the other; its process is replaced when it dies or hangs.

    One thread asks at a time. The thread that asked first must live as long as the process, which
    ends with it.

    Attributes:
        stopped: whether it plays no more.
    """

    def __init__(self, staging: Staging, patience: float, folder: str | None = None) -> None:
        """Start nothing yet.

        Args:
            staging: how kiosks are set up.
            patience: seconds in which a process must go on, that is load what it needs or let
                virtual time pass, and four times as long while it works; a scenario may take as
                long as it likes.
            folder: where its process may write; None: where the system has such files.

        Raises:
            KioskError: there is no room for such a folder.
        """
        self._staging = staging
        self._patience = patience
        try:
            self._folder = tempfile.TemporaryDirectory(prefix="kiosk-player-", dir=folder)
        except OSError as error:
            raise _not_started(error) from None
        self._process: ChildProcess | None = None
        self._lock = Lock()
        self.stopped = False

    def play(self, scenario: Scenario, recordings: Recordings | None = None) -> Played:
        """Play it; one that ends or hangs every process that plays it has failed.

        Args:
            scenario: to be played.
            recordings: its recordings; None: they lie on this machine.

        Raises:
            CancelledError: it was stopped.
            KioskError: no process can be started.
            ScenarioError, ContentError, GrammarError, AudioError: as
                `kiosk.lab.replay.runner.ScenarioRunner.play`.
        """
        lost, began = "", False
        for _ in range(TRIES):
            try:
                process = self._process or self._start()
                began = True
                return self._asked(process, scenario, recordings)
            except _LostError as error:
                lost = str(error)
        if not began:
            raise KioskError(
                f"the processes that play scenarios do not start: the last {lost}; "
                "free memory or use a smaller -j"
            )
        return unplayed(
            scenario,
            f"the process that played it {lost}, and so did another; play it alone, with more "
            "memory free or a larger --patience",
        )

    def stop(self) -> None:
        """End the process as it stands, for good; any thread may."""
        with self._lock:
            self.stopped = True
            if self._process is not None:
                self._process.stop()

    def close(self) -> None:
        """Let the process end, and take away what it may have left."""
        self._end(_LEAVES_WITHIN)
        self._folder.cleanup()

    def _asked(
        self, process: ChildProcess, scenario: Scenario, recordings: Recordings | None
    ) -> Played:
        answer = self._answer(process, (scenario, recordings))
        while answer is None:  # a sign that it goes on
            answer = self._answer(process)
        if isinstance(answer, Exception):
            raise answer
        assert isinstance(answer, Played)
        return answer

    def _answer(self, process: ChildProcess, *asked: object) -> object:
        try:
            for each in asked:
                process.send(pickle.dumps(each), self._patience)
            return pickle.loads(process.receive(self._patience, _BUSY_FACTOR))
        except ChildLostError as error:
            raise self._lost(error) from None

    def _start(self) -> ChildProcess:
        with self._lock:
            if self.stopped:
                raise CancelledError
            try:
                process = self._process = ChildProcess(
                    ["-m", "kiosk.lab.replay.process"],
                    environment={"TMPDIR": self._folder.name},
                    longest=_LONGEST,
                )
            except OSError as error:
                raise _not_started(error) from None
        self._answer(process, self._staging)
        return process

    def _lost(self, error: ChildLostError) -> _LostError:
        if isinstance(error, ChildLateError):
            self._end(0.0)
            return _LostError(f"hung: nothing went on for {self._patience:g} s")
        code = self._end(_LEAVES_WITHIN)
        if self.stopped:
            raise CancelledError
        if code >= 0:
            return _LostError(f"ended with exit code {code}")
        return _LostError(f"died ({signal.Signals(-code).name})")

    def _end(self, within: float) -> int:
        """Give the process `within` seconds to end by itself; gives how it ended."""
        with self._lock:
            process, self._process = self._process, None
        return process.close(within) if process is not None else 0


def _not_started(error: OSError) -> KioskError:
    reason = reason_of(error)
    return KioskError(
        f"a process that plays scenarios cannot be started: {reason}; "
        "free memory, or use a smaller -j"
    )


class _Order(NamedTuple):
    """A scenario to be played, and where what came of it is put."""

    scenario: Scenario
    came: SimpleQueue[Played | Exception]


def played_in_parallel(
    scenarios: Sequence[Scenario], jobs: int, staging: Staging, patience: float
) -> Iterator[Played]:
    """Play scenarios; what came of each is given in their order.

    Args:
        scenarios: to be played.
        jobs: processes at most.
        staging: how each process sets up its kiosks.
        patience: seconds that a process may stand still (see `Player`).

    Raises:
        KioskError: no process can be started.
        ScenarioError, ContentError, GrammarError, AudioError: as `ScenarioRunner.play`.
    """
    jobs = min(jobs, len(scenarios))
    players = [Player(staging, patience) for _ in range(jobs)]
    orders = [_Order(each, SimpleQueue()) for each in scenarios]
    left = SimpleQueue[_Order]()
    for order in orders:
        left.put(order)
    # A thread each, which only waits: whatever befalls one process holds up no other. They share
    # nothing but queues, which Ctrl-C leaves whole; it could leave a lock of `futures` taken.
    threads = [Thread(target=_play_all, args=(player, left)) for player in players]
    try:
        for thread in threads:
            thread.start()
        for order in orders:
            played = order.came.get()
            if isinstance(played, Exception):
                raise played
            yield played
    except BaseException:  # by Ctrl-C too: what they still play is of no use
        for player in players:
            player.stop()
        raise
    finally:
        for thread in threads:
            if thread.is_alive():
                thread.join()
        for player in players:
            player.close()


def _play_all(player: Player, left: SimpleQueue[_Order]) -> None:
    """Play what is left until nothing is; the process ends before this thread, which it needs."""
    with closing(player), suppress(Empty):
        while not player.stopped:
            order = left.get_nowait()
            try:
                order.came.put(player.play(order.scenario))
            except Exception as error:
                order.came.put(error)
