"""The screen in a terminal: captions word for word, the choices with their keys, and the status.

Everything is printed line by line, so a pipe, a journal, a dumb terminal and a screen reader get
the same words; colour and symbols only repeat what the words say.
"""

from collections.abc import Callable
from threading import RLock
from typing import TextIO

from rich.text import Text

from kiosk.terminal.console import own_console
from kiosk.terminal.outlet import Outlet
from kiosk.visit.dialogue.actions import Show, Urgency, outranks
from kiosk.visit.loop.ports import Status

_WORDS: dict[Status, str] = {
    "speaking": "Speaking",
    "listening": "Listening: speak, or press a key",
    "waiting": "Waiting: press a key",
}
_SYMBOLS: dict[Status, str] = {"speaking": "▶", "listening": "●", "waiting": "…"}
_PLAIN_SYMBOLS: dict[Status, str] = {"speaking": ">", "listening": "*", "waiting": "."}
_STYLES: dict[Status, str] = {"speaking": "cyan", "listening": "bold green", "waiting": "yellow"}

_ALERTS: dict[Urgency, str] = {
    "emergency": "STAFF ARE NEEDED HERE NOW",
    "call": "A visitor asks for staff",
    "attention": "Staff, please come to this kiosk",
}

_WIPE = "\x1b[3J\x1b[2J\x1b[H"
"""Clears a terminal, first what it has scrolled away, and begins at its top."""

_KEY_NAMES = {" ": "space", "\r": "Enter", "\n": "Enter"}


class TerminalScreen:
    """Prints to a terminal, a pipe or a file; may be used from any thread.

    Only a terminal can be wiped. In a pipe or a file what was printed stays.
    """

    def __init__(self, stream: TextIO, outlet: Outlet | None = None) -> None:
        """Print to `stream`; colour and width follow what it is (NO_COLOR and TERM count).

        Args:
            stream: a terminal, a pipe or a file.
            outlet: through which the stream writes; None: it writes itself, and always can.
        """
        self._console = own_console(stream=stream)
        self._plain = not _can_print("▶●…‖█─", stream)
        self._people_see_it = stream.isatty()
        self._wipes = (
            self._people_see_it and self._console.is_terminal and not self._console.is_dumb_terminal
        )
        self._lock = RLock()
        self._outlet = outlet
        if outlet is not None:
            outlet.catch_up = self.show_again
        self._view: Show | None = None
        self._caption = ""
        self._status: Status | None = None
        self._notices: list[str] = []
        self._alert: Urgency | None = None

    @property
    def seen(self) -> bool:
        """Whether it is a terminal, which people may be looking at."""
        return self._people_see_it and self.trouble == ""

    @property
    def trouble(self) -> str:
        """Why nobody sees what is printed, and what to do; "" if it is written."""
        if self._outlet is None or not (self._outlet.gone or self._outlet.stopped):
            return ""
        if not self._people_see_it:
            return "what the kiosk prints is not read; its captions are lost there"
        if self._outlet.gone:
            return "the kiosk's terminal was closed"
        return "the kiosk's terminal is stopped; press Ctrl-Q or Scroll Lock there"

    @property
    def lines_dropped(self) -> int:
        """How many lines were not printed, since nobody took them."""
        return 0 if self._outlet is None else self._outlet.dropped

    def show(self, view: Show) -> None:
        """Show where the visitor is and what can be chosen; only what changed is printed."""
        with self._lock:
            before, self._view = self._view, view
            self._print_view(before, view)

    def _print_view(self, before: Show | None, view: Show) -> None:
        if before is None or (view.title, view.choices) != (before.title, before.choices):
            self._print("")
            title = f" {view.title[0].upper()}{view.title[1:]} " if view.title else ""
            self._print(f"{self._rule()}{title}{self._rule()}", "bold")
            for choice in view.choices:
                self._print(f"  [{_KEY_NAMES.get(choice.key, choice.key)}] {choice.label}")
        if view.state == "paused" and (before is None or before.state != "paused"):
            self._print(f"{'||' if self._plain else '‖'} Paused", "bold yellow")
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
        symbols = _PLAIN_SYMBOLS if self._plain else _SYMBOLS
        self._print(f"{symbols[status]} {_WORDS[status]}", _STYLES[status])

    def notice(self, text: str) -> None:
        """Show a line about the kiosk itself, such as what is missing; it outlives the visit."""
        with self._lock:
            if text not in self._notices:
                self._notices.append(text)
                self._print(f"! {text}", "yellow")

    def withdraw(self, text: str) -> None:
        """Report that what `notice` said no longer holds."""
        with self._lock:
            if text in self._notices:
                self._notices.remove(text)
                self._print(f"No longer: {text}")

    def alert(self, urgency: Urgency) -> None:
        """Show an alert large."""
        with self._lock:
            if outranks(urgency, self._alert):
                self._alert = urgency
                self._print_alert()

    def clear_alert(self) -> None:
        """Say that staff have taken over."""
        with self._lock:
            if self._alert is not None:
                self._alert = None
                self._print("Staff have taken over.", "bold")

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
        for text in self._notices:
            self._print(f"! {text}", "yellow")
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

    def say_goodbye(self) -> None:
        """Say that the kiosk has ended."""
        self._print("The kiosk has stopped. Goodbye.")

    def _print_alert(self) -> None:
        if self._alert is None:
            return
        bar = ("#" if self._plain else "█") * 40
        style = "bold white on red" if self._alert == "emergency" else "bold black on yellow"
        for line in (bar, f"!!  {_ALERTS[self._alert]}  !!".center(40), bar):
            self._print(line, style)

    def _rule(self) -> str:
        return ("-" if self._plain else "─") * 8

    def _print(self, line: str, style: str = "") -> None:
        """Print one line; words wrap on a terminal and stay on their line elsewhere."""
        self._console.print(Text(line, style=style), soft_wrap=not self._people_see_it)


def _can_print(text: str, stream: TextIO) -> bool:
    try:
        text.encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
