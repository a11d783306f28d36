"""What a whole terminal shows, drawn as rows of text for any width and height.

Above stand the clinic and the state, in the middle the captions with what can be answered, below
a notice for staff and the keys. The sentence that sounds stays a little above the middle, so that
the eye need not look for it; earlier ones stand dim above it. Where room is short, older captions
go first, then notices; the words that sound now stay.
"""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.text import Text

from kiosk.launch.printable import one_line
from kiosk.visit.dialogue.actions import Choice
from kiosk.visit.dialogue.scene import CallState
from kiosk.visit.screen.rows import (
    centered,
    columns,
    filled,
    in_the_middle,
    key_of,
    packed,
    wrapped,
)
from kiosk.visit.screen.seen import Seen
from kiosk.visit.screen.words import (
    ALERT_STYLES,
    ALERT_WORDS,
    ALL_KEYS,
    STATUS_STYLES,
    STATUS_WORDS,
    Symbols,
    title_of,
)

_ROOMY = 16
"""Lines from which empty lines part the areas."""

_TALL = 24
"""Rows of the middle from which empty rows part the captions too."""

_WIDE = 60
"""Columns from which a notice that is cut off says where all of it stands."""

_COLUMN = 74
"""Columns of the captions at most, with their mark: longer rows are hard to read."""

_MARK = 3
"""Columns of the mark beside the sentence that sounds."""

_EYE = 0.4
"""Part of the middle above the sentence that sounds, as long as what is earlier needs no more."""


_CALLED: dict[CallState, str] = {
    "": "",
    "made": "Staff were called.",
    "taken": "Staff were called, and the call was answered.",
}


