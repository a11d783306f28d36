"""Several screens that show the same: always the terminal, and the page where there is one."""

from collections.abc import Callable
from dataclasses import replace
from threading import RLock
from typing import Protocol

from kiosk.visit.dialogue.actions import Show, Urgency, outranks
from kiosk.visit.loop.ports import Screen, Status
from kiosk.visit.screen.told import Told


class OneScreen(Screen, Protocol):
    """One of the screens of a kiosk."""

    @property
    def seen(self) -> bool:
        """Whether people may be before it."""
        ...

    def tell(self, told: Told) -> None:
        """Show this besides the visit, in place of what it was told before."""
        ...

    def say_goodbye(self) -> None:
        """Say that the kiosk has ended."""
        ...


class Screens:
    """Shows everything on each of them; notices may come from any thread.

    Attributes:
        logged: called with each notice, and whether it is over.
    """

    def __init__(self, *screens: OneScreen) -> None:
        """Join screens."""
        self._screens = screens
        self._told = Told()
        self._lock = RLock()
        self.logged: Callable[[str, bool], None] = lambda _text, _over: None

    @property
    def notices(self) -> tuple[str, ...]:
        """The lines about the kiosk itself that stand now."""
        return self._told.notices

    @property
    def seen(self) -> bool:
        """Whether people may be before one of them."""
        return any(screen.seen for screen in self._screens)

    def show(self, view: Show) -> None:
        """Show where the visitor is and what can be chosen."""
        for screen in self._screens:
            screen.show(view)

    def caption(self, text: str) -> None:
        """Show the words that begin to sound."""
        for screen in self._screens:
            screen.caption(text)

    def status(self, status: Status) -> None:
        """Show what the kiosk is doing."""
        for screen in self._screens:
            screen.status(status)

    def notice(self, text: str) -> None:
        """Show a line about the kiosk itself."""
        with self._lock:
            if text not in self._told.notices:
                self.logged(text, False)
                self._tell(replace(self._told, notices=(*self._told.notices, text)))

    def withdraw(self, text: str) -> None:
        """Remove what `notice` showed."""
        with self._lock:
            if text in self._told.notices:
                self.logged(text, True)
                others = tuple(each for each in self._told.notices if each != text)
                self._tell(replace(self._told, notices=others))

    def alert(self, urgency: Urgency) -> None:
        """Show an alert large, unless a more urgent one stands."""
        with self._lock:
            if outranks(urgency, self._told.alert):
                self._tell(replace(self._told, alert=urgency))

    def clear_alert(self) -> None:
        """Remove the alert: staff have taken over."""
        with self._lock:
            self._tell(replace(self._told, alert=None))

    def _tell(self, told: Told) -> None:
        self._told = told
        for screen in self._screens:
            screen.tell(told)

    def forget(self) -> None:
        """Wipe what a visit has left."""
        for screen in self._screens:
            screen.forget()

    def say_goodbye(self) -> None:
        """Say that the kiosk has ended."""
        for screen in self._screens:
            screen.say_goodbye()
