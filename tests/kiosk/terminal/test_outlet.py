"""Output that nobody reads is dropped and counted, never waited for, and never shown later."""

import os
import select
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import pytest

from kiosk.terminal.outlet import MOST_WAITING, Outlet
from kiosk.visit.dialogue.actions import Choice, Show
from kiosk.visit.screen.terminal import TerminalScreen
from kiosk.visit.screen.told import Told
from tests.kiosk.visit.screen.test_screen import Pipe
from tests.waiting import until

pytestmark = pytest.mark.unit

LINE = "x" * 99 + "\n"


@contextmanager
def full_pipe() -> Iterator[tuple[int, int]]:
    """Give both ends of a pipe that takes nothing."""
    read, write = os.pipe()
    while select.select([], [write], [], 0)[1]:
        os.write(write, b"." * 4096)
    try:
        yield read, write
    finally:
        os.close(write)
        os.close(read)


class Into(Pipe):
    def __init__(self, outlet: Outlet) -> None:
        super().__init__()
        self._outlet = outlet

    def write(self, text: str) -> int:
        self._outlet.put(text)
        return len(text)


def read_up_to(read: int, end: str) -> str:
    printed = b""
    while end.encode() not in printed:
        printed += more_of(read)
    return printed.decode().lstrip(".")


def more_of(read: int) -> bytes:
    assert select.select([read], [], [], 60)[0], "nothing comes"
    return os.read(read, 65536)


def test_texts_come_in_their_order() -> None:
    read, write = os.pipe()
    outlet = Outlet(write)
    for number in range(1000):
        outlet.put(f"{number}\n")
    outlet.close()
    os.close(write)
    with os.fdopen(read) as reader:
        assert reader.read().split() == [str(number) for number in range(1000)]
    assert outlet.dropped == 0


def test_a_pipe_that_is_full_holds_nobody_up_and_what_it_misses_is_counted() -> None:
    with full_pipe() as (read, write):
        outlet = Outlet(write)
        caught_up = Event()

        def again() -> None:
            outlet.renew("now\n")
            caught_up.set()

        outlet.catch_up = again
        outlet.put(LINE)
        until(lambda: outlet.stopped)
        for _ in range(2 * MOST_WAITING // len(LINE)):
            outlet.put(LINE)
        assert outlet.dropped > MOST_WAITING // len(LINE)
        outlet.close()  # gives up at once
        printed = read_up_to(read, "now\n")
        assert caught_up.is_set()
        assert printed.count("x") <= len(LINE)  # the one that had begun


def test_a_reader_that_has_gone_raises_nowhere() -> None:
    read, write = os.pipe()
    os.close(read)
    outlet = Outlet(write)
    outlet.put("lost\n")
    until(lambda: outlet.gone)
    outlet.put("lost too\n")
    outlet.close()
    os.close(write)


def test_nothing_of_a_visit_is_printed_once_it_is_over() -> None:
    with full_pipe() as (read, write):
        outlet = Outlet(write)
        screen = TerminalScreen(Into(outlet), outlet)
        screen.tell(Told(("No microphone.",)))
        until(lambda: outlet.stopped)
        screen.show(Show("question", "Health questions", (Choice("1", "yes"),)))
        screen.caption("Can you hold your pee?")
        screen.forget()
        screen.caption("Press any key.")
        printed = read_up_to(read, "Press any key.")
        assert "pee" not in printed
        assert "Health" not in printed
        outlet.close()


def test_after_a_gap_the_present_picture_is_shown_whole() -> None:
    with full_pipe() as (read, write):
        outlet = Outlet(write)
        screen = TerminalScreen(Into(outlet), outlet)
        screen.caption("the first sentence")
        until(lambda: outlet.stopped)
        for number in range(MOST_WAITING // 10):
            screen.caption(f"sentence {number}")
        assert outlet.dropped
        screen.tell(Told(alert="emergency"))
        screen.show(Show("emergency", "Emergency", (Choice("h", "help"),)))
        screen.caption("Please stay here.")
        printed = read_up_to(read, "Please stay here.")
        shown = printed.partition("left out")[2]
        assert "sentence" not in shown
        assert "STAFF ARE NEEDED HERE NOW" in shown
        assert "[h] help" in shown
        outlet.close()


def test_what_waits_for_a_stopped_terminal_is_one_picture_of_what_is_true_by_then() -> None:
    with full_pipe() as (read, write):
        outlet = Outlet(write)
        outlet.take_screen(lambda _: "<left>")
        pictures = iter(range(1000))
        anew: list[bool] = []

        def draw(torn: bool) -> str:
            anew.append(torn)
            return f"<picture {next(pictures)}>" + "x" * 5000 + "\n"

        outlet.draw(draw)
        until(lambda: outlet.stopped)
        for _ in range(500):
            outlet.draw(draw)
        outlet.put("a line from elsewhere\n")
        printed = read_up_to(read, "\n")
        until(lambda: len(anew) == 2)
        assert anew == [True, True]
        assert "<picture 1>" in printed
        assert outlet.dropped == 0
        outlet.draw(draw)
        until(lambda: len(anew) == 3)
        assert anew[-1] is False
        reading = Thread(target=outlet.close)
        reading.start()
        end = read_up_to(read, "from elsewhere\n")
        reading.join()
        assert end.endswith("<left>a line from elsewhere\n")


def test_lines_that_are_held_back_while_a_picture_stands_are_bounded_and_counted() -> None:
    read, write = os.pipe()
    outlet = Outlet(write)
    outlet.take_screen(lambda _: "<left>")
    for _ in range(2 * MOST_WAITING // len(LINE)):
        outlet.put(LINE)
    assert outlet.dropped >= MOST_WAITING // len(LINE)
    outlet.leave_screen()
    reading = Thread(target=outlet.close)
    reading.start()
    printed = read_up_to(read, "<left>")
    while len(printed) < MOST_WAITING - len(LINE):
        printed += more_of(read).decode()
    reading.join()
    assert len(printed) <= MOST_WAITING + len("<left>")
    os.close(write)
    os.close(read)