class Painter:
    """Draws what is to be seen."""

    def __init__(self, console: Console, symbols: Symbols) -> None:
        """Wrap words as `console` does, and use the signs that the terminal has."""
        self._console = console
        self._symbols = symbols

    def rows(self, seen: Seen, width: int, height: int) -> list[Text]:
        """Give exactly `height` rows, each exactly `width` cells wide."""
        most = height // 3 if seen.at_rest else 1
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
        if seen.told.alert in ("call", "attention"):
            words = f"!! {ALERT_WORDS[seen.told.alert]} !!"
            top.append(centered(words, width, ALERT_STYLES[seen.told.alert]))
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
        keys = [Text(" ") + row for row in packed(self._key_line(seen), width - 1)]
        rule = [Text(self._symbols.rule * width)] if roomy else []
        return [*self._notices(seen, width, notices), *rule, *keys]

    def _notices(self, seen: Seen, width: int, most: int) -> list[Text]:
        rows: list[Text] = []
        for notice in seen.notices:
            first, *others = wrapped(self._console, notice, width - _MARK - 1, "yellow")
            rows += [Text(" ! ", "yellow") + first, *(Text(" " * _MARK) + row for row in others)]
        if len(rows) > most > 0:
            more = self._symbols.cut + (" (see run_kiosk.py status)" if width >= _WIDE else "")
            room = max(width - len(more) - 1, 0)
            last = rows[most - 1].plain.ljust(room + 1)[: room + 1].rpartition(" ")[0]
            rows[most - 1] = Text(last.rstrip() + more, "yellow")
        return rows[:most]

    def _key_line(self, seen: Seen) -> Iterable[Text]:
        choices = seen.view.choices if seen.view is not None else ()
        others = () if seen.has_list else seen.other_keys
        elsewhere = (*seen.listed, *seen.answers)
        yield from (key_of(each) for each in (*choices, *others) if each not in elsewhere)
        if seen.has_list:
            yield key_of(Choice(ALL_KEYS, "fewer keys" if seen.lists_keys else "more keys"))

    def _needs(self, seen: Seen, width: int) -> int:
        """Give the rows without which something would be missing that counts now."""
        newest = len(self._newest(seen, width))
        if seen.told.alert == "emergency":
            return newest + (3 if newest else 1)
        if seen.at_rest:
            return newest + 2
        return newest + len(self._below(seen, width, 0))

    def _newest(self, seen: Seen, width: int) -> list[Text]:
        return self._caption(seen.captions[-1], width, newest=True) if seen.captions else []

    def _middle(self, seen: Seen, width: int, room: int) -> list[Text]:
        if seen.told.alert == "emergency":
            return self._alarm(seen, width, room)
        if seen.at_rest:
            return self._rest(seen, width, room)
        newest = self._newest(seen, width)
        below = self._below(seen, width, room - len(newest))
        said = self._captions(seen.captions, width, room - len(below))
        free = room - len(said) - len(below)
        above = min(max(int(room * _EYE) - (len(said) - len(newest)), 0), free)
        text = seen.view.scene.text if seen.view is not None else ()
        to_come = [row for each in text for row in self._caption(each, width, newest=False)]
        rows = in_the_middle([*said, *below], width, as_wide_as=to_come)
        return filled([Text()] * above + rows, room)

    def _below(self, seen: Seen, width: int, room: int) -> list[Text]:
        """Give the answers, the choices of a menu and the other keys, in as much room as there is.

        Where there is too little, they stand as close as they can.
        """
        inner = min(width, _COLUMN) - _MARK
        helps = seen.view is not None and seen.view.scene.kind == "help"
        groups = [
            packed(map(key_of, seen.answers), inner, "      "),
            [key_of(choice) for choice in seen.listed],
            columns([key_of(key) for key in seen.other_keys if seen.has_list], inner),
        ]
        if not (seen.lists_keys or (helps and sum(map(len, groups)) + len(groups) <= room)):
            groups[2] = []
        rows = [row for group in groups if group for row in (Text(), *group)]
        if len(rows) > room:
            groups[1] = packed(map(key_of, seen.listed), inner)
            groups[2] = packed(groups[2] and map(key_of, seen.other_keys), inner)
            rows = [row for group in groups for row in group]
        return [Text(" " * _MARK) + row for row in rows]

    def _captions(
        self, captions: Sequence[str], width: int, room: int, *, dim: bool = True
    ) -> list[Text]:
        """Give the newest captions whole, as many as there is room for."""
        space = [Text()] if room >= _TALL else []
        rows: list[Text] = []
        for caption in reversed(captions):
            above = self._caption(caption, width, newest=not rows, dim=dim)
            if rows and len(rows) + len(space) + len(above) > room:
                break
            rows = [*above, *space, *rows] if rows else above
        if len(rows) > room > 0:
            rows = rows[:room]
            rows[-1].truncate(width - 3, overflow="crop")
            rows[-1].append(self._symbols.cut)
        return rows[: max(room, 0)]

    def _caption(self, text: str, width: int, *, newest: bool, dim: bool = True) -> list[Text]:
        mark = Text(f" {self._symbols.now} ".rjust(_MARK) if newest else " " * _MARK)
        style = "bold" if newest else "dim" if dim else ""
        rows = wrapped(self._console, text, min(width, _COLUMN) - _MARK - 1, style)
        return [mark + row for row in rows]

    def _rest(self, seen: Seen, width: int, room: int) -> list[Text]:
        starting = "Please wait" if seen.status is None else ""
        title = seen.view.title if seen.view is not None else starting
        captions = self._captions(seen.captions, width, room - 2)
        lines = [*seen.welcome[:1], title_of(title), *seen.welcome[1:]]
        short = room < len(captions) + 2 * len(lines)
        if short or any(Text(line).cell_len > width for line in lines):
            lines = [title_of(title)]
        styles = ["bold" if line == title_of(title) else "" for line in lines]
        block = [centered(line, width, style) for line, style in zip(lines, styles, strict=True)]
        if not short:
            block = [row for each in block for row in (each, Text())]
        block += in_the_middle(captions, width)
        return filled([Text()] * int((room - len(block)) * _EYE) + block, room)

    def _alarm(self, seen: Seen, width: int, room: int) -> list[Text]:
        """Fill the middle with the call for staff, and with what the visitor is told."""
        bar = self._symbols.bar * min(width - 4, 44)
        words, called = ALERT_WORDS["emergency"], _CALLED[seen.view.scene.call if seen.view else ""]
        said = self._captions(seen.captions, width, room - 4, dim=False)
        banner = [bar, words, bar] if room >= len(said) + 3 else [words]
        told = [called] if called and room >= len(said) + len(banner) + 2 else []
        lines = (centered(line, width) for line in (*banner, *told))
        rows = [*lines, *in_the_middle(said, width)]
        if room > len(rows):
            rows[len(banner) + len(told) : len(banner) + len(told)] = [Text()]
        rows = filled([Text()] * ((room - len(rows)) // 2) + rows, room)
        for row in rows:
            row.style = ALERT_STYLES["emergency"]
        return rows


def _place(seen: Seen) -> str:
    if seen.view is None:
        return ""
    step = seen.view.scene.place if seen.view.scene.kind == "reading" else None
    part = f", {step.number} of {step.of}" if step is not None else ""
    return one_line(title_of(seen.view.title)) + part
