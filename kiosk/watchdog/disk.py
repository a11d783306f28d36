"""Disk work for the app loop: a disk that hangs must delay no visit and no call.

Failing memory cards take seconds to answer, or never answer, above all to `fsync`.
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
        """Do the job; the future is done when this returns, and raises what the job raises."""
        future: Future[None] = Future()
        _do(job, future)
        return future


AT_ONCE = Disk()


class DiskThread(Disk):
    """Does jobs in their order on a thread of its own, so that no caller waits."""

    def __init__(self) -> None:
        self._jobs: SimpleQueue[tuple[Job, Future[None]] | None] = SimpleQueue()
        self._began: float | None = None
        # A disk that hangs must not delay the end.
        self._thread = Thread(target=self._serve, name="disk", daemon=True)
        self._thread.start()

    @property
    def hangs(self) -> bool:
        """Whether a job takes too long."""
        began = self._began
        return began is not None and time.monotonic() > began + DISK_LATE_AFTER

    def do(self, job: Job) -> "Future[None]":
        """Do the job after those before it."""
        future: Future[None] = Future()
        self._jobs.put((job, future))
        return future

    def close(self) -> None:
        """Finish the jobs that wait, unless the disk hangs."""
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
