"""The way in which tests wait for what comes about beside them: never for ever."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from subprocess import Popen
from threading import Timer
from typing import TypeVar

T = TypeVar("T")


def until(
    given: Callable[[], T | None], seconds: float = 60.0, told: Callable[[], object] = lambda: ""
) -> T:
    """Wait until something is given that is true.

    Args:
        given: asked again and again.
        seconds: after which a test has failed.
        told: says why, or what there is instead.
    """
    ends = time.monotonic() + seconds
    while not (found := given()):
        if time.monotonic() > ends:
            raise AssertionError(f"it did not come about within {seconds:g} s: {told()}")
        time.sleep(0.02)
    return found


@contextmanager
def killed_when_late(process: "Popen[str] | Popen[bytes]", seconds: float = 60.0) -> Iterator[None]:
    """Kill a process at which the body waits longer, so that there is an end to what it reads."""
    late = Timer(seconds, process.kill)
    late.start()
    try:
        yield
    finally:
        late.cancel()
