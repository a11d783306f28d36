"""The model's pieces of words: what its numbers mean.

`tokenizer.bin` holds them in order, each as its length and that many bytes. A length from 128 on
has two bytes, the low seven bits first. The character U+2581 stands for a space.
"""

import re
from collections.abc import Iterable, Sequence

from audio.errors import ModelError

START = 1
END = 2
COUNT = 32_768

_SPACE = "\u2581"
_DIGITS = dict(
    zip(
        "0123456789",
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
        strict=True,
    )
)
_SPECIAL = re.compile(r"<.*>")
_NOT_HEARD = re.compile(r"[^a-z' ]")


class Pieces:
    """The pieces by their numbers."""

    def __init__(self, file: bytes) -> None:
        """Read the contents of `tokenizer.bin`.

        Raises:
            ModelError: it is not such a file.
        """
        self._bytes = _split(file)
        if len(self._bytes) != COUNT:
            raise ModelError("Moonshine's tokenizer.bin does not hold the model's pieces")
        self.plain: Sequence[str | None] = [_plain(piece) for piece in self._bytes]
        """Each piece as phrases write it: lower case, digits as words, no punctuation. None for one
        that no phrase has."""

    def text(self, numbers: Iterable[int]) -> str:
        """Give the text of pieces, in lower case."""
        content = b"".join(self._bytes[number] for number in numbers if number > END)
        text = content.decode("utf-8", errors="ignore").replace(_SPACE, " ")
        return " ".join(text.lower().split())


def _split(file: bytes) -> list[bytes]:
    pieces = []
    at = 0
    while at < len(file):
        length = file[at]
        at += 1
        if length >= 128 and at < len(file):
            length = file[at] * 128 + length - 128
            at += 1
        pieces.append(file[at : at + length])
        at += length
    return pieces


def _plain(piece: bytes) -> str | None:
    try:
        text = piece.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if _SPECIAL.fullmatch(text) or any(
        letter.isalpha() and not letter.isascii() for letter in text
    ):
        return None
    text = text.replace(_SPACE, " ").replace("-", " ").replace("\u2019", "'").lower()
    text = "".join(_DIGITS.get(letter, letter) for letter in text)
    return _NOT_HEARD.sub("", text)
