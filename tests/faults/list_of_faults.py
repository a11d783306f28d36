"""The list of faults: what each does, in which state, and how it tells that the kiosk is back."""

import os
import random
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kiosk.service.control.door import reachable, runtime_folder
from kiosk.status.snapshot import Snapshot
from tests.faults import jumping_clock
from tests.faults.broker_gone import BROKER_THREAD, BrokerGone
from tests.faults.hung_disk import hung_disk
from tests.faults.running import Running
from tests.system.live.ways_by_key import WAYS

THREADS = (
    "MainThread",
    "keys",
    "page",
    "control",
    "metrics",
    "sound server",
    "headphones",
    "voice_0",
)

_HOUR = 3600


def _nothing(_: Path) -> None:
    pass


def _no_variables(_: Path) -> dict[str, str]:
    return {}


@dataclass(frozen=True)
class Fault:
    """One fault.

    Attributes:
        name: its name in the report.
        do: causes the fault; gives the seconds until the kiosk was in service again, None: never.
        state: the kiosk's state before the fault, unless it is in an emergency.
        keys: lead to that state.
        prepare: called with the kiosk's folder before the kiosk starts.
        undo: called with the folder after the kiosk has ended.
        environment: gives the variables with which the kiosk starts.
    """

    name: str
    do: Callable[[Running], float | None]
    state: str = "attract"
    keys: str = ""
    prepare: Callable[[Path], None] = _nothing
    undo: Callable[[Path], None] = _nothing
    environment: Callable[[Path], dict[str, str]] = _no_variables


def every_fault(seconds: float, restarts: int) -> Iterator[Fault]:
    """Give all faults.

    Args:
        seconds: length of each fault that lasts.
        restarts: number of restarts in a row.
    """
    yield Fault("kill -9", _killed)
    for state, (keys, _) in WAYS.items():
        yield Fault("kill -9", _killed, state, keys)
    for thread in THREADS:
        yield Fault(f"hang of {thread}", lambda kiosk, name=thread: _hung(kiosk, name))  # type: ignore[misc]
    yield Fault("hang of disk", _disk_thread_hangs)
    broker = BrokerGone(seconds)
    yield Fault(
        "hang of desk's connection",
        lambda kiosk: _hung(kiosk, BROKER_THREAD),
        prepare=broker.prepare,
        undo=broker.undo,
        environment=broker.environment,
    )
    yield Fault("process stopped", _stopped)
    yield Fault(
        f"MQTT broker gone for {seconds:g} s",
        broker.do,
        prepare=broker.prepare,
        undo=broker.undo,
        environment=broker.environment,
    )
    yield Fault("disk full", _full, prepare=_small_disk, undo=_own_disk)
    yield Fault("disk hangs", _disk_hangs)
    for hours in (1, -1):
        yield Fault(
            f"clock jumps {hours:+} hour",
            lambda kiosk, by=hours: _jumped(kiosk, by),  # type: ignore[misc]
            prepare=lambda folder: jumping_clock.set_clock(folder, 0),
            environment=jumping_clock.environment,
        )
    yield Fault(f"socket garbage for {seconds:g} s", lambda kiosk: _garbage(kiosk, seconds))
    yield Fault(f"{restarts} restarts in a row", lambda kiosk: _restarted(kiosk, restarts))


def _process(kiosk: Running) -> int:
    status = kiosk.status()
    assert status is not None, kiosk.terminal.text
    return status.process


def _replaced(kiosk: Running, before: int) -> float | None:
    return kiosk.wait_for(lambda status: status.process != before and status.in_service)


def _killed(kiosk: Running) -> float | None:
    before = _process(kiosk)
    os.kill(before, signal.SIGKILL)
    return _replaced(kiosk, before)


def _stopped(kiosk: Running) -> float | None:
    before = _process(kiosk)
    os.kill(before, signal.SIGSTOP)
    return _replaced(kiosk, before)


def _hung(kiosk: Running, thread: str) -> float | None:
    before = _process(kiosk)
    kiosk.hanging.hang(before, thread)
    kiosk.wait_for_order(lambda: kiosk.hanging.taken)
    return _replaced(kiosk, before)


def _small_disk(folder: Path) -> None:
    state = folder / "state"
    state.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", state], check=True)


def _own_disk(folder: Path) -> None:
    subprocess.run(["umount", "--lazy", folder / "state"], check=True)


def _full(kiosk: Running) -> float | None:
    with suppress(OSError), (kiosk.folder / "filler").open("wb", buffering=0) as filler:
        while True:
            filler.write(bytes(4096))
    before = _process(kiosk)
    kiosk.terminal.press("s")
    if kiosk.wait_for(lambda status: status.emergency) is None:
        return None
    os.kill(before, signal.SIGKILL)
    back = _replaced(kiosk, before)
    status = kiosk.status()
    return back if status is not None and status.emergency else None


def _disk_hangs(kiosk: Running) -> float | None:
    """Give the longer of two times: until staff are called, and until the emergency is back."""
    before = _process(kiosk)
    with hung_disk(before, kiosk.folder, kiosk.folder / "log", runtime_folder(kiosk.folder)):
        called = _called_without_disk(kiosk)
    kiosk.wait_for(lambda status: not _waits_for_disk(status))
    os.kill(before, signal.SIGKILL)
    back = _replaced(kiosk, before)
    status = kiosk.status()
    if called is None or back is None or status is None or not status.emergency:
        return None
    return max(called, back)


def _disk_thread_hangs(kiosk: Running) -> float | None:
    kiosk.hanging.hang(_process(kiosk), "disk")
    called = _called_without_disk(kiosk)
    kiosk.wait_for_order(lambda: kiosk.hanging.taken)
    return called


def _called_without_disk(kiosk: Running) -> float | None:
    """Call staff by a key; give the seconds until the emergency is latched, None: never."""
    latched = kiosk.wait_for(lambda status: status.emergency, 0.5) is not None
    kiosk.terminal.press("s")
    return kiosk.wait_for(
        lambda status: (
            status.in_service and status.emergency and (latched or _waits_for_disk(status))
        )
    )


def _waits_for_disk(status: Snapshot) -> bool:
    return any("the disk does not answer" in reason for reason in status.reasons)


def _jumped(kiosk: Running, hours: int) -> float | None:
    before = _process(kiosk)
    jumping_clock.set_clock(kiosk.folder.parent, hours * _HOUR)
    back = kiosk.wait_for(lambda status: status.in_service and status.process == before)
    kiosk.terminal.press(" ")
    spoken = kiosk.wait_for(lambda status: status.last_spoken is not None)
    return None if back is None or spoken is None else back + spoken


def _garbage(kiosk: Running, seconds: float) -> float | None:
    rng = random.Random(7)
    held: list[socket.socket] = []
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(0.1)
        with suppress(OSError):
            with reachable(runtime_folder(kiosk.folder)) as path:
                connection.connect(path)
            connection.sendall(rng.randbytes(rng.choice((1, 100, 10_000))))
        held.append(connection)
        if len(held) > 100:
            held.pop(0).close()
        kiosk.terminal.read_what_is_there()
    for connection in held:
        connection.close()
    return kiosk.wait_for(lambda status: status.in_service and status.restarts == 0)


def _restarted(kiosk: Running, times: int) -> float | None:
    longest = 0.0
    for _ in range(times):
        before = _process(kiosk)
        kiosk.order("restart")
        back = _replaced(kiosk, before)
        if back is None:
            return None
        longest = max(longest, back)
    return longest
