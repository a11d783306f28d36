"""A terminal emulator at the other end of a pseudo-terminal: what a person sees on it."""

import copy
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyte

from tests.system.live.terminal import Terminal, environment_of, warm_on_a_terminal

_ALTERNATE = 1049
_ENTERS = b"\x1b[?1049h"


class Glass(pyte.HistoryScreen):
    """A screen with a scroll-back, and with an alternate screen, which pyte lacks."""

    def __init__(self, columns: int, lines: int) -> None:
        super().__init__(columns, lines, history=1000)
        self.alternate = False

    def set_mode(self, *modes: int, **kwargs: bool) -> None:
        super().set_mode(*modes, **kwargs)
        if _ALTERNATE in modes and not self.alternate:
            self.alternate = True
            self._main = copy.deepcopy(self.buffer)
            self._cursor = self.cursor.y, self.cursor.x
            self.erase_in_display(2)

    def reset_mode(self, *modes: int, **kwargs: bool) -> None:
        super().reset_mode(*modes, **kwargs)
        if _ALTERNATE in modes and self.alternate:
            self.alternate = False
            self.buffer.clear()
            self.buffer.update(self._main)
            self.cursor.y, self.cursor.x = self._cursor

    @property
    def rows(self) -> list[str]:
        """What stands there, row by row."""
        return [row.rstrip() for row in self.display]

    @property
    def scrolled_away(self) -> str:
        """What stands above the screen."""
        return "\n".join(
            "".join(line[x].data for x in range(self.columns)) for line in self.history.top
        )


class Window:
    """A window in which a kiosk runs, as somebody sees it.

    Attributes:
        terminal: what it is connected to.
        glass: what stands in it.
    """

    def __init__(self, terminal: Terminal, columns: int, lines: int) -> None:
        self.terminal = terminal
        self.glass = Glass(columns, lines)
        self._stream = pyte.ByteStream(self.glass)
        self._fed = 0
        terminal.resize(columns, lines)

    @property
    def shown(self) -> str:
        """What stands there now."""
        return "\n".join(self.glass.rows)

    def _draw(self) -> bool:
        """Draw what was read, but stop where a program is about to take the screen; tell if it did.

        A kiosk that starts again soon takes it in the same moment in which its parent has it.
        """
        new = self.terminal.raw[self._fed :]
        if (end := new.find(_ENTERS, 1)) > 0:
            new = new[:end]
        self._fed += len(new)
        self._stream.feed(new)
        return bool(new)

    def resize(self, columns: int, lines: int) -> None:
        """Give the window another size."""
        self.glass.resize(lines, columns)
        self.terminal.resize(columns, lines)

    def see(self, *wanted: str, seconds: float = 30.0) -> str:
        """Read until all of `wanted` stand there at once; gives what stands there."""
        return self.until(lambda shown: all(each in shown for each in wanted), str(wanted), seconds)

    def until(self, holds: Callable[[str], bool], what: str, seconds: float = 30.0) -> str:
        """Read until something holds of what stands there, and give that."""
        ends = time.monotonic() + seconds
        drew = True
        while drew or self.terminal.read_more(ends - time.monotonic()):
            drew = self._draw()
            if holds(self.shown):
                return self.shown
        raise AssertionError(f"{what} was not seen within {seconds} s:\n{self.shown}")


@contextmanager
def kiosk_in_a_window(
    folder: Path, environment: dict[str, str], size: tuple[int, int] = (80, 24)
) -> Iterator[Window]:
    """Run the kiosk in a window of so many columns and lines, whose signals it gets."""
    own = environment_of(folder, {"TERM": "xterm-256color"} | environment)
    with warm_on_a_terminal(["run"], own, controls=True) as terminal:
        yield Window(terminal, *size)
