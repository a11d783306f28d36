"""Replays that run beside a test, and the processes that play for them."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from tests.live.terminal import CHECKOUT

T = TypeVar("T")

_PLAYER = "kiosk.player_process"


def until(given: Callable[[], T], seconds: float = 60.0) -> T:
    """Wait until something is given that is true."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if found := given():
            return found
        time.sleep(0.02)
    raise AssertionError(f"waited {seconds:g} s in vain")


def begun(*options: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        # What was started in the background may have been told to ignore it.
        ["env", "--default-signal=INT", sys.executable, "-m", "kiosk", "replay", *options],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def replayed(*options: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "kiosk", "replay", *options],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def children_of(process: int) -> list[int]:
    found: list[int] = []
    with suppress(OSError):
        for thread in Path(f"/proc/{process}/task").iterdir():
            found += map(int, (thread / "children").read_text().split())
    return found


def players_of(process: int) -> list[int]:
    """Give the processes that play for one, or for one that it has started."""
    found = []
    for child in children_of(process):
        with suppress(OSError):
            plays = _PLAYER in Path(f"/proc/{child}/cmdline").read_text().split("\0")
            found += [child] if plays else players_of(child)
    return found


def holds_open(process: int, file: Path) -> bool:
    with suppress(OSError):
        return any(each.readlink() == file for each in Path(f"/proc/{process}/fd").iterdir())
    return False


@contextmanager
def one_that_waits(folder: Path) -> Iterator[Path]:
    """Write three scenarios; whoever plays the second waits for a recording that never comes."""
    well = "recognizer: text\nturns:\n  - key: space\n    expect: {state: greeting}\n"
    (folder / "a.yaml").write_text(f"name: before\n{well}")
    (folder / "c.yaml").write_text(f"name: after\n{well}")
    (folder / "b.yaml").write_text(
        "name: between\nrecognizer: yes-no\nturns: [{key: space}, {say: b.wav}]\n"
    )
    recording = folder / "b.wav"
    os.mkfifo(recording)
    handle = os.open(recording, os.O_RDWR)
    try:
        yield recording
    finally:
        os.close(handle)


def failure_of_the_second(told: str) -> dict[str, str]:
    """Give how the scenario between the two others failed, which have passed."""
    played = json.loads(told)["scenarios"]
    assert [each["name"] for each in played] == ["before", "between", "after"]
    assert [each["passed"] for each in played] == [True, False, True]
    failure: dict[str, str] = played[1]["failure"]
    return failure
