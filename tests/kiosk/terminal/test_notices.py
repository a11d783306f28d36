"""Notices from many threads: one at a time for each topic, removed when they no longer hold."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from kiosk.notices import Notices
from kiosk.visit.screen.screens import Screens
from kiosk.visit.screen.terminal import TerminalScreen
from tests.kiosk.visit.screen.test_screen import Pipe

pytestmark = pytest.mark.unit


class Board:
    """Yields to other threads within each change, as a board that does much."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.most = 0
        self._beside = Barrier(2)

    def notice(self, text: str) -> None:
        self._let_others_run()
        self.texts.append(text)
        self.most = max(self.most, len(self.texts))

    def withdraw(self, text: str) -> None:
        self._let_others_run()
        self.texts.remove(text)

    def _let_others_run(self) -> None:
        try:
            self._beside.wait(0.002)  # another thread that is here too goes on at the same time
        except Exception:
            self._beside.reset()


def test_two_threads_never_put_up_two_notices_of_one_topic() -> None:
    board = Board()
    notices = Notices(board)
    with ThreadPoolExecutor(4) as threads:
        for done in [
            threads.submit(notices.put, "disk", text) for text in ("a", "b", "", "c", "d", "") * 10
        ]:
            done.result()
    notices.put("disk", "")
    assert board.texts == []
    assert board.most == 1


def test_notices_can_be_read_while_threads_write_them() -> None:
    screens = Screens(TerminalScreen(Pipe()))

    def write(name: int) -> None:
        for number in range(200):
            screens.notice(f"{name} {number}")
            screens.withdraw(f"{name} {number}")

    with ThreadPoolExecutor(3) as threads:
        written = [threads.submit(write, name) for name in range(2)]
        read = threads.submit(lambda: [len(screens.notices) for _ in range(2000)])
        for each in written:
            each.result()
        assert max(read.result()) <= 2
    assert screens.notices == ()
