"""A real Mosquitto on a free port, which can be taken away and come back."""

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from kiosk.service.fleet.broker import Broker
from tests.waiting import until

PATIENCE = 20.0


class Mosquitto:
    """One broker with a folder of its own."""

    def __init__(self, folder: Path, rules: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self._file = folder / "mosquitto.conf"
        self._file.write_text(
            f"listener {self.port} 127.0.0.1\npersistence true\n"
            f"persistence_location {folder}/\nuser root\n{rules}\n"
        )
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def place(self) -> Broker:
        """Where kiosks and desks find it, and a desk may end emergencies."""
        return Broker("127.0.0.1", self.port, desk_may_clear_unprotected=True)

    def start(self) -> None:
        if shutil.which("mosquitto") is None:
            pytest.fail("mosquitto is missing; run: apt-get install mosquitto")
        self._process = subprocess.Popen(
            ["mosquitto", "-c", str(self._file)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until(self._listens, PATIENCE)

    def stop(self) -> None:
        if self._process is None:
            return
        process, self._process = self._process, None

        def ends() -> bool:
            # One that has only just begun to listen forgets that it was told to.
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(1.0)
            return process.returncode is not None

        until(ends, PATIENCE)

    def _listens(self) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
            return True
        return False


@contextmanager
def mosquitto(folder: Path, rules: str = "allow_anonymous true") -> Iterator[Mosquitto]:
    folder.mkdir(parents=True, exist_ok=True)
    broker = Mosquitto(folder, rules)
    broker.start()
    try:
        yield broker
    finally:
        broker.stop()
