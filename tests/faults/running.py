"""Runs a kiosk in a terminal with sound, a page and all its threads, and counts leftovers."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kiosk.errors import ServiceError
from kiosk.service.control.client import ask
from kiosk.service.control.door import runtime_folder, temporary_folder
from kiosk.service.control.messages import Order
from kiosk.status.snapshot import Snapshot
from tests.faults.hanging import Hanging
from tests.system.live.own_browser import free_port
from tests.system.live.sound_server import SoundServer
from tests.system.live.terminal import Terminal, children_of, kiosk

LOOK_EVERY = 0.05
GONE_WITHIN = 5.0
GIVEN_UP_AFTER = 60.0


@dataclass
class Running:
    """A kiosk under test.

    Attributes:
        terminal: where it runs.
        folder: of its state.
        hanging: lets its threads hang.
    """

    terminal: Terminal
    folder: Path
    hanging: Hanging

    def status(self) -> Snapshot | None:
        """Give its status; None while it does not answer."""
        try:
            return ask(self.folder, "status", within=0.5).snapshot
        except ServiceError:
            return None

    def order(self, order: Order) -> None:
        """Send an order."""
        ask(self.folder, order)

    def wait_for(
        self, reached: Callable[[Snapshot], bool], seconds: float = GIVEN_UP_AFTER
    ) -> float | None:
        """Wait until `reached` is true of the status; give the seconds it took, None: too long."""
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            self.terminal.read_what_is_there()
            status = self.status()
            if status is not None and reached(status):
                return time.monotonic() - began
            time.sleep(LOOK_EVERY)
        return None

    def wait_for_order(self, taken: Callable[[], bool]) -> None:
        """Wait until an order was taken, without asking the kiosk anything."""
        ends = time.monotonic() + GIVEN_UP_AFTER
        while not taken() and time.monotonic() < ends:
            self.terminal.read_what_is_there()
            time.sleep(0.01)

    def left_behind(self, files: int, temporary: int) -> int:
        """Count zombies and additional files that are still there after `GONE_WITHIN` seconds.

        Args:
            files: number of files that the supervising process held open before.
            temporary: number of temporary files before.
        """
        ends = time.monotonic() + GONE_WITHIN
        while True:
            left = self.zombies()
            left += max(self.open_files() - files, 0)
            left += max(self.temporary_files() - temporary, 0)
            if not left or time.monotonic() > ends:
                return left
            time.sleep(LOOK_EVERY)

    def zombies(self) -> int:
        """Count the descendants that have ended and that no parent has waited for."""
        return sum(_state(each) == "Z" for each in _descendants(self.terminal.process.pid))

    def open_files(self) -> int:
        """Count the files that the supervising process holds open."""
        return len(list(Path(f"/proc/{self.terminal.process.pid}/fd").iterdir()))

    def temporary_files(self) -> int:
        """Count the files in its folder for temporary files."""
        return len(list(temporary_folder(runtime_folder(self.folder)).iterdir()))


@contextmanager
def running(folder: Path, sound: SoundServer, own: Mapping[str, str]) -> Iterator[Running]:
    """Run a kiosk, wait until it is in service, and end it when the context ends."""
    hanging = Hanging(folder / "fault")
    environment = {
        **sound.environment,
        **hanging.environment,
        "KIOSK_BROWSER": " ",
        "KIOSK_HEADPHONES": "auto",
        "KIOSK_METRICS_PORT": str(free_port()),
        **own,
    }
    with kiosk("run", "--page", folder=folder, environment=environment, warm=False) as terminal:
        served = Running(terminal, folder / "state", hanging)
        if served.wait_for(lambda status: status.in_service and status.hears) is None:
            raise AssertionError(f"the kiosk has not started serving:\n{terminal.text}")
        yield served


def _descendants(process: int) -> list[int]:
    return [found for child in children_of(process) for found in (child, *_descendants(child))]


def _state(process: int) -> str:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "gone"
