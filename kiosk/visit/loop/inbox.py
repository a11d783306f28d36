"""What other threads bring to the app loop: orders and events always, presses up to a limit."""

from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

from kiosk.visit.dialogue.events import Press

MOST_PRESSES = 100
"""Presses that may wait; what is pressed beyond them is dropped. No hand types that far ahead."""

TAKEN_AT_ONCE = 8
"""Items that the loop takes in one round at most, before it sends its heartbeat."""

Item = TypeVar("Item")


class Inbox(Generic[Item]):
    """Filled by any thread or signal handler, emptied by the app loop; it uses no lock."""

    def __init__(self) -> None:
        """Begin empty."""
        self._items: SimpleQueue[Item] = SimpleQueue()
        self._presses: SimpleQueue[tuple[int, Press]] = SimpleQueue()
        self._woken: SimpleQueue[None] = SimpleQueue()
        self._numbers = count(1)
        self._drops = count(1)
        self._passed_over = 0
        self.dropped = 0

    @property
    def waiting(self) -> int:
        """How many orders and events wait; presses are not among them."""
        return self._items.qsize()

    def put(self, item: Item) -> None:
        """Bring an order or event, which must not be lost."""
        self._items.put(item)
        self.wake()

    def press(self, press: Press) -> None:
        """Bring a key or a touch; it is dropped and counted while too many wait."""
        if self._presses.qsize() >= MOST_PRESSES:
            self._drop()
            return
        self._presses.put((next(self._numbers), press))
        self.wake()

    def pass_over(self) -> None:
        """Drop the presses that wait now: another one is taken before them."""
        self._passed_over = next(self._numbers)

    def wake(self) -> None:
        """Let the loop run at once."""
        if self._woken.empty():
            self._woken.put(None)

    def wait(self, seconds: float) -> None:
        """Wait until something has come, at most so long."""
        with suppress(Empty):
            self._woken.get(block=seconds > 0, timeout=seconds or None)
            while True:
                self._woken.get_nowait()

    def take(self) -> Iterator[Item | Press]:
        """Give what has come, orders and events first, up to `TAKEN_AT_ONCE`."""
        for _ in range(TAKEN_AT_ONCE):
            try:
                yield self._next()
            except Empty:
                return
        self.wake()  # there may be more that would not wake the loop

    def _next(self) -> Item | Press:
        with suppress(Empty):
            return self._items.get_nowait()
        while True:
            number, press = self._presses.get_nowait()
            if number > self._passed_over:
                return press
            self._drop()

    def _drop(self) -> None:
        self.dropped = next(self._drops)
