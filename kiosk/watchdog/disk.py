"""Work on the disk that the app loop asks for: a disk that hangs must hold up no visit and no call.

Cards that fail take seconds to answer, or never do, above all to `fsync`.
"""

import time
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from threading import Thread
from typing import TypeAlias

from kiosk.watchdog.deadlines import DISK_LATE_AFTER

Job: TypeAlias = Callable[[], None]

LEAVES_WITHIN = 5.0
"""Seconds that are given at the end to what is still to be done."""


class Disk:
    """Does each job at once, on the thread that asks for it."""

    def do(self, job: Job) -> "Future[None]":
        """Do it; the future is done with it, and raises what it raises."""
        future: Future[None] = Future()
        _do(job, future)
        return future


AT_ONCE = Disk()


class DiskThread(Disk):
    """Does jobs in their order on a thread of its own, and lets nobody wait."""

    def __init__(self) -> None:
        self._jobs: SimpleQueue[tuple[Job, Future[None]] | None] = SimpleQueue()
        self._began: float | None = None
        # One that hangs must not hold up the end either.
        self._thread = Thread(target=self._serve, name="disk", daemon=True)
        self._thread.start()

    @property
    def hangs(self) -> bool:
        """A job goes on for too long."""
        began = self._began
        return began is not None and time.monotonic() > began + DISK_LATE_AFTER

    def do(self, job: Job) -> "Future[None]":
        """Do it after those before it."""
        future: Future[None] = Future()
        self._jobs.put((job, future))
        return future

    def close(self) -> None:
        """Do what is still to be done, unless the disk hangs."""
        self._jobs.put(None)
        self._thread.join(LEAVES_WITHIN)

    def _serve(self) -> None:
        while (asked := self._jobs.get()) is not None:
            self._began = time.monotonic()
            _do(*asked)
            self._began = None


def _do(job: Job, future: "Future[None]") -> None:
    try:
        job()
    except Exception as error:  # noqa: BLE001, RUF100 - whatever it is, it belongs to who asked
        future.set_exception(error)
    else:
        future.set_result(None)
