"""Rows of text for a terminal: wrapped, side by side, in columns, in the middle."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.text import Text

from kiosk.launch.printable import one_line
from kiosk.visit.dialogue.actions import Choice
from kiosk.visit.screen.words import key_name

_GAP = "  "
"""Between two keys."""


def wrapped(console: Console, text: str, width: int, style: str) -> list[Text]:
    """Give a text in rows of at most so many cells, cut between words where that is possible."""
    return list(Text(one_line(text), style).wrap(console, max(width, 1), overflow="fold"))


def centered(text: str, width: int, style: str = "") -> Text:
    """Give one row with a text in its middle, cut off where it is too long."""
    row = Text(one_line(text), style)
    row.truncate(width, overflow="crop")
    row.align("center", width)
    return row


def in_the_middle(
    rows: Sequence[Text], width: int, *, as_wide_as: Sequence[Text] = ()
) -> list[Text]:
    """Give rows beside each other's beginnings, together in the middle.

    Args:
        rows: what is to stand there.
        width: of the terminal.
        as_wide_as: rows that will stand there too; so the others stay where they are.
    """
    widest = max((row.cell_len for row in (*rows, *as_wide_as)), default=0)
    margin = Text(" " * max((width - widest) // 2, 0))
    return [margin + row for row in rows]


def packed(keys: Iterable[Text], width: int, gap: str = _GAP) -> list[Text]:
    """Give keys side by side, in as few rows as they need."""
    rows: list[Text] = []
    for key in keys:
        if rows and rows[-1].cell_len + len(gap) + key.cell_len <= width:
            rows[-1] = rows[-1] + Text(gap) + key
        else:
            rows.append(key)
    return rows


def columns(keys: Sequence[Text], width: int) -> list[Text]:
    """Give keys in columns, in their order from left to right."""
    widest = max((key.cell_len for key in keys), default=0) + len(_GAP)
    beside = max(width // widest, 1)
    for key in keys:
        key.pad_right(widest - key.cell_len)
    return [Text().join(keys[at : at + beside]) for at in range(0, len(keys), beside)]


def key_of(choice: Choice) -> Text:
    """Give a key as it stands on a terminal, with what it does."""
    return Text.assemble((f"[{key_name(choice.key)}]", "bold"), f" {one_line(choice.label)}")


def filled(rows: list[Text], room: int) -> list[Text]:
    """Fill up with empty rows, or cut off at the end."""
    return [row.copy() for row in [*rows, *[Text()] * (room - len(rows))][:room]]
