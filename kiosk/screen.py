"""The screen in a terminal: captions word for word, the choices with their keys, what goes on now.

Everything is printed line by line, so a pipe, a journal, a dumb terminal and a screen reader get
the same words; colour and symbols only repeat what the words say.
"""

from typing import TextIO

from rich.console import Console
from rich.text import Text

from kiosk.actions import Show
from kiosk.alerts import Urgency
from kiosk.parts import Status

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
    "attention": "Staff, please come to this kiosk",
}

_KEY_NAMES = {" ": "space", "\r": "Enter", "\n": "Enter"}


class TerminalScreen:
    """Prints to a terminal, a pipe or a file."""

    def __init__(self, stream: TextIO) -> None:
        """Print to `stream`; colour and width follow what it is (NO_COLOR and TERM count)."""
        self._console = Console(
            file=stream, highlight=False, markup=False, emoji=False, legacy_windows=False
        )
        self._plain = not _can_print("▶●…‖█─", stream)
        self._people_see_it = stream.isatty()
        self._view: Show | None = None
        self._notices: list[str] = []
        self._alert: Urgency | None = None

    @property
    def seen(self) -> bool:
        """Whether it is a terminal, before which people may be."""
        return self._people_see_it

    def show(self, view: Show) -> None:
        """Show where the visitor is and what can be chosen; only what changed is printed."""
        before, self._view = self._view, view
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
        self._print(text, "bold")

    def status(self, status: Status) -> None:
        """Show what the kiosk is doing, as a symbol and in words."""
        symbols = _PLAIN_SYMBOLS if self._plain else _SYMBOLS
        self._print(f"{symbols[status]} {_WORDS[status]}", _STYLES[status])

    def notice(self, text: str) -> None:
        """Show a line about the kiosk itself, such as what is missing; it outlives the visit."""
        if text not in self._notices:
            self._notices.append(text)
            self._print(f"! {text}", "yellow")

    def withdraw(self, text: str) -> None:
        """Say that what `notice` said is over."""
        if text in self._notices:
            self._notices.remove(text)
            self._print(f"over: {text}")

    def alert(self, urgency: Urgency) -> None:
        """Show an alert large."""
        if self._alert != "emergency":
            self._alert = urgency
            self._print_alert()

    def clear_alert(self) -> None:
        """Say that staff have taken over."""
        if self._alert is not None:
            self._alert = None
            self._print("Staff have taken over.", "bold")

    def forget(self) -> None:
        """Wipe the visit: a terminal is cleared with what it has scrolled away."""
        self._view = None
        if self._people_see_it and self._console.is_terminal and not self._console.is_dumb_terminal:
            self._console.file.write("\x1b[3J\x1b[2J\x1b[H")
            self._console.file.flush()
            for text in self._notices:
                self._print(f"! {text}", "yellow")
            if self._alert is not None:
                self._print_alert()
        else:
            self._print(self._rule() * 2)

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
