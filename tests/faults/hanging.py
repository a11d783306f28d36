"""Makes a thread of a running kiosk hang wherever it is, without the kiosk's help."""

import os
import signal
from pathlib import Path

MAIN = "MainThread"

_HOOK = """\
import os, signal, sys, threading, time

def for_ever(*_):
    while True:
        time.sleep(3600)

def hang(frame, event, argument, state):
    now = time.monotonic()
    if now < state[0]:
        return
    state[0] = now + 0.02
    try:
        with open({order!r}) as order:
            name = order.read()
    except (OSError, NameError):  # the second: at the very end of the process
        return
    if name == f"{{os.getpid()}} {{threading.current_thread().name}}":
        os.unlink({order!r})
        for_ever()

def watch(frame, event, argument):
    # Each thread has a pace of its own: one that calls much must not keep the others from looking.
    state = [0.0]
    sys.setprofile(lambda frame, event, argument: hang(frame, event, argument, state))

threading.setprofile(watch)
signal.signal(signal.SIGUSR2, for_ever)
"""


class Hanging:
    """Sends an order to hang to any process that was started with `environment`."""

    def __init__(self, folder: Path) -> None:
        """Keep the order, and the hook that Python loads at its start, in `folder`."""
        self._order = folder / "hang"
        hook = folder / "hook"
        hook.mkdir(parents=True)
        (hook / "sitecustomize.py").write_text(_HOOK.format(order=str(self._order)))
        self.environment = {"PYTHONPATH": str(hook)}

    def hang(self, process: int, thread: str) -> None:
        """Make the thread with that name hang at its next call of a function."""
        if thread == MAIN:  # watching each call would slow this thread down
            os.kill(process, signal.SIGUSR2)
            return
        new = self._order.with_suffix(".new")
        new.write_text(f"{process} {thread}")
        new.rename(self._order)

    @property
    def taken(self) -> bool:
        """Whether a thread has taken the order."""
        return not self._order.exists()
