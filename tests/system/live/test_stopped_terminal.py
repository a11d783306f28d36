"""A terminal that takes nothing costs nobody a call, and shows the next visitor nothing of before.

H9: nobody is fetched. Ctrl-S, Scroll Lock, a pipe whose reader sleeps, a window that is closed.
"""

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.errors import ServiceError
from kiosk.service.control.client import ask
from kiosk.status.snapshot import Snapshot
from tests import CHECKOUT
from tests.faults.hanging import MAIN, Hanging
from tests.system.live.terminal import NO_SOUND, Terminal, environment_of, kiosk
from tests.waiting import until

pytestmark = pytest.mark.live


def calling(folder: Path) -> tuple[dict[str, str], Path]:
    """Give an environment in which staff are called by a command, and the file it writes."""
    calls = folder / "calls"
    command = folder / "call"
    command.write_text(f"#!/bin/sh\necho $1 >> {calls}\n")
    command.chmod(0o700)
    return NO_SOUND | {"KIOSK_ALERT_COMMAND": str(command)}, calls


def called(calls: Path) -> bool:
    return calls.exists() and not {"emergency", "call"}.isdisjoint(calls.read_text().split())


def status(folder: Path) -> Snapshot | None:
    try:
        return ask(folder / "state", "status", within=0.5).snapshot
    except ServiceError:
        return None


def _takes(pipe: int) -> bool:
    return bool(select.select([], [pipe], [], 0)[1])


def stopped(terminal: Terminal, folder: Path) -> None:
    """Stop the terminal and wait until the kiosk has noticed."""
    terminal.stop()
    terminal.press("h")
    until(lambda: (now := status(folder)) is not None and "stopped" in " ".join(now.reasons))


def test_staff_are_called_while_the_terminal_is_stopped(tmp_path: Path) -> None:
    own, calls = calling(tmp_path)
    with kiosk("run", folder=tmp_path, environment=own) as terminal:
        terminal.wait_for("Waiting")
        terminal.press(" ")
        terminal.wait_for("Hello.")
        stopped(terminal, tmp_path)
        terminal.press("s")
        until(lambda: called(calls))
        terminal.go_on()
        terminal.wait_for("A visitor asks for staff")


def test_ctrl_s_does_not_stop_the_terminal(tmp_path: Path) -> None:
    with kiosk("run", folder=tmp_path, environment=NO_SOUND) as terminal:
        terminal.wait_for("Waiting")
        terminal.press("\x13")  # a key like any other
        terminal.wait_for("Hello.")


def test_a_terminal_that_goes_on_shows_what_is_true_now(tmp_path: Path) -> None:
    with kiosk("run", folder=tmp_path, environment=NO_SOUND) as terminal:
        terminal.wait_for("Waiting")
        terminal.press(" k2")
        terminal.wait_for("Health questions")
        stopped(terminal, tmp_path)
        terminal.press("q")
        until(lambda: (now := status(tmp_path)) is not None and not now.visit)
        terminal.read_what_is_there()
        before = len(terminal.raw)
        terminal.go_on()
        terminal.wait_for("Press any key")
        until(lambda: b"Press any key" in _shown_now(terminal, before))
        assert b"Health questions" not in _shown_now(terminal, before)


def _shown_now(terminal: Terminal, before: int) -> bytes:
    terminal.read_what_is_there()
    return terminal.raw[before:].rpartition(b"\x1b[3J\x1b[2J\x1b[H")[2]


def test_a_kiosk_that_hangs_is_replaced_while_the_terminal_is_stopped(tmp_path: Path) -> None:
    own, calls = calling(tmp_path)
    hanging = Hanging(tmp_path / "fault")
    with kiosk("run", folder=tmp_path, environment=own | hanging.environment) as terminal:
        terminal.wait_for("Waiting")
        stopped(terminal, tmp_path)
        first = terminal.serving_process()
        hanging.hang(first, MAIN)
        until(lambda: (now := status(tmp_path)) is not None and now.process != first)
        until(lambda: (now := status(tmp_path)) is not None and "begun" not in str(now.reasons))
        terminal.press("s")
        until(lambda: called(calls))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_while_the_terminal_is_stopped(tmp_path: Path, number: signal.Signals) -> None:
    with kiosk("run", folder=tmp_path, environment=NO_SOUND) as terminal:
        terminal.wait_for("Waiting")
        stopped(terminal, tmp_path)
        terminal.process.send_signal(number)
        assert terminal.process.wait(30) == 0


def test_staff_are_called_while_nobody_reads_the_pipe(tmp_path: Path) -> None:
    own, calls = calling(tmp_path)
    command = [sys.executable, "-W", "error", "-m", "kiosk", "run"]
    read, write = os.pipe()
    while _takes(write):  # the reader sleeps, and the pipe is full
        os.write(write, b"." * 4096)
    process = subprocess.Popen(
        command,
        cwd=CHECKOUT,
        env=environment_of(tmp_path, own),
        stdin=subprocess.PIPE,
        stdout=write,
        stderr=write,
    )
    try:
        assert process.stdin is not None
        until(lambda: (now := status(tmp_path)) is not None and now.state == "attract")
        process.stdin.write(b"s")
        process.stdin.flush()
        until(lambda: called(calls))
        process.terminate()
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.communicate()
        os.close(read)
        os.close(write)


def test_what_was_asked_is_wiped_from_the_terminal_as_an_emergency_begins(tmp_path: Path) -> None:
    with kiosk("run", folder=tmp_path, environment=NO_SOUND) as terminal:
        terminal.wait_for("Waiting")
        terminal.press(" k2")
        terminal.wait_for("Health questions")
        terminal.press("1k")
        terminal.wait_for("Question 2 of 13")
        question = terminal.wait_for("?").splitlines()[-1]
        terminal.press("s")
        terminal.wait_for("Please ask anyone near you to fetch staff.")
        shown = terminal.raw.decode().rpartition("\x1b[3J\x1b[2J\x1b[H")[2]
        assert question not in shown
        assert "This is question" not in shown
        assert "STAFF ARE NEEDED HERE NOW" in shown
