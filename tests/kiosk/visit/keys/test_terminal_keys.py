"""Keys: single ones from a terminal, characters of lines from a pipe, and a terminal put back."""

import os
import pty
import termios
from pathlib import Path
from queue import SimpleQueue

import pytest

from kiosk.clock import LiveClock
from kiosk.visit.keys.terminal import KeyReader
from kiosk.watchdog.thread_heartbeats import ThreadHeartbeats

pytestmark = pytest.mark.unit

PATIENCE = 10
"""Seconds after which a key that has not come is a failure."""


def received(queue: "SimpleQueue[str]", count: int) -> list[str]:
    return [queue.get(timeout=PATIENCE) for _ in range(count)]


def test_a_terminal_gives_each_key_without_enter_and_is_put_back() -> None:
    ours, theirs = pty.openpty()
    before = termios.tcgetattr(theirs)
    keys: SimpleQueue[str] = SimpleQueue()
    try:
        with KeyReader(theirs, keys.put, ThreadHeartbeats(LiveClock())):
            assert termios.tcgetattr(theirs) != before
            os.write(ours, b"1")
            assert received(keys, 1) == ["1"]
            os.write(ours, b"Y")
            assert received(keys, 1) == ["y"]
        assert termios.tcgetattr(theirs) == before
    finally:
        os.close(ours)
        os.close(theirs)


def test_the_terminal_is_put_back_when_the_kiosk_fails() -> None:
    ours, theirs = pty.openpty()
    before = termios.tcgetattr(theirs)
    try:
        try:
            with KeyReader(theirs, lambda _: None, ThreadHeartbeats(LiveClock())):
                raise RuntimeError
        except RuntimeError:
            pass
        assert termios.tcgetattr(theirs) == before
    finally:
        os.close(ours)
        os.close(theirs)


def test_arrow_and_function_keys_mean_nothing() -> None:
    ours, theirs = pty.openpty()
    keys: SimpleQueue[str] = SimpleQueue()
    try:
        with KeyReader(theirs, keys.put, ThreadHeartbeats(LiveClock())):
            os.write(ours, b"\x1b[A\x1bOP\x1b[15~n")
            assert received(keys, 1) == ["n"]
    finally:
        os.close(ours)
        os.close(theirs)


def test_escape_takes_no_key_with_it_that_is_pressed_after_it() -> None:
    ours, theirs = pty.openpty()
    keys: SimpleQueue[str] = SimpleQueue()
    try:
        with KeyReader(theirs, keys.put, ThreadHeartbeats(LiveClock())):
            os.write(ours, b"\x1b\x1b\x1bs")
            assert received(keys, 1) == ["s"]
    finally:
        os.close(ours)
        os.close(theirs)


def test_a_pipe_gives_the_characters_of_its_lines_and_an_empty_line_is_enter() -> None:
    end, ours = os.pipe()
    keys: SimpleQueue[str] = SimpleQueue()
    with KeyReader(end, keys.put, ThreadHeartbeats(LiveClock())):
        os.write(ours, b"1\n\n47\n")
        assert received(keys, 4) == ["1", "\n", "4", "7"]
        os.close(ours)
    os.close(end)
    assert keys.empty()


def test_no_standard_input_gives_no_keys() -> None:
    with KeyReader(None, lambda _: None, ThreadHeartbeats(LiveClock())):
        pass


def test_an_input_at_its_end_does_not_hinder_the_end() -> None:
    with (
        Path(os.devnull).open() as nothing,
        KeyReader(nothing.fileno(), lambda _: None, ThreadHeartbeats(LiveClock())),
    ):
        pass


def test_what_was_typed_before_goes_another_way() -> None:
    ours, theirs = pty.openpty()
    keys: SimpleQueue[str] = SimpleQueue()
    early: list[str] = []
    typed = memoryview(bytearray(1024))
    try:
        os.write(ours, b"kS")
        with KeyReader(theirs, keys.put, ThreadHeartbeats(LiveClock()), typed, early.append):
            os.write(ours, b"1")
            assert received(keys, 1) == ["1"]
        assert early == ["k", "s"]
        assert not any(typed)
    finally:
        os.close(ours)
        os.close(theirs)
