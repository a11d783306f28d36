"""Messages to a child process and back: nothing waits for it without end."""

import gc
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Event

import pytest

from audio.child_process import ChildDiedError, ChildLateError, ChildProcess

pytestmark = pytest.mark.unit

PATIENT = 60.0


@pytest.fixture
def child(tmp_path: Path) -> Iterator[Callable[[str], ChildProcess]]:
    """Start a child that runs a program."""
    with ExitStack() as stack:

        def started(program: str) -> ChildProcess:
            (tmp_path / "program.py").write_text(program)
            process = ChildProcess([str(tmp_path / "program.py")])
            stack.callback(process.close)
            return process

        yield started


def test_an_answer_is_whole_whatever_its_bytes_and_whatever_else_is_printed(
    child: Callable[[str], ChildProcess],
) -> None:
    process = child(
        "from audio.child_process import answer, asked\n"
        "for message in asked():\n"
        "    print('of a library', flush=True)\n"
        "    answer(message[::-1])\n"
    )
    for message in (b"", b"\x00\n\xff", bytes(range(256)) * 256):
        assert process.ask(message, PATIENT) == message[::-1]


def test_a_child_that_takes_nothing_is_late(child: Callable[[str], ChildProcess]) -> None:
    process = child("import time; time.sleep(600)")
    with pytest.raises(ChildLateError):
        process.send(bytes(10_000_000), within=0.1)
    assert process.alive


def test_a_child_that_has_ended_is_told_from_one_that_is_late(
    child: Callable[[str], ChildProcess],
) -> None:
    process = child("raise SystemExit(7)")
    with pytest.raises(ChildDiedError):
        process.receive(PATIENT)
    assert process.close(PATIENT) == 7


def test_a_killed_child_that_dies_late_is_not_waited_for_and_leaves_no_zombie(
    child: Callable[[str], ChildProcess], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("audio.child_process._DIES_WITHIN", 0.0)
    process = child("import time; time.sleep(600)")
    entry = Path(f"/proc/{process.pid}")
    process.close()
    del process
    gc.collect()  # a child that nobody waits for is told here
    for _ in range(1_000):
        if not entry.exists():
            break
        Event().wait(0.01)
    else:
        pytest.fail("a zombie is left")


def test_a_child_ends_by_itself_once_it_has_no_parent(
    child: Callable[[str], ChildProcess],
) -> None:
    process = child("from audio.child_process import asked\nfor message in asked(): pass\n")
    assert process.close(PATIENT) == 0
