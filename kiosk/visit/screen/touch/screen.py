"""The page as the app's screen: everything to show, kept as one picture of words.

Each change passes on the whole picture, so a page that has just connected, or missed some of it,
shows the same as one that was there from the start.
"""

import json
from collections.abc import Callable
from dataclasses import asdict
from threading import RLock

from kiosk.visit.dialogue.actions import Show
from kiosk.visit.loop.ports import Status
from kiosk.visit.screen.told import Told
from kiosk.visit.screen.touch.qr_code import QrCode, qr_code


class PageScreen:
    """Keeps what is to be shown; `publish` gets each change, on the thread that makes it."""

    def __init__(self, take_home: str = "") -> None:
        """Show nothing yet, to nobody.

        Args:
            take_home: web address for the QR code after a topic; empty: the code holds its words.
        """
        self._take_home = take_home
        self._code: QrCode | None = None
        self._lock = RLock()  # notices come from any thread
        self.publish: Callable[[str], None] = lambda _: None
        self.watched: Callable[[], bool] = lambda: False
        self._view = Show("", "")
        self._caption = ""
        self._level = 0
        self._heard = 0
        self._status: Status = "waiting"
        self._told = Told()
        self._number = 0

    @property
    def seen(self) -> bool:
        """Whether a browser shows it."""
        return self.watched()

    @property
    def number(self) -> int:
        """How often what is to be shown has changed."""
        return self._number

    @property
    def picture(self) -> str:
        """What is to be seen, as the page takes it: one JSON object (see `static/page.js`)."""
        with self._lock:
            return json.dumps(
                {
                    "number": self._number,
                    "state": self._view.state,
                    "title": self._view.title,
                    "choices": [{"key": c.key, "label": c.label} for c in self._view.choices],
                    "notice": self._view.notice,
                    "scene": asdict(self._view.scene),
                    "code": self._code and asdict(self._code),
                    "caption": self._caption,
                    "level": self._level,
                    "heard": self._heard,
                    "status": "paused" if self._view.state == "paused" else self._status,
                    "notices": self._told.notices,
                    "alert": self._told.alert or "",
                }
            )

    def show(self, view: Show) -> None:
        """Show where the visitor is and what can be chosen."""
        with self._lock:
            before, self._view = self._view, view
            if before.scene.take_home != view.scene.take_home:
                self._code = self._encoded(view.scene.take_home)
            if (before.state, before.scene.text) != (view.state, view.scene.text):
                self._caption = ""  # nothing of an earlier screen is left
            self._changed()

    def caption(self, text: str) -> None:
        """Show the words that begin to sound."""
        with self._lock:
            self._caption = text
            self._changed()

    def status(self, status: Status) -> None:
        """Show what the kiosk is doing."""
        with self._lock:
            self._status = status
            self._changed()

    def tell(self, told: Told) -> None:
        """Show staff the notices, and an alert large; both outlive the visit."""
        with self._lock:
            self._told = told
            self._changed()

    def level(self, step: int) -> None:
        """Show how loud the visitor is (see `ear`)."""
        with self._lock:
            self._level = step
            self._changed()

    def heard(self) -> None:
        """Show that the visitor was heard."""
        with self._lock:
            self._heard += 1
            self._changed()

    def forget(self) -> None:
        """Wipe what was said in the visit."""
        with self._lock:
            self._caption = ""
            self._changed()

    def say_goodbye(self) -> None:
        """Do nothing: the page shows by itself that nobody answers."""

    def _encoded(self, words: str) -> QrCode | None:
        return qr_code(self._take_home or words) if words else None

    def _changed(self) -> None:
        self._number += 1
        self.publish(self.picture)
