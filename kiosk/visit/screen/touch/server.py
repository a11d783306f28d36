"""Serves the touch page and receives the keys that are pressed on it."""

from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Self

from kiosk.visit.keys.key_map import KeyMap
from kiosk.visit.screen.touch.messages import LONGEST, Touch, pressed
from kiosk.visit.screen.touch.screen import PageScreen
from kiosk.watchdog.thread_heartbeats import ThreadHeartbeats
from kiosk.web.brand import Brand
from kiosk.web.door import Door
from kiosk.web.local_page import SHARED, LocalPage, filled

STATIC = files("kiosk.visit.screen.touch") / "static"

_PARTS = (
    *("frame.css", "scenes.css"),
    *("locked.js", "parts.js", "scenes.js", "sizes.js", "page.js"),
)


class PageServer:
    """Serves the page on a thread of its own while it is entered."""

    def __init__(
        self,
        door: Door,
        screen: PageScreen,
        words: Mapping[str, str],
        press: Callable[[str], None],
        touch: Callable[[Touch], None],
        *,
        brand: Brand,
        keys: KeyMap,
        alive: Callable[[], bool],
        heartbeats: ThreadHeartbeats,
    ) -> None:
        """Serve `screen` to browsers that connect.

        Args:
            door: where.
            screen: what is to be seen.
            words: fill the blanks of `static/index.html`.
            press: takes each key, as the dialogue knows it; called on the server's thread.
            touch: takes each touch of a tile or a sentence; called there too.
            brand: the clinic's color and logo.
            keys: what the keys of a keyboard mean here.
            alive: whether the kiosk still answers; while not, no sign of life is given.
            heartbeats: gets a heartbeat each round of that thread.
        """
        self._screen = screen
        self._page = LocalPage(
            door,
            _Pressed(screen, press, touch, keys, alive),
            filled(STATIC / "index.html", words),
            (*(STATIC / name for name in _PARTS), *SHARED),
            brand=brand,
            longest=LONGEST,
            beat=lambda: heartbeats.beat("page"),
        )

    @property
    def watchers(self) -> int:
        """How many browsers show it."""
        return self._page.watchers

    def __enter__(self) -> Self:
        """Begin."""
        self._page.__enter__()
        self._screen.publish = lambda _: self._page.publish()
        self._screen.watched = lambda: self.watchers > 0
        return self

    def __exit__(self, *error: object) -> None:
        """End; every page is told, and shows that nobody answers."""
        self._screen.publish = lambda _: None
        self._screen.watched = lambda: False
        self._page.__exit__(*error)


class _Pressed:
    """The screen with its keys (see `kiosk.web.local_page.Shown`)."""

    def __init__(
        self,
        screen: PageScreen,
        press: Callable[[str], None],
        touch: Callable[[Touch], None],
        keys: KeyMap,
        alive: Callable[[], bool],
    ) -> None:
        self._screen = screen
        self._press = press
        self._touch = touch
        self._keys = keys
        self._alive = alive

    @property
    def picture(self) -> str:
        return self._screen.picture

    def alive(self) -> bool:
        return self._alive()

    def take(self, _watcher: int, text: str) -> None:
        press = pressed(text, self._keys)
        if isinstance(press, str):
            self._press(press)
        elif press is not None:
            self._touch(press)

    def left(self, watcher: int) -> None:
        """Do nothing: a key is pressed once."""
