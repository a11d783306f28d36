"""A screen without a window manager that nobody looks at, and the keyboard before it."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.waiting import killed_when_late

SIZE = (1280, 800)


@contextmanager
def screen() -> Iterator[str]:
    """Give a display's name."""
    for program, package in (("Xvfb", "xvfb"), ("xdotool", "xdotool"), ("chromium", "chromium")):
        if shutil.which(program) is None:
            pytest.fail(f"{program} is missing; run: apt-get install {package}")
    reading, writing = os.pipe()
    size = "{}x{}x24".format(*SIZE)
    with subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp"],
        pass_fds=(writing,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        os.close(writing)
        try:
            with os.fdopen(reading) as told, killed_when_late(server):
                number = told.readline().strip()
            assert number, "Xvfb did not start"
            yield f":{number}"
        finally:
            with killed_when_late(server):
                server.terminate()
                server.wait()


def windows(display: str) -> list[str]:
    """Give the numbers of Chromium's windows that can be seen."""
    return xdotool(display, "search", "--onlyvisible", "--class", "chromium").split()


def xdotool(display: str, *words: str) -> str:
    """Type, or look, as xdotool(1) does; give what it prints."""
    done = subprocess.run(
        ["xdotool", *words],
        env={**os.environ, "DISPLAY": display},
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )
    return done.stdout
