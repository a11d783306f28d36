"""Reads text that people wrote, as editors and spreadsheets save it."""

import codecs
from pathlib import Path

from audio.untrusted_file import MOST_BYTES, read_untrusted


def read_untrusted_text(file: Path, *, most: int = MOST_BYTES) -> str:
    """Give a file's text: UTF-8, with or without a byte order mark, or UTF-16 with one.

    Raises:
        OSError: as `read_untrusted`.
        UnicodeDecodeError: it is no such text; see `line_of`.
    """
    content = read_untrusted(file, most=most)
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return content.decode("utf-16" if wide else "utf-8-sig")


def line_of(error: UnicodeDecodeError) -> int:
    """Give the line, counted from 1, where a file stops being text."""
    return error.object[: error.start].count(b"\n") + 1
