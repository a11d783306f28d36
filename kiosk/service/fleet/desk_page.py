"""The desk as a page: all kiosks of a site, those that need staff first, and buttons to answer.

With each sign of life the page says whether its ring can sound. If no page can ring, nobody would
notice an emergency here, so the desk answers no kiosk (see `Desk`'s `attended`).
"""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from threading import Lock
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from kiosk.service.fleet import desk
from kiosk.service.fleet.desk import NOT_CLEARABLE, Desk
from kiosk.service.fleet.desk_entries import Entry, entry_of, past_calls, rank
from kiosk.service.fleet.seen import Seen
from kiosk.web.brand import Brand
from kiosk.web.door import Door
from kiosk.web.local_page import SHARED, LocalPage, filled

STATIC = files("kiosk.service.fleet") / "static"

LONGEST = 1000
"""Characters of a message from the page at most."""

LEAST_BETWEEN = 0.2
"""Seconds between two pictures at least: many kiosks change all the time."""

RINGS_FOR = 5.0
"""Seconds for which a page's word that its ring can sound holds."""

LOUDEST = 5
"""Steps of the ring's loudness; at the first it still rings. Each start begins at the loudest."""

_Name = Annotated[str, Field(min_length=1, max_length=80)]


class _Pressed(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Ringing(_Pressed):
    """A page's message whether its ring can sound."""

    rings: bool


class Answering(_Pressed):
    """A person takes a call, or says that staff have taken over.

    Attributes:
        do: which of both.
        kiosk: its name.
        call: id of the call that they see; it does not answer a newer one.
    """

    do: Literal["acknowledge", "clear"]
    kiosk: _Name
    call: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class Loudness(_Pressed):
    """A person makes the ring louder or quieter."""

    loudness: Annotated[int, Field(ge=1, le=LOUDEST)]


class Ordering(_Pressed):
    """A person orders a restart of a kiosk."""

    do: Literal["restart"]
    kiosk: _Name


_Message: TypeAlias = Ringing | Answering | Loudness | Ordering

_MESSAGES: TypeAdapter[_Message] = TypeAdapter(_Message)


class DeskPage:
    """What the page shows and receives (see `kiosk.web.local_page.Shown`)."""

    def __init__(self) -> None:
        """Show nothing yet."""
        self.publish: Callable[[], None] = lambda: None
        self._desk: Desk | None = None
        self._lock = Lock()
        self._number = 0
        self._told: tuple[str, list[str]] = ("", [])
        self._entries: dict[str, Entry] = {}
        self._ringing: dict[int, float] = {}
        self._loudness = LOUDEST

    def show(self, shown: Desk) -> None:
        """Show this desk from now on."""
        self._desk = shown
        self._changed()

    def attended(self) -> bool:
        """Whether a browser shows the page and can ring."""
        now = time.monotonic()
        return any(now < heard + RINGS_FOR for heard in list(self._ringing.values()))

    def changed(self, seen: Seen) -> None:
        """Show a kiosk as it is now."""
        entry = entry_of(seen, time.monotonic())
        with self._lock:
            if self._entries.get(seen.name) == entry:
                return
            if len(self._entries) > 2 * desk.MOST_KIOSKS:
                self._entries.clear()  # the desk has removed some
            self._entries[seen.name] = entry
        self._changed()

    @property
    def picture(self) -> str:
        """The whole state to show, as the page expects it (see `static/desk.js`)."""
        now = time.monotonic()
        kiosks = [] if self._desk is None else self._desk.kiosks
        entries = [
            entry_of(seen, now) | {"age": round(max(now - seen.called, 0.0), 1)} for seen in kiosks
        ]
        return json.dumps(
            {
                "number": self._number,
                "trouble": self._trouble(),
                "warning": self._desk.warning if self._desk is not None else "",
                "loudness": self._loudness,
                "kiosks": sorted(entries, key=rank),
                "today": past_calls(self._desk.today, time.time())
                if self._desk is not None
                else {},
            }
        )

    def alive(self) -> bool:
        """Whether the program runs; faults of broker and kiosks are in the picture."""
        silent = self._silent()
        if silent != self._told:
            self._told = silent
            self._changed()
        return True

    def take(self, watcher: int, text: str) -> None:
        """Act on what a person has pressed.

        Raises:
            ValueError: the message cannot be acted on; says why, in one line.
        """
        try:
            message = _MESSAGES.validate_json(text)
        except ValidationError as error:
            problem = error.errors(include_input=False, include_url=False)[0]
            raise ValueError(f"the page and the desk differ ({problem['msg']}); reload") from None
        match message:
            case Ringing(rings=True):
                self._ringing[watcher] = time.monotonic()
            case Ringing():
                self._ringing.pop(watcher, None)
            case Answering():
                self._answer(message)
            case Loudness(loudness=step):
                self._loudness = step
                self._changed()
            case Ordering(kiosk=name):
                self._restart(name)

    def left(self, watcher: int) -> None:
        """Note that a browser has left."""
        self._ringing.pop(watcher, None)

    def _answer(self, pressed: Answering) -> None:
        if self._desk is None:
            return
        if pressed.do == "clear" and not self._desk.kiosk(pressed.kiosk).clearable:
            raise ValueError(NOT_CLEARABLE.format(name=pressed.kiosk))
        answer = self._desk.clear if pressed.do == "clear" else self._desk.acknowledge
        if not answer(pressed.kiosk, pressed.call):
            raise ValueError(f"{pressed.kiosk} does not make that call any more")

    def _restart(self, name: str) -> None:
        if self._desk is None or not self._desk.kiosk(name).restartable:
            raise ValueError(f"{name} is not connected, or its settings do not allow a restart")
        if not self._desk.restart(name):
            raise ValueError(f"{name} is not restarted: the broker is away; try again")

    def _trouble(self) -> str:
        return self._desk.trouble if self._desk is not None else ""

    def _silent(self) -> tuple[str, list[str]]:
        """Give what is to be seen of what does not come."""
        now = time.monotonic()
        kiosks = self._desk.kiosks if self._desk is not None else []
        return self._trouble(), [seen.name for seen in kiosks if not seen.there(now)]

    def _changed(self) -> None:
        with self._lock:
            self._number += 1
        self.publish()


@contextmanager
def served(door: Door, page: DeskPage, site: str, theme: str) -> Iterator[None]:
    """Serve the page while the body runs.

    Args:
        door: where.
        page: what is to be seen.
        site: stands in its title.
        theme: "auto", "light" or "dark".
    """
    index = filled(STATIC / "index.html", {"site": site, "theme": theme})
    parts = (*(STATIC / name for name in ("desk.css", "ring.js", "cards.js", "desk.js")), *SHARED)
    with LocalPage(
        door,
        page,
        index,
        parts,
        brand=Brand(),
        longest=LONGEST,
        beat=lambda: None,
        least_between=LEAST_BETWEEN,
    ) as server:
        page.publish = server.publish
        yield
