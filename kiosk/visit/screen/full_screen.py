"""The kiosk's screen as one picture that fills a terminal, drawn anew where it has changed.

Nothing here waits for the terminal: its thread asks for the picture when it can write (see
`kiosk.terminal.outlet`), so a slow terminal gets fewer pictures, and a stopped one none.
"""

from dataclasses import replace
from itertools import zip_longest
from threading import RLock
from typing import TextIO

from rich.text import Text

from kiosk.launch.printable import printable
from kiosk.terminal.console import own_console
from kiosk.terminal.outlet import Outlet
from kiosk.terminal.whole_screen import ENTER, LEAVE, TakenScreen, in_background, size_of
from kiosk.visit.dialogue.actions import Show
from kiosk.visit.loop.ports import Status
from kiosk.visit.screen.picture import Painter
from kiosk.visit.screen.printing import PrintingScreen
from kiosk.visit.screen.seen import Seen
from kiosk.visit.screen.told import Told
from kiosk.visit.screen.words import ALL_KEYS, symbols_for

_MOST_CAPTIONS = 30
"""Sentences that are kept for a tall terminal."""

_CLEAR = "\x1b[2J"
_WIPE = "\x1b[3J"
"""Clears what a terminal has scrolled away."""


class FullScreen(PrintingScreen):
    """Draws on a terminal's alternate screen; may be used from any thread."""

    def __init__(self, stream: TextIO, outlet: Outlet, taken: TakenScreen, clinic: str) -> None:
        """Take the screen.

        Args:
            stream: a terminal.
            outlet: through which it writes.
            taken: remembers that the screen is taken, for the parent process.
            clinic: its name.
        """
        super().__init__(stream, outlet)
        self._terminal = stream.fileno()
        self._console = own_console(stream=stream)
        self._painter = Painter(self._console, symbols_for(stream))
        self._out = outlet
        self._taken = taken
        self._lock = RLock()
        self._seen = Seen(clinic)
        self._size = size_of(self._terminal)
        self._rows: list[str] = []
        self._anew = self._wipe = self._wiped = False
        self._away = self._overwritten = False
        self._last = ""
        self._take()

    @property
    def trouble(self) -> str:
        """Why nobody sees it, and what to do; "" if it is to be seen."""
        if self._away:
            return "the kiosk's terminal shows another program; type fg there"
        return super().trouble

    def show(self, view: Show) -> None:
        """Show where the visitor is and what can be chosen; what was said elsewhere goes."""
        with self._lock:
            seen = replace(self._seen, view=view)
            before = self._seen.view
            stays = before is not None and _place(before) == _place(view)
            self._see(seen if stays else replace(seen, captions=(), lists_keys=False))

    def caption(self, text: str) -> None:
        """Show the words that begin to sound, unchanged."""
        with self._lock:
            captions = (*self._seen.captions, text)[-_MOST_CAPTIONS:]
            self._see(replace(self._seen, captions=captions))

    def status(self, status: Status) -> None:
        """Show what the kiosk is doing, as a symbol and in words."""
        with self._lock:
            self._see(replace(self._seen, status=status))

    def tell(self, told: Told) -> None:
        """Show notices and an alert; both outlive the visit."""
        with self._lock:
            self._see(replace(self._seen, told=told))

    def note(self, text: str) -> None:
        """Show a line for whoever has started the kiosk here, before the notices."""
        with self._lock:
            self._see(replace(self._seen, note=text))

    def welcome(self, *lines: str) -> None:
        """Show these lines where no visitor is there."""
        with self._lock:
            self._see(replace(self._seen, welcome=lines))

    def forget(self) -> None:
        """Wipe what was said, also what the terminal may have scrolled away."""
        with self._lock:
            self._wipe = True
            self._see(replace(self._seen, view=None, captions=(), lists_keys=False))

    def list_keys(self, typed: str) -> bool:
        """Show or hide the other keys, if `typed` asks for that; tells whether it did."""
        with self._lock:
            if typed != ALL_KEYS or not self._seen.has_list:
                return False
            self._see(replace(self._seen, lists_keys=not self._seen.lists_keys))
            return True

    def look(self) -> str:
        """Draw for a terminal that has another size, or is this program's again; gives `trouble`.

        It never waits.
        """
        away, size = in_background(self._terminal), size_of(self._terminal)
        with self._lock:
            if away != self._away:
                self._away = away
                if away:
                    self._out.leave_screen()
                else:
                    self._take()
            elif size != self._size or self._overwritten:
                self._size, self._overwritten = size, False
                self._draw_anew()
        return self.trouble

    def overwritten(self, *_: object) -> None:
        """Let `look` draw all of it again: another program may have used the terminal.

        It is a signal's handler too.
        """
        self._overwritten = True

    def sum_up(self, text: str) -> None:
        """Keep a line for the end, when the screen was left."""
        self._last = f"! {printable(text)}\n"

    def say_goodbye(self) -> None:
        """Leave the screen, and say that the kiosk has ended."""
        self._out.leave_screen()
        self._out.put(f"{self._last}The kiosk has stopped. Goodbye.\n")

    def _take(self) -> None:
        self._taken.set(True)
        self._out.take_screen(lambda _: LEAVE, self._left)
        self._draw_anew()

    def _draw_anew(self) -> None:
        self._anew = True
        self._out.draw(self._text)

    def _left(self, _: bool) -> str:
        self._taken.set(False)
        return ""

    def _see(self, seen: Seen) -> None:
        if seen != self._seen or self._wipe:
            self._seen = seen
            self._out.draw(self._text)

    def _text(self, torn: bool) -> str:
        """Give what brings the terminal from the last picture to the present one."""
        with self._lock:
            wipe = self._wipe or (torn and self._wiped)
            anew = self._anew or wipe or torn
            self._wiped, self._anew, self._wipe = wipe, False, False
            rows = [self._drawn(row) for row in self._painter.rows(self._seen, *self._size)]
            before, self._rows = self._rows, rows
        head = (ENTER + (_WIPE if wipe else "") + _CLEAR) if anew else ""
        changed = (
            f"\x1b[{number};1H{row}"
            for number, (row, old) in enumerate(zip_longest(rows, before), start=1)
            if row is not None and (anew or row != old)
        )
        return head + "".join(changed)

    def _drawn(self, row: Text) -> str:
        with self._console.capture() as drawn:
            self._console.print(row, end="", no_wrap=True, crop=False, overflow="ignore")
        return drawn.get()


def _place(view: Show) -> tuple[object, ...]:
    """Give what differs where what was said before no longer belongs on the screen."""
    return view.scene.kind, view.title, view.scene.place
