"""A real Dask scheduler with real workers, started as kiosk/lab/README.md says."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.waiting import until

_DASK = [sys.executable, "-P", "-m", "dask"]


class DaskCluster:
    """One scheduler and as many workers as are added; all run in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._log = folder / "scheduler.log"
        self.nannies: list[subprocess.Popen[bytes]] = []
        options = ["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
        self._scheduler = self._start(options, self._log, {})
        self.address = until(lambda: self._said("Scheduler at:"))[0]

    def add_worker(self, environment: Mapping[str, str] | None = None) -> "subprocess.Popen[bytes]":
        """Start one with its nanny, and wait until it is there; gives the nanny."""
        before = len(self._said("Register worker"))
        options = ["worker", self.address, "--nthreads", "1", "--no-dashboard"]
        log = self._folder / f"worker{len(self.nannies)}.log"
        self.nannies.append(self._start(options, log, environment or {}))
        until(lambda: len(self._said("Register worker")) > before)
        return self.nannies[-1]

    def kill_scheduler(self) -> None:
        self._scheduler.kill()

    def end(self) -> None:
        for process in (*self.nannies, self._scheduler):
            end(process)

    def _start(
        self, options: list[str], log: Path, environment: Mapping[str, str]
    ) -> "subprocess.Popen[bytes]":
        with log.open("wb") as file:
            return subprocess.Popen(
                [*_DASK, *options],
                cwd=self._folder,
                env={**os.environ, **environment},
                stdout=file,
                stderr=file,
                start_new_session=True,
            )

    def _said(self, what: str) -> list[str]:
        lines = self._log.read_text().splitlines()
        return [line.split()[-1] for line in lines if what in line]


def end(process: "subprocess.Popen[bytes]") -> None:
    """End it and all that it has started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def dask_cluster(folder: Path, workers: int) -> Iterator[DaskCluster]:
    cluster = DaskCluster(folder)
    try:
        for _ in range(workers):
            cluster.add_worker()
        yield cluster
    finally:
        cluster.end()
