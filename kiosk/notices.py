"""Notices of faults that come and go: each is shown while it lasts."""

from threading import RLock
from typing import Protocol

from kiosk.terminal.printed import say


class Board(Protocol):
    """Where notices are shown (see `kiosk.visit.screen.terminal`)."""

    def notice(self, text: str) -> None:
        """Show a notice."""
        ...

    def withdraw(self, text: str) -> None:
        """Remove a notice."""
        ...


class Notices:
    """One notice a topic, replaced as a whole; may be used from any thread."""

    def __init__(self, board: Board) -> None:
        """Show them on `board`."""
        self._board = board
        self._texts: dict[str, str] = {}
        self._lock = RLock()  # a board that fails shows a notice of its own

    def of(self, topic: str) -> str:
        """Give the notice of a topic; "" if there is none."""
        return self._texts.get(topic, "")

    def put(self, topic: str, text: str) -> None:
        """Show `text` instead of the topic's notice; "" removes it."""
        with self._lock:
            before = self.of(topic)
            if text == before:
                return
            self._texts[topic] = text
            if before:
                self._board.withdraw(before)
            if text:
                self._board.notice(text)


class PrintedNotices:
    """Prints each notice, for a command that has no screen of its own (see `Board`)."""

    def notice(self, text: str) -> None:
        """Print the notice."""
        say(f"run_kiosk.py: {text}")

    def withdraw(self, text: str) -> None:
        """Do nothing: what was printed stays."""
