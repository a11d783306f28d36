"""What every screen that writes to a terminal, pipe or file knows: whether anybody sees it."""

from typing import TextIO

from kiosk.terminal.outlet import Outlet


class PrintingScreen:
    """A screen behind an outlet that nobody may be reading.

    Attributes:
        is_terminal: whether it is a terminal, and no pipe or file.
    """

    def __init__(self, stream: TextIO, outlet: Outlet | None) -> None:
        """Write to `stream`.

        Args:
            stream: a terminal, a pipe or a file.
            outlet: through which the stream writes; None: it writes itself, and always can.
        """
        self.is_terminal = stream.isatty()
        self._outlet = outlet

    @property
    def seen(self) -> bool:
        """Whether it is a terminal, which people may be looking at."""
        return self.is_terminal and self.trouble == ""

    @property
    def trouble(self) -> str:
        """Why nobody sees what is printed, and what to do; "" if it is written."""
        if self._outlet is None or not (self._outlet.gone or self._outlet.stopped):
            return ""
        if not self.is_terminal:
            return "what the kiosk prints is not read; its captions are lost there"
        if self._outlet.gone:
            return "the kiosk's terminal was closed"
        return "the kiosk's terminal is stopped; press Ctrl-Q or Scroll Lock there"

    @property
    def lines_dropped(self) -> int:
        """How many lines were not printed, since nobody took them."""
        return 0 if self._outlet is None else self._outlet.dropped

    def list_keys(self, typed: str) -> bool:
        """Show or hide keys that are not among the choices; False: `typed` is any other key."""
        del typed
        return False

    def welcome(self, *lines: str) -> None:
        """Keep lines that say what the kiosk is, for a screen that has room at rest."""

    def look(self) -> str:
        """Notice what has become of the terminal; gives `trouble`, and never waits."""
        return self.trouble
