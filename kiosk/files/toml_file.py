"""Reads TOML files that people wrote: checked, decoded and bounded before the parser sees them.

The parser recurses into brackets, takes time that grows with the square of a dotted key's parts,
and raises various errors for a number of thousands of digits. All of that is refused beforehand.
"""

import codecs
import re
import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Any

from audio.untrusted_file import read_untrusted

MOST_BYTES = 262_144
"""Bytes of a file: one with every setting and its explanation has about ten thousand."""

MOST_NESTED = 16
"""Brackets and dots of a key inside each other; the settings need three."""

LONGEST_WORD = 100
"""Characters of a number, a date or a key without quotes."""

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

_TOKEN = re.compile(
    r'''"""(?:[^\\]|\\.?)*?(?:"{3,5}|\Z)'''
    r"""|'''.*?(?:'{3,5}|\Z)"""
    r"""|"(?:[^"\\\n]|\\.)*+"?"""
    r"""|'[^'\n]*+'?"""
    r"""|\#[^\n]*+"""
    rf"""|[\w+-]{{{LONGEST_WORD + 1},}}+"""
    r"""|[\[{\]}.,=\n]""",
    re.DOTALL,
)
"""Strings and comments, which are passed over as a whole; words that are too long; structure. Each
takes what it can without trying again, so that the whole text is passed once."""


class TomlFaultError(Exception):
    """A file's text is wrong; the message says what to do, without the file's name.

    Attributes:
        line: where; 0 means the whole file.
    """

    def __init__(self, what: str, line: int = 0) -> None:
        super().__init__(what)
        self.line = line

    def at(self, file: Path) -> str:
        """Give the message with its place."""
        return f"{file}:{self.line}: {self}" if self.line else f"{file}: {self}"


def read_toml(file: Path, owners: Collection[int] | None = None) -> str:
    """Give a file's text without a byte order mark.

    Args:
        file: to read.
        owners: see `read_untrusted`.

    Raises:
        OSError: it cannot be read, or may not be (see `read_untrusted`).
        TomlFaultError: it is not UTF-8 text.
    """
    content = read_untrusted(file, most=MOST_BYTES, owners=owners)
    if content.startswith(_UTF_16):
        raise TomlFaultError(
            'it is UTF-16 text; save it again in the editor with the encoding "UTF-8"'
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise TomlFaultError("not UTF-8 text; save the file as UTF-8", line) from None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise TomlFaultError("not text: it has a zero byte; save the file as UTF-8", line)
    return text


def parse_toml(text: str) -> dict[str, Any]:
    """Parse a text.

    Raises:
        TomlFaultError: it is not TOML, or larger than a person would write.
    """
    _refuse_unreasonable(text)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.fullmatch(
            r"(?P<what>.*) \(at (line (?P<line>\d+).*|end of document)\)", str(error)
        )
        what = found["what"] if found else str(error)
        line = (found and found["line"]) or max(len(text.splitlines()), 1)
        raise TomlFaultError(f"not TOML: {what}; correct this line", int(line)) from None
    except Exception as error:  # noqa: BLE001, RUF100 - whatever the parser meets, the text is wrong
        what = type(error).__name__
        raise TomlFaultError(f"not TOML: the parser fails ({what}); write it anew") from None


def _refuse_unreasonable(text: str) -> None:
    """Refuse a text that would exhaust the parser's stack or take it too long."""
    brackets = dots = 0
    for found in _TOKEN.finditer(text):
        match found[0][0]:
            case '"' | "'" | "#":
                continue
            case "[" | "{":
                brackets += 1
            case "]" | "}":
                brackets = max(brackets - 1, 0)
            case ".":
                dots += 1
            case "," | "=" | "\n":
                dots = 0
            case _:
                raise TomlFaultError(
                    f"a number or name of {len(found[0])} characters; correct this line",
                    _line(text, found.start()),
                )
        if brackets + dots > MOST_NESTED:
            raise TomlFaultError(
                "brackets or dots are nested too deeply; take them out", _line(text, found.start())
            )


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
