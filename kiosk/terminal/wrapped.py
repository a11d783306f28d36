"""Lines that fit the width of a terminal."""

import shutil
import sys
import textwrap

_NARROWEST = 30
"""Columns that a text gets at least, beside what stands before it."""


def wrapped(line: str, indent: int) -> str:
    """Wrap a line at the terminal's width; what follows its first row is indented.

    Args:
        line: stays as it is where standard output is no terminal, for other programs.
        indent: columns.
    """
    if not sys.stdout.isatty():
        return line
    width = max(shutil.get_terminal_size().columns, indent + _NARROWEST)
    return textwrap.fill(
        line,
        width,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
        replace_whitespace=False,
        drop_whitespace=True,
    )
