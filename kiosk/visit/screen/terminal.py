"""The screen as plain lines: captions word for word, the choices with their keys, and the status.

Everything is printed line by line, so a pipe, a journal, a dumb terminal, a braille display and a
screen reader get the same words; colour and symbols only repeat what the words say.
"""

from collections.abc import Callable
from threading import RLock
from typing import TextIO

from rich.text import Text

from kiosk.terminal.console import own_console
from kiosk.terminal.outlet import Outlet
from kiosk.visit.dialogue.actions import Show
from kiosk.visit.loop.ports import Status
from kiosk.visit.screen.printing import PrintingScreen
from kiosk.visit.screen.told import Told
from kiosk.visit.screen.words import (
    ALERT_STYLES,
    ALERT_WORDS,
    STATUS_STYLES,
    STATUS_WORDS,
    key_name,
    symbols_for,
    title_of,
)

_WIPE = "\x1b[3J\x1b[2J\x1b[H"
"""Clears a terminal, first what it has scrolled away, and begins at its top."""


class TerminalScreen(PrintingScreen):
    """Prints to a terminal, a pipe or a file; may be used from any thread.

    Only a terminal can be wiped. In a pipe or a file what was printed stays.
    """

    def __init__(self, stream: TextIO, outlet: Outlet | None = None) -> None:
        """Print to `stream`; colour and width follow what it is (NO_COLOR and TERM count).

        Args:
            stream: a terminal, a pipe or a file.
            outlet: through which the stream writes; None: it writes itself, and always can.
        """
        super().__init__(stream, outlet)
        self._console = own_console(stream=stream)
        self._symbols = symbols_for(stream)
        self._wipes = (
            self.is_terminal and self._console.is_terminal and not self._console.is_dumb_terminal
        )
        self._lock = RLock()
        if outlet is not None:
            outlet.catch_up = self.show_again
        self._view: Show | None = None
        self._caption = ""
        self._status: Status | None = None
        self._told = Told()

    def show(self, view: Show) -> None:
        """Show where the visitor is and what can be chosen; only what changed is printed."""
        with self._lock:
            before, self._view = self._view, view
            self._print_view(before, view)

    def _print_view(self, before: Show | None, view: Show) -> None:
        if before is None or (view.title, view.choices) != (before.title, before.choices):
            self._print("")
            title = f" {title_of(view.title)} " if view.title else ""
            self._print(f"{self._rule()}{title}{self._rule()}", "bold")
            for choice in view.choices:
                self._print(f"  [{key_name(choice.key)}] {choice.label}")
        if view.state == "paused" and (before is None or before.state != "paused"):
            self._print(f"{self._symbols.paused} Paused", "bold yellow")
        if view.notice and (before is None or view.notice != before.notice):
            self._print(f"! {view.notice}", "yellow")

    def caption(self, text: str) -> None:
        """Show the words that begin to sound, unchanged."""
        with self._lock:
            self._caption = text
            self._print(text, "bold")

    def status(self, status: Status) -> None:
        """Show what the kiosk is doing, as a symbol and in words."""
        with self._lock:
            self._status = status
            self._print_status(status)

    def _print_status(self, status: Status) -> None:
        words = f"{self._symbols.status[status]} {STATUS_WORDS[status]}"
        self._print(words, STATUS_STYLES[status])

    def tell(self, told: Told) -> None:
        """Print what is new of it, and what is over."""
        with self._lock:
            before, self._told = self._told, told
            for text in told.notices:
                if text not in before.notices:
                    self._print_notice(text)
            for text in before.notices:
                if text not in told.notices:
                    self._print(f"No longer: {text}")
            if told.alert is None and before.alert is not None:
                self._print("Staff have taken over.", "bold")
            elif told.alert != before.alert:
                self._print_alert()

    def note(self, text: str) -> None:
        """Print a line for whoever has started the kiosk here."""
        with self._lock:
            self._print_notice(text)

    def forget(self) -> None:
        """Wipe what was said: a terminal is cleared with what it has scrolled away.

        Elsewhere nothing can be taken back; a line is drawn below it.
        """
        with self._lock:
            self._view = None
            self._caption = ""
            if self._wipes:
                self._begin_afresh(self._print_what_stays)
            else:
                self._begin_afresh(lambda: self._print(self._rule() * 2))

    def show_again(self) -> None:
        """Show all that is to be seen now, and nothing of what was not printed in its time."""
        with self._lock:
            self._begin_afresh(self._print_picture)

    def _begin_afresh(self, print_it: Callable[[], None]) -> None:
        """Print in place of what is there, and of what waits before a stopped terminal."""
        with self._console.capture() as printed:
            print_it()
        text = (_WIPE if self._wipes else "") + printed.get()
        if self._outlet is not None:
            self._outlet.renew(text)
        else:
            self._console.file.write(text)
            self._console.file.flush()

    def _print_what_stays(self) -> None:
        for text in self._told.notices:
            self._print_notice(text)
        self._print_alert()

    def _print_picture(self) -> None:
        if not self._wipes:
            self._print("(here lines were left out that nobody took)")
        self._print_what_stays()
        if self._view is not None:
            self._print_view(None, self._view)
        if self._caption:
            self._print(self._caption, "bold")
        if self._status is not None:
            self._print_status(self._status)

    def sum_up(self, text: str) -> None:
        """Say at the end what there was."""
        self.note(text)

    def say_goodbye(self) -> None:
        """Say that the kiosk has ended."""
        self._print("The kiosk has stopped. Goodbye.")

    def _print_notice(self, text: str) -> None:
        self._print(f"! {text}", "yellow")

    def _print_alert(self) -> None:
        if self._told.alert is None:
            return
        bar = self._symbols.bar * 40
        for line in (bar, f"!!  {ALERT_WORDS[self._told.alert]}  !!".center(40), bar):
            self._print(line, ALERT_STYLES[self._told.alert])

    def _rule(self) -> str:
        return self._symbols.rule * 8

    def _print(self, line: str, style: str = "") -> None:
        """Print one line; words wrap on a terminal and stay on their line elsewhere."""
        self._console.print(Text(line, style=style), soft_wrap=not self.is_terminal)
