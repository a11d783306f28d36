"""Several screens that show the same: always the terminal, and the page where there is one."""

from collections.abc import Callable
from threading import RLock
from typing import Protocol

from kiosk.visit.dialogue.actions import Show, Urgency
from kiosk.visit.loop.ports import Screen, Status


class ServiceScreen(Screen, Protocol):
    """A screen of a kiosk in service: it shows notices and alerts besides the visit."""

    @property
    def seen(self) -> bool:
        """Whether people may be before it."""
        ...

    def notice(self, text: str) -> None:
        """Show a line about the kiosk itself."""
        ...

    def withdraw(self, text: str) -> None:
        """Remove what `notice` showed."""
        ...

    def alert(self, urgency: Urgency) -> None:
        """Show an alert large."""
        ...

    def clear_alert(self) -> None:
        """Remove the alert."""
        ...

    def say_goodbye(self) -> None:
        """Say that the kiosk has ended."""
        ...


class Screens:
    """Shows everything on each of them; notices may come from any thread.

    Attributes:
        told: called with each notice, and whether it is over.
    """

    def __init__(self, *screens: ServiceScreen) -> None:
        """Join screens."""
        self._screens = screens
        self._notices: dict[str, None] = {}
        self._lock = RLock()
        self.told: Callable[[str, bool], None] = lambda _text, _over: None

    @property
    def notices(self) -> tuple[str, ...]:
        """The lines about the kiosk itself that stand now."""
        with self._lock:
            return tuple(self._notices)

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
            if text not in self._notices:
                self._notices[text] = None
                self.told(text, False)
            for screen in self._screens:
                screen.notice(text)

    def withdraw(self, text: str) -> None:
        """Remove what `notice` showed."""
        with self._lock:
            if self._notices.pop(text, 0) is None:
                self.told(text, True)
            for screen in self._screens:
                screen.withdraw(text)

    def alert(self, urgency: Urgency) -> None:
        """Show an alert large."""
        for screen in self._screens:
            screen.alert(urgency)

    def clear_alert(self) -> None:
        """Remove the alert."""
        for screen in self._screens:
            screen.clear_alert()

    def forget(self) -> None:
        """Wipe what a visit has left."""
        for screen in self._screens:
            screen.forget()

    def say_goodbye(self) -> None:
        """Say that the kiosk has ended."""
        for screen in self._screens:
            screen.say_goodbye()
