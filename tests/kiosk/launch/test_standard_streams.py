"""Standard input, output and error may be closed, or take nothing: no command leaves a trace."""

import os
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import pytest

from kiosk.cli import COMMANDS
from kiosk.errors import ServiceError
from kiosk.service.control.client import ask
from kiosk.status.snapshot import Snapshot
from tests import CHECKOUT
from tests.system.live.terminal import NO_SOUND, environment_of
from tests.waiting import until

pytestmark = pytest.mark.live

CLOSED = [
    " ".join(closed)
    for count in (1, 2, 3)
    for closed in combinations(("<&-", ">&-", "2>&-"), count)
]


def in_a_shell(command: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        ["bash", "-c", command],
        cwd=CHECKOUT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("closed", [*CLOSED, ">/dev/full", "2>/dev/full", "1<run_kiosk.py"])
@pytest.mark.parametrize("arguments", ["diagram", "devises", "replay --help"])
def test_no_command_leaves_a_trace(closed: str, arguments: str) -> None:
    said = in_a_shell(f'"{sys.executable}" -m kiosk {arguments} {closed}').communicate(timeout=60)
    assert not any(word in "".join(said) for word in ("Traceback", "Exception", "NoneType"))


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_each_command_helps_with_all_of_them_closed(command: str) -> None:
    told = in_a_shell(f'"{sys.executable}" -m kiosk {command} --help <&- >&- 2>&-')
    told.communicate(timeout=60)
    assert told.returncode == 0


@pytest.mark.parametrize("closed", CLOSED)
def test_the_launcher_gives_each_command_all_three(closed: str) -> None:
    program = (
        "import os; from kiosk.launch.standard_streams import open_missing; open_missing(); "
        "print([number for number in range(3) if os.fstat(number)])"
    )
    shown = in_a_shell(f'"{sys.executable}" -c "{program}" {closed}')
    printed, said = shown.communicate(timeout=60)
    assert shown.returncode == 0
    assert said == ""
    assert printed == ("" if ">&-" in closed.replace("2>&-", "") else "[0, 1, 2]\n")


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_the_kiosk_serves_and_ends(tmp_path: Path, closed: str) -> None:
    command = f'exec "{sys.executable}" -W error -m kiosk run {closed}'
    kiosk = subprocess.Popen(
        ["bash", "-c", command], cwd=CHECKOUT, env=environment_of(tmp_path, NO_SOUND)
    )
    try:
        until(lambda: (now := status(tmp_path)) is not None and now.state == "attract")
        opened = Path(f"/proc/{kiosk.pid}/fd/2").resolve()
        assert opened == Path(os.devnull) or "2>&-" not in closed
        kiosk.terminate()
        assert kiosk.wait(30) == 0
    finally:
        kiosk.kill()
        kiosk.wait()


def status(folder: Path) -> Snapshot | None:
    try:
        return ask(folder / "state", "status", within=0.5).snapshot
    except ServiceError:
        return None
