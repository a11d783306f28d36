"""Replays that run in the background of a test, and the processes that play for them."""

import json
import os
import signal
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.system.live.terminal import children_of
from tests.system.live.warm_start import WarmCommand, run_command
from tests.waiting import until

_PLAYER = "kiosk.lab.replay.process"


def begun(*options: str) -> WarmCommand:
    return WarmCommand(("replay", *options), os.environ)


def replayed(*options: str) -> "subprocess.CompletedProcess[str]":
    return run_command(("replay", *options), os.environ, 300)


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
    """Write three scenarios; whoever plays the second reads a long recording for seconds."""
    well = "recognizer: text\nturns:\n  - key: space\n    expect: {state: greeting}\n"
    (folder / "a.yaml").write_text(f"name: before\n{well}")
    (folder / "c.yaml").write_text(f"name: after\n{well}")
    (folder / "b.yaml").write_text(
        "name: between\nrecognizer: yes-no\nturns: [{key: space}, {say: b.wav}]\n"
    )
    recording = folder / "b.wav"
    frames = 590 * 384_000
    with recording.open("wb") as written:
        riff = struct.pack("<4sI4s", b"RIFF", 36 + 2 * frames, b"WAVE")
        form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 384_000, 768_000, 2, 16)
        written.write(riff + form + struct.pack("<4sI", b"data", 2 * frames))
        written.truncate(44 + 2 * frames)  # silence that takes no room on the disk
    try:
        yield recording
    finally:
        recording.unlink()


def signal_those_who_read(replay: int, recording: Path, number: signal.Signals) -> None:
    """Send a signal to the first process that reads a recording, and to the one in its place."""

    def reading(*but: int) -> set[int]:
        return {each for each in players_of(replay) if holds_open(each, recording)} - {*but}

    (first,) = until(reading)
    os.kill(first, number)
    (second,) = until(lambda: reading(first))
    os.kill(second, number)


def failure_of_the_second(told: str) -> dict[str, str]:
    """Give how the scenario between the two others failed, which have passed."""
    played = json.loads(told)["scenarios"]
    assert [each["name"] for each in played] == ["before", "between", "after"]
    assert [each["passed"] for each in played] == [True, False, True]
    failure: dict[str, str] = played[1]["failure"]
    return failure
