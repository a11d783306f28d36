"""Makes text safe for a terminal: control characters are shown as escapes and never obeyed.

Names of files, scenarios, devices and kiosks, values of settings and messages from others may
contain escape sequences that clear the screen, retitle a window or reverse the order of letters.
Commands need not guard against this: all of them run inside `guarded_streams`, and
`kiosk.terminal.console` makes the consoles that print in colour.
"""

import sys
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TextIO, cast

_OBEYED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode categories of characters that a terminal may obey instead of showing, or cannot print."""

_SHOWN = frozenset("\u00ad\u200c\u200d")
"""Characters of these that spelling needs: the soft hyphen, and those that join or part letters."""

_LAYOUT = frozenset("\n\t")


def printable(text: str) -> str:
    """Give a text of several lines with all other control characters written as escapes."""
    return _written(text, _LAYOUT)


def one_line(text: str) -> str:
    """Give foreign text for use inside a line: its line breaks are written as escapes, too."""
    return _written(text, frozenset())


def _written(text: str, kept: frozenset[str]) -> str:
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        _spelled(c) if unicodedata.category(c) in _OBEYED and c not in _SHOWN | kept else c
        for c in text
    )


def _spelled(character: str) -> str:
    """Give the escape of a character; inside a JSON text it still means the same character."""
    if character < " ":
        return character.encode("unicode_escape").decode("ascii")
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


class GuardedStream:
    """A text stream that writes printable text only.

    Attributes:
        unguarded: the stream behind it, for a console that makes its text safe and adds colour.
    """

    def __init__(self, stream: TextIO) -> None:
        """Write to `stream`."""
        self.unguarded = stream

    def write(self, text: str) -> int:
        """Write the text with its control characters as escapes."""
        self.unguarded.write(printable(text))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write each line in the same way."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the stream has
        return getattr(self.unguarded, name)


def guarded(stream: TextIO) -> TextIO:
    """Give a stream that writes printable text only."""
    return stream if isinstance(stream, GuardedStream) else cast(TextIO, GuardedStream(stream))


def unguarded(stream: TextIO) -> TextIO:
    """Give the stream behind a guarded one."""
    return stream.unguarded if isinstance(stream, GuardedStream) else stream


@contextmanager
def guarded_streams() -> Iterator[None]:
    """Make standard output and standard error write printable text only, in this context."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = guarded(sys.stdout), guarded(sys.stderr)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
