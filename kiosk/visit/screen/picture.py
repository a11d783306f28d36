"""What a whole terminal shows, drawn as rows of text for any width and height.

Above stand the clinic and the state, in the middle the captions, below the staff's notices and the
keys. Where room is short, older captions go first, then notices; the words that sound now stay.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from kiosk.launch.printable import one_line
from kiosk.visit.dialogue.actions import Choice, Show, Urgency
from kiosk.visit.dialogue.scene import CallState
from kiosk.visit.loop.ports import Status
from kiosk.visit.screen.words import (
    ALERT_STYLES,
    ALERT_WORDS,
    ALL_KEYS,
    STATUS_STYLES,
    STATUS_WORDS,
    Symbols,
    key_name,
    title_of,
)

_ROOMY = 16
"""Lines from which empty lines part the areas."""

_WIDEST = 84
"""Columns of the captions at most: longer rows are hard to read."""

_FEW = 3
"""Other keys up to which they stand among the rest, not in a list of their own."""

_GAP = "  "
"""Between two keys."""

_CALLED: dict[CallState, str] = {
    "": "",
    "made": "Staff were called.",
    "taken": "Staff were called, and the call was answered.",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """All that is to be seen now.

    Attributes:
        clinic: its name.
        view: where the visitor is, and what can be chosen; None: the screen was just wiped.
        captions: the sentences that were said here, the newest last.
        status: what the kiosk is doing.
        notices: lines for staff.
        alert: how staff are being fetched.
        lists_keys: the visitor has asked for the keys that are not among the choices.
    """

    clinic: str
    view: Show | None = None
    captions: tuple[str, ...] = ()
    status: Status | None = None
    notices: tuple[str, ...] = ()
    alert: Urgency | None = None
    lists_keys: bool = False

    @property
    def at_rest(self) -> bool:
        """Whether it waits for a visitor, or has not begun."""
        return self.view is None or self.view.scene.kind == "idle"

    @property
    def listed(self) -> tuple[Choice, ...]:
        """The choices of a menu, which stand under its words."""
        choices = self.view.choices if self.view is not None else ()
        return tuple(choice for choice in choices if choice.key.isdigit())

    @property
    def other_keys(self) -> tuple[Choice, ...]:
        """The keys that work now and are not among the choices.

        None where any key says that somebody is there: the one that lists them has to say so too.
        """
        if self.view is None or self.at_rest or self.view.scene.kind == "still_there":
            return ()
        shown = {choice.key for choice in self.view.choices}
        commands = self.view.scene.commands
        return tuple(Choice(c.key, c.name) for c in commands if c.key and c.key not in shown)

    @property
    def has_list(self) -> bool:
        """Whether the other keys are too many for the line of keys."""
        return len(self.other_keys) > _FEW


class Painter:
    """Draws what is to be seen."""

    def __init__(self, console: Console, symbols: Symbols) -> None:
        """Wrap words as `console` does, and use the signs that the terminal has."""
        self._console = console
        self._symbols = symbols

    def rows(self, seen: Seen, width: int, height: int) -> list[Text]:
        """Give exactly `height` rows, each exactly `width` cells wide."""
        most = max(height // (3 if seen.at_rest else 10), 1)
        # From the most comfortable to the barest; the first in which the present words fit counts.
        plans = [(True, most)] if height >= _ROOMY else []
        for roomy, notices in [*plans, (False, most), (False, 1), (False, 0)]:
            top = self._top(seen, width, roomy=roomy)
            bottom = self._bottom(seen, width, notices, roomy=roomy)
            room = max(height - len(top) - len(bottom), 0)
            if room >= self._needs(seen, width):
                break
        rows = [*top, *self._middle(seen, width, room), *bottom][:height]
        for row in rows:
            row.truncate(width, overflow="crop", pad=True)
        return rows

    def _top(self, seen: Seen, width: int, *, roomy: bool) -> list[Text]:
        place = f" {_place(seen)} " if not seen.at_rest else ""
        head = Text(f" {one_line(title_of(seen.clinic))} ", style="bold reverse")
        left = max(width - Text(place).cell_len, 0)  # where the visitor is counts more
        head.truncate(left, overflow="crop", pad=True)
        top = [head.append(place)]
        if seen.alert in ("call", "attention"):
            words = f"!! {ALERT_WORDS[seen.alert]} !!"
            top.append(self._centered(words, width, ALERT_STYLES[seen.alert]))
        space = [Text()] if roomy else []
        return [*top, *space, self._status(seen), *space]

    def _status(self, seen: Seen) -> Text:
        if seen.view is not None and seen.view.scene.kind == "paused":
            return Text(f" {self._symbols.paused} Paused: press c to continue", "bold yellow")
        if seen.status is None:
            return Text()
        words = f" {self._symbols.status[seen.status]} {STATUS_WORDS[seen.status]}"
        return Text(words, STATUS_STYLES[seen.status])

    def _bottom(self, seen: Seen, width: int, notices: int, *, roomy: bool) -> list[Text]:
        keys = self._packed(self._key_line(seen), width)
        rule = [Text(self._symbols.rule * width)] if roomy else []
        return [*self._notices(seen, width, notices), *rule, *keys]

    def _notices(self, seen: Seen, width: int, most: int) -> list[Text]:
        told = [*([seen.view.notice] if seen.view and seen.view.notice else []), *seen.notices]
        rows = [row for each in told for row in self._wrapped(f"! {each}", width - 2, "yellow")]
        if len(rows) > most > 0:
            rows = rows[:most]
            more = f"{self._symbols.cut} (see run_kiosk.py status)"
            rows[-1].truncate(max(width - 2 - len(more), 0), overflow="crop")
            rows[-1].append(more)
        return [Text(" ", "yellow").append_text(row) for row in rows[:most]]

    def _key_line(self, seen: Seen) -> Iterable[Text]:
        choices = seen.view.choices if seen.view is not None else ()
        others = () if seen.has_list else seen.other_keys
        yield from (_key(each) for each in (*choices, *others) if each not in seen.listed)
        if seen.has_list:
            yield _key(Choice(ALL_KEYS, "fewer keys" if seen.lists_keys else "more keys"))

    def _needs(self, seen: Seen, width: int) -> int:
        """Give the rows without which something would be missing that counts now."""
        newest = len(self._newest(seen, width))
        if seen.alert == "emergency":
            return newest + (3 if newest else 1)
        if seen.lists_keys:
            return 1 + len(self._packed(map(_key, seen.other_keys), min(width, _WIDEST) - 2))
        listed = self._packed(map(_key, seen.listed), min(width, _WIDEST) - 2)
        return newest + (2 if seen.at_rest else len(listed))

    def _newest(self, seen: Seen, width: int) -> list[Text]:
        return self._caption(seen.captions[-1], width, newest=True) if seen.captions else []

    def _middle(self, seen: Seen, width: int, room: int) -> list[Text]:
        if seen.alert == "emergency":
            return self._alarm(seen, width, room)
        if seen.at_rest:
            return self._rest(seen, width, room)
        below = self._choices(seen, min(width, _WIDEST), room - len(self._newest(seen, width)))
        above = self._captions(seen.captions, width, room - len(below))
        margin = " " * max((width - _WIDEST) // 2, 0)
        return _to([Text(margin).append_text(row) for row in (*above, *below)], room)

    @staticmethod
    def _in_the_middle(rows: Sequence[Text], width: int) -> list[Text]:
        """Give rows beside each other's beginnings, together in the middle."""
        widest = max((row.cell_len for row in rows), default=0)
        margin = " " * max((width - widest) // 2, 0)
        return [Text(margin).append_text(row) for row in rows]

    def _choices(self, seen: Seen, width: int, room: int) -> list[Text]:
        """Give the choices of a menu and the other keys, in as much room as there is."""
        listed = [Text("   ").append_text(_key(choice)) for choice in seen.listed]
        if len(listed) >= room:
            listed = self._packed(map(_key, seen.listed), width - 2)
        rows = [Text(), *listed] if listed and len(listed) < room else listed
        helps = seen.view is not None and seen.view.scene.kind == "help"
        others = self._packed(map(_key, seen.other_keys if seen.has_list else ()), width - 2)
        if seen.lists_keys or (helps and len(rows) + len(others) < room):
            rows = [*rows, Text(), *others]
        return rows

    def _captions(self, captions: Sequence[str], width: int, room: int) -> list[Text]:
        """Give the newest captions whole, as many as there is room for."""
        rows: list[Text] = []
        for caption in reversed(captions):
            above = self._caption(caption, width, newest=not rows)
            if rows and len(rows) + len(above) > room:
                break
            rows = above + rows
        if len(rows) > room > 0:
            rows = rows[:room]
            rows[-1].truncate(width - 3, overflow="crop")
            rows[-1].append(self._symbols.cut)
        return rows[: max(room, 0)]

    def _caption(self, text: str, width: int, *, newest: bool) -> list[Text]:
        mark = f" {self._symbols.now} " if newest else "   "
        rows = self._wrapped(text, min(width, _WIDEST) - 4, "bold" if newest else "")
        return [Text(mark).append_text(row) for row in rows]

    def _rest(self, seen: Seen, width: int, room: int) -> list[Text]:
        starting = "Please wait" if seen.status is None else ""
        title = seen.view.title if seen.view is not None else starting
        captions = self._captions(seen.captions, width, room - 2)
        space = [Text()] if room >= len(captions) + 4 else []
        block = [
            *(self._centered(title_of(seen.clinic), width), *space),
            *(self._centered(title_of(title), width, "bold"), *space),
            *self._in_the_middle(captions, width),
        ]
        return _to([Text()] * ((room - len(block)) // 2) + block, room)

    def _alarm(self, seen: Seen, width: int, room: int) -> list[Text]:
        """Fill the middle with the call for staff, and with what the visitor is told."""
        bar = self._symbols.bar * min(width - 4, 44)
        words, called = ALERT_WORDS["emergency"], _CALLED[seen.view.scene.call if seen.view else ""]
        said = self._captions(seen.captions, width, room - 4)
        banner = [bar, words, bar] if room >= len(said) + 3 else [words]
        told = [called] if called and room >= len(said) + len(banner) + 2 else []
        lines = (self._centered(line, width) for line in (*banner, *told))
        rows = [*lines, *self._in_the_middle(said, width)]
        if room > len(rows):
            rows[len(banner) + len(told) : len(banner) + len(told)] = [Text()]
        rows = _to([Text()] * ((room - len(rows)) // 2) + rows, room)
        for row in rows:
            row.style = ALERT_STYLES["emergency"]
        return rows

    def _centered(self, text: str, width: int, style: str = "") -> Text:
        row = Text(one_line(text), style)
        row.truncate(width, overflow="crop")
        row.align("center", width)
        return row

    def _packed(self, keys: Iterable[Text], width: int) -> list[Text]:
        """Give keys side by side, in as few rows as they need."""
        rows: list[Text] = []
        for key in keys:
            if rows and rows[-1].cell_len + len(_GAP) + key.cell_len <= width:
                rows[-1].append(_GAP).append_text(key)
            else:
                rows.append(Text(" ").append_text(key))
        return rows

    def _wrapped(self, text: str, width: int, style: str) -> list[Text]:
        return list(Text(one_line(text), style).wrap(self._console, max(width, 1), overflow="fold"))


def _place(seen: Seen) -> str:
    if seen.view is None:
        return ""
    step = seen.view.scene.place if seen.view.scene.kind == "reading" else None
    part = f", {step.number} of {step.of}" if step is not None else ""
    return one_line(title_of(seen.view.title)) + part


def _key(choice: Choice) -> Text:
    return Text.assemble((f"[{key_name(choice.key)}]", "bold"), f" {one_line(choice.label)}")


def _to(rows: list[Text], room: int) -> list[Text]:
    """Fill up with empty rows, or cut off at the end."""
    return [row.copy() for row in [*rows, *[Text()] * (room - len(rows))][:room]]
