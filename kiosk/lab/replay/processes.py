"""Processes that play scenarios (`process.py` beside this), as those that ask hold them."""

import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from threading import Lock
from typing import TypeAlias

from audio.child_process import kill
from audio.errors import RecordingError, reason_of
from kiosk import CHECKOUT
from kiosk.errors import KioskError
from kiosk.lab.replay.runner import Played, unplayed
from kiosk.lab.replay.scenario import Scenario
from kiosk.lab.replay.staging import Staging

TRIES = 2
"""Processes that a scenario may lose: what ends two of them is no accident."""

Recordings: TypeAlias = Mapping[Path, bytes | RecordingError]
"""What the files of recordings hold that lie on another machine, or why they cannot be read."""

_LEAVES_WITHIN = 5.0


class _LostError(Exception):
    """The process has died or hangs; the argument says which."""


class Player:
    """Plays one scenario after the other; its process is replaced when it dies or hangs.

    One thread asks at a time. The thread that asked first must live as long as the process, which
    ends with it.
    """

    def __init__(self, staging: Staging, patience: float, folder: str | None = None) -> None:
        """Start nothing yet.

        Args:
            staging: how kiosks are set up.
            patience: seconds in which a process must go on, that is load what it needs or let
                virtual time pass; a scenario may take as long as it likes.
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
        self._process: subprocess.Popen[bytes] | None = None
        self._link: Connection | None = None
        self._lock = Lock()
        self._stopped = False

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
                link = self._link or self._start()
                began = True
                return self._asked(link, scenario, recordings)
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
            self._stopped = True
            if self._process is not None:
                self._process.kill()

    def close(self) -> None:
        """Let the process end, and take away what it may have left."""
        self._end(_LEAVES_WITHIN)
        self._folder.cleanup()

    def _asked(self, link: Connection, scenario: Scenario, recordings: Recordings | None) -> Played:
        try:
            link.send((scenario, recordings))
            answer = self._answer(link)
        except (EOFError, OSError) as error:
            raise self._lost(error) from None
        if isinstance(answer, Exception):
            raise answer
        assert isinstance(answer, Played)
        return answer

    @staticmethod
    def _answer(link: Connection) -> object:
        """Wait for more than a sign that it goes on."""
        while (answer := link.recv()) is None:
            pass
        return answer

    def _start(self) -> Connection:
        try:
            ours, theirs = socket.socketpair()
        except OSError as error:
            raise _not_started(error) from None
        with theirs:
            # Notice a process that hangs, even in the middle of an answer.
            limit = struct.pack("ll", int(self._patience), int(self._patience % 1 * 1e6))
            ours.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, limit)
            ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, limit)
            link = Connection(ours.detach())
            path = os.pathsep.join(filter(None, (str(CHECKOUT), os.environ.get("PYTHONPATH"))))
            with self._lock:
                if self._stopped:
                    link.close()
                    raise CancelledError
                try:
                    self._process = subprocess.Popen(
                        [
                            sys.executable,
                            "-P",
                            "-m",
                            "kiosk.lab.replay.process",
                            str(theirs.fileno()),
                        ],
                        stdin=subprocess.DEVNULL,
                        stdout=subprocess.DEVNULL,
                        stderr=subprocess.DEVNULL,
                        pass_fds=(theirs.fileno(),),
                        # Ctrl-C must not end it: the parent does.
                        process_group=0,
                        env={**os.environ, "PYTHONPATH": path, "TMPDIR": self._folder.name},
                    )
                except OSError as error:
                    link.close()
                    raise _not_started(error) from None
        self._link = link
        try:
            link.send(self._staging)
            link.recv()
        except (EOFError, OSError) as error:
            raise self._lost(error) from None
        return link

    def _lost(self, error: Exception) -> _LostError:
        if isinstance(error, BlockingIOError):
            self._end(0.0)
            return _LostError(f"hung: nothing went on for {self._patience:g} s")
        code = self._end(_LEAVES_WITHIN)
        if self._stopped:
            raise CancelledError
        if code >= 0:
            return _LostError(f"ended with exit code {code}")
        return _LostError(f"died ({signal.Signals(-code).name})")

    def _end(self, within: float) -> int:
        """Give the process `within` seconds to end by itself; gives how it ended."""
        if self._link is not None:
            self._link.close()
            self._link = None
        if self._process is None:
            return 0
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(within)
        with self._lock:
            process, self._process = self._process, None
            kill(process)
        # One that a disk or a driver holds up is not waited for, and dies when that lets it go.
        return -signal.SIGKILL if process.returncode is None else process.returncode


def _not_started(error: OSError) -> KioskError:
    reason = reason_of(error)
    return KioskError(
        f"a process that plays scenarios cannot be started: {reason}; "
        "free memory, or use a smaller -j"
    )


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
    free: SimpleQueue[Player] = SimpleQueue()
    for player in players:
        free.put(player)

    def play(scenario: Scenario) -> Played:
        player = free.get()
        try:
            return player.play(scenario)
        finally:
            free.put(player)

    # A thread each, which only waits: whatever befalls one process holds up no other.
    threads = ThreadPoolExecutor(jobs)
    try:
        yield from threads.map(play, scenarios)
        for player in players:  # before its thread ends, which would take it along
            player.close()
    except BaseException:  # by Ctrl-C too: what they still play is of no use
        threads.shutdown(wait=False, cancel_futures=True)
        for player in players:
            player.stop()
        raise
    finally:
        threads.shutdown()
        for player in players:
            player.close()
