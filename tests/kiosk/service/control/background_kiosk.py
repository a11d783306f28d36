"""A kiosk that was started as a service, with folders of its own; commands as staff type them."""

import json
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kiosk.service.control.client import ask
from tests.system.live.terminal import environment_of
from tests.system.live.warm_start import run_command
from tests.waiting import until


class BackgroundKiosk:
    """Runs commands for one kiosk."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.state = folder / "state"
        self.environment = environment_of(folder, dict(environment))

    def command(self, *words: str) -> "subprocess.CompletedProcess[str]":
        return run_command(words, self.environment, 120)

    def status(self) -> dict[str, Any]:
        """Ask as `status --json` does, without a process for each time."""
        snapshot = ask(self.state, "status").snapshot
        assert snapshot is not None
        found: dict[str, Any] = json.loads(snapshot.model_dump_json())
        return found

    def wait_until(self, reached: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        return until(lambda: status if reached(status := self.status()) else None, told=self.status)


@contextmanager
def started(
    folder: Path, environment: Mapping[str, str], *options: str
) -> Iterator[BackgroundKiosk]:
    """Start one by `start`, and end it by `stop` at the latest."""
    kiosk = BackgroundKiosk(folder, environment)
    try:
        done = kiosk.command("start", *options)
        assert done.returncode == 0, done.stderr
        yield kiosk
    finally:
        kiosk.command("stop")
